using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>Means over windows chosen so that x [N, C, D, H, W] shrinks to a given size: window i covers floor(i·in/out) to ceil((i+1)·in/out).</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputSize">The spatial size of the result; null keeps an axis as it is.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.adaptive_avg_pool3d.</remarks>
    public static Tensor AdaptiveAvgPool3d(Tensor x, OutputSize outputSize, string dataFormat = "NCDHW", string? name = null)
    {
        (Tensor image, PoolWindows w, bool last) = Adaptive("adaptive_avg_pool3d", 3, x, outputSize, dataFormat);
        return Unpooled(PoolOf(w, "avg", true, 0).Apply(image), 3, last);
    }

    /// <summary>Maxima over windows chosen so that x [N, C, D, H, W] shrinks to a given size: window i covers floor(i·in/out) to ceil((i+1)·in/out).</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputSize">The spatial size of the result; null keeps an axis as it is.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.adaptive_max_pool3d with return_mask=False.</remarks>
    public static Tensor AdaptiveMaxPool3d(Tensor x, OutputSize outputSize, string? name = null)
    {
        (Tensor image, PoolWindows w, _) = Adaptive("adaptive_max_pool3d", 3, x, outputSize, "NCDHW");
        return Unpooled(PoolOf(w, "max", true, 0).Apply(image), 3, false);
    }

    /// <summary>Maxima over adaptive windows and where in its flattened plane each one stands (int32).</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputSize">The spatial size of the result; null keeps an axis as it is.</param>
    /// <param name="returnMask">Chooses this form; the positions come with either value.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.adaptive_max_pool3d with return_mask=True.</remarks>
    public static (Tensor Out, Tensor Mask) AdaptiveMaxPool3d(Tensor x, OutputSize outputSize, bool returnMask, string? name = null)
    {
        (Tensor image, PoolWindows w, _) = Adaptive("adaptive_max_pool3d", 3, x, outputSize, "NCDHW");
        Tensor[] results = MaxPoolWithIndexOp.Of(w).ApplyAll(image);
        return (Unpooled(results[0], 3, false), Unpooled(results[1], 3, false));
    }
}
