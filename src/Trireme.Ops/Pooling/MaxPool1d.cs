using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The maximum of each window of x [N, C, L].</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernelSize">The size of the windows.</param>
    /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
    /// <param name="padding">Around the input; padding is never a maximum.</param>
    /// <param name="ceilMode">Whether a last, partial window counts.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.max_pool1d with return_mask=False.</remarks>
    public static Tensor MaxPool1d(Tensor x, Ints kernelSize, Ints? stride = null, Padding padding = default, bool ceilMode = false, string? name = null)
        => MaxPool("max_pool1d", 1, x, kernelSize, stride, padding, ceilMode, "NCL", false)[0];

    /// <summary>The maximum of each window of x [N, C, L], and where in its flattened plane it stands (int32).</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernelSize">The size of the windows.</param>
    /// <param name="returnMask">Chooses this form; the positions come with either value.</param>
    /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
    /// <param name="padding">Around the input; padding is never a maximum.</param>
    /// <param name="ceilMode">Whether a last, partial window counts.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.max_pool1d with return_mask=True.</remarks>
    public static (Tensor Out, Tensor Mask) MaxPool1d(Tensor x, Ints kernelSize, bool returnMask, Ints? stride = null, Padding padding = default,
        bool ceilMode = false, string? name = null)
    {
        Tensor[] results = MaxPool("max_pool1d", 1, x, kernelSize, stride, padding, ceilMode, "NCL", true);
        return (results[0], results[1]);
    }

    // One spatial axis runs as two, the first of size 1.
    private static Tensor[] MaxPool(string function, int spatial, Tensor x, Ints kernelSize, Ints? stride, Padding padding, bool ceilMode, string dataFormat, bool withMask)
    {
        (Tensor image, PoolWindows w, bool last) = Pooled(function, spatial, x, kernelSize, stride, padding, ceilMode, dataFormat);
        Tensor[] results = withMask ? MaxPoolWithIndexOp.Of(w).ApplyAll(image) : [PoolOf(w, "max", true, 0).Apply(image)];
        return Array.ConvertAll(results, t => Unpooled(t, spatial, last));
    }
}
