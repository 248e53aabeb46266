using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>−x.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.neg.</remarks>
    public static Tensor Neg(this Tensor x, string? name = null) => -x;

    /// <summary><see cref="Neg"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.neg_.</remarks>
    public static Tensor Neg_(this Tensor x, string? name = null) => InPlace.Run(x, static t => -t);

    /// <summary>The fraction of x, with its sign.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.frac.</remarks>
    public static Tensor Frac(this Tensor x, string? name = null) => x - x.Trunc();

    /// <summary><see cref="Frac"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.frac_.</remarks>
    public static Tensor Frac_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Frac());

    /// <summary>−1, 0 or 1 by the sign of x.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sgn for real tensors.</remarks>
    public static Tensor Sgn(this Tensor x, string? name = null) => x.Sign();

    /// <summary>Degrees as radians.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.deg2rad.</remarks>
    public static Tensor Deg2rad(this Tensor x, string? name = null) => Promotion.ToFloating(x) * (Math.PI / 180);

    /// <summary>Radians as degrees.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.rad2deg.</remarks>
    public static Tensor Rad2deg(this Tensor x, string? name = null) => Promotion.ToFloating(x) * (180 / Math.PI);

    /// <summary>Adds a number to x, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="value">The number.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>x.</returns>
    /// <remarks>Mirrors paddle.increment.</remarks>
    public static Tensor Increment(this Tensor x, double value = 1, string? name = null)
    {
        if (x is not Static.Variable variable)
            return InPlace.Run(x, t => Affine(t, 1, t.DType.IsFloating ? value : (long)value));
        // A counter keeps its name: loops read it again.
        Static.Recorder.Append(variable.Block.Program.CurrentBlock(), new IncrementOp((float)value), [variable.Latest], [variable.Latest]);
        return variable.Latest;
    }

    /// <summary><see cref="Scale"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="bias">The summand.</param>
    /// <param name="biasAfterScale">Whether the bias is added after the multiplication.</param>
    /// <param name="act">The name of an activation function applied to the result; none where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.scale_.</remarks>
    public static Tensor Scale_(this Tensor x, double scale = 1, double bias = 0, bool biasAfterScale = true, string? act = null, string? name = null)
        => InPlace.Run(x, t => t.Scale(scale, bias, biasAfterScale, act));

    /// <summary><see cref="LogicalNot"/>, in place; the truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.logical_not_.</remarks>
    public static Tensor LogicalNot_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.LogicalNot());

    /// <summary><see cref="BitwiseNot"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_not_.</remarks>
    public static Tensor BitwiseNot_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.BitwiseNot());

    /// <summary><see cref="Cast"/>, in place; x must have the element type already, since a tensor's type never changes.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="InvalidArgumentException">x has another element type.</exception>
    /// <remarks>Mirrors paddle.cast_.</remarks>
    public static Tensor Cast_(this Tensor x, DType dtype) => x.DType == dtype ? x : InPlace.Run(x, t => t.Cast(dtype));

    /// <summary>1 / (1 + exp(−x)).</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.sigmoid, as a tensor's method.</remarks>
    public static Tensor Sigmoid(this Tensor x, string? name = null) => SigmoidOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Sigmoid"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.sigmoid_.</remarks>
    public static Tensor Sigmoid_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Sigmoid());

    /// <summary>Where the sign bit of x is set, as bools.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.signbit.</remarks>
    public static Tensor Signbit(this Tensor x, string? name = null)
        => x.DType.IsFloating ? OnesLike(x).Copysign(x) < 0 : x < 0;
}
