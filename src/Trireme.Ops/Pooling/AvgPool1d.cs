using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The mean of each window of x [N, C, L].</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernelSize">The size of the windows.</param>
    /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
    /// <param name="padding">Zeros around the input.</param>
    /// <param name="exclusive">Whether padding is left out of the divisor.</param>
    /// <param name="ceilMode">Whether a last, partial window counts.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.avg_pool1d.</remarks>
    public static Tensor AvgPool1d(Tensor x, Ints kernelSize, Ints? stride = null, Padding padding = default, bool exclusive = true, bool ceilMode = false, string? name = null)
        => AvgPool("avg_pool1d", 1, x, kernelSize, stride, padding, ceilMode, "NCL", exclusive, null);

    private static Tensor AvgPool(string function, int spatial, Tensor x, Ints kernelSize, Ints? stride, Padding padding, bool ceilMode, string dataFormat,
        bool exclusive, int? divisorOverride)
    {
        if (divisorOverride is <= 0)
            throw new InvalidArgumentException($"{function}: divisorOverride is {divisorOverride}.", "It must be positive.");
        (Tensor image, PoolWindows w, bool last) = Pooled(function, spatial, x, kernelSize, stride, padding, ceilMode, dataFormat);
        return Unpooled(PoolOf(w, "avg", exclusive, divisorOverride ?? 0).Apply(image), spatial, last);
    }
}
