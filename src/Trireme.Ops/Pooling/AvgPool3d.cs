using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The mean of each window of x [N, C, D, H, W].</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernelSize">The size of the windows.</param>
    /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
    /// <param name="padding">Zeros around the input.</param>
    /// <param name="exclusive">Whether padding is left out of the divisor.</param>
    /// <param name="ceilMode">Whether a last, partial window counts.</param>
    /// <param name="divisorOverride">What the sums are divided by instead; not 0.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.avg_pool3d.</remarks>
    public static Tensor AvgPool3d(Tensor x, Ints kernelSize, Ints? stride = null, Padding padding = default, bool ceilMode = false, bool exclusive = true,
        int? divisorOverride = null, string dataFormat = "NCDHW", string? name = null)
        => AvgPool("avg_pool3d", 3, x, kernelSize, stride, padding, ceilMode, dataFormat, exclusive, divisorOverride);
}
