using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The maximum of each window of x [N, C, D, H, W].</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernelSize">The size of the windows.</param>
    /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
    /// <param name="padding">Around the input; padding is never a maximum.</param>
    /// <param name="ceilMode">Whether a last, partial window counts.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.max_pool3d with return_mask=False.</remarks>
    public static Tensor MaxPool3d(Tensor x, Ints kernelSize, Ints? stride = null, Padding padding = default, bool ceilMode = false, string dataFormat = "NCDHW", string? name = null)
        => MaxPool("max_pool3d", 3, x, kernelSize, stride, padding, ceilMode, dataFormat, false)[0];

    /// <summary>The maximum of each window of x [N, C, D, H, W], and where in its flattened plane it stands (int32).</summary>
    /// <param name="x">The input.</param>
    /// <param name="kernelSize">The size of the windows.</param>
    /// <param name="returnMask">Chooses this form; the positions come with either value.</param>
    /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
    /// <param name="padding">Around the input; padding is never a maximum.</param>
    /// <param name="ceilMode">Whether a last, partial window counts.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.max_pool3d with return_mask=True.</remarks>
    public static (Tensor Out, Tensor Mask) MaxPool3d(Tensor x, Ints kernelSize, bool returnMask, Ints? stride = null, Padding padding = default,
        bool ceilMode = false, string dataFormat = "NCDHW", string? name = null)
    {
        Tensor[] results = MaxPool("max_pool3d", 3, x, kernelSize, stride, padding, ceilMode, dataFormat, true);
        return (results[0], results[1]);
    }
}
