using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>|x|, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.abs.</remarks>
    public static Tensor Abs(this Tensor x, string? name = null) => AbsOp.Default.Apply(x);

    /// <summary><see cref="Abs"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.abs_.</remarks>
    public static Tensor Abs_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Abs());

    /// <summary>−1, 0 or 1 by the sign of x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sign.</remarks>
    public static Tensor Sign(this Tensor x, string? name = null) => SignOp.Default.Apply(x);

    /// <summary>X², element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.square.</remarks>
    public static Tensor Square(this Tensor x, string? name = null) => SquareOp.Default.Apply(x);

    /// <summary><see cref="Square"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.square_.</remarks>
    public static Tensor Square_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Square());

    /// <summary>The largest integer that is at most x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.floor.</remarks>
    public static Tensor Floor(this Tensor x, string? name = null) => FloorOp.Default.Apply(x);

    /// <summary><see cref="Floor"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.floor_.</remarks>
    public static Tensor Floor_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Floor());

    /// <summary>The smallest integer that is at least x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.ceil.</remarks>
    public static Tensor Ceil(this Tensor x, string? name = null) => CeilOp.Default.Apply(x);

    /// <summary><see cref="Ceil"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.ceil_.</remarks>
    public static Tensor Ceil_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Ceil());

    /// <summary>The nearest integer to x; halves are rounded away from 0, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.round.</remarks>
    public static Tensor Round(this Tensor x, string? name = null) => RoundOp.Default.Apply(x);

    /// <summary><see cref="Round"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.round_.</remarks>
    public static Tensor Round_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Round());

    /// <summary>X without its fraction, element by element.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.trunc.</remarks>
    public static Tensor Trunc(this Tensor input, string? name = null) => TruncOp.Default.Apply(input);

    /// <summary><see cref="Trunc"/>, in place.</summary>
    /// <param name="input">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.trunc_.</remarks>
    public static Tensor Trunc_(this Tensor input, string? name = null) => InPlace.Run(input, static t => t.Trunc());
}
