namespace Trireme;

public static partial class Paddle
{
    /// <summary><see cref="Add(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.add_.</remarks>
    public static Tensor Add_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Add(u));

    /// <summary><see cref="Subtract(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.subtract_.</remarks>
    public static Tensor Subtract_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Subtract(u));

    /// <summary><see cref="Multiply(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.multiply_.</remarks>
    public static Tensor Multiply_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Multiply(u));

    /// <summary><see cref="Divide(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.divide_.</remarks>
    public static Tensor Divide_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Divide(u));

    /// <summary><see cref="Remainder(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.remainder_.</remarks>
    public static Tensor Remainder_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Remainder(u));

    /// <summary><see cref="Mod(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.mod_.</remarks>
    public static Tensor Mod_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Mod(u));

    /// <summary><see cref="FloorMod(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.floor_mod_.</remarks>
    public static Tensor FloorMod_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.FloorMod(u));

    /// <summary><see cref="FloorDivide(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.floor_divide_.</remarks>
    public static Tensor FloorDivide_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.FloorDivide(u));

    /// <summary><see cref="Hypot(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.hypot_.</remarks>
    public static Tensor Hypot_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Hypot(u));

    /// <summary><see cref="Gcd(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.gcd_.</remarks>
    public static Tensor Gcd_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Gcd(u));

    /// <summary><see cref="Lcm(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.lcm_.</remarks>
    public static Tensor Lcm_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Lcm(u));

    /// <summary><see cref="Ldexp(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.ldexp_.</remarks>
    public static Tensor Ldexp_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Ldexp(u));

    /// <summary><see cref="Pow(Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.pow_.</remarks>
    public static Tensor Pow_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Pow(u));

    /// <summary><see cref="Equal(Tensor, Tensor, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.equal_.</remarks>
    public static Tensor Equal_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.Equal(u));

    /// <summary><see cref="NotEqual(Tensor, Tensor, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.not_equal_.</remarks>
    public static Tensor NotEqual_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.NotEqual(u));

    /// <summary><see cref="LessThan(Tensor, Tensor, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.less_than_.</remarks>
    public static Tensor LessThan_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.LessThan(u));

    /// <summary><see cref="LessEqual(Tensor, Tensor, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.less_equal_.</remarks>
    public static Tensor LessEqual_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.LessEqual(u));

    /// <summary><see cref="GreaterThan(Tensor, Tensor, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.greater_than_.</remarks>
    public static Tensor GreaterThan_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.GreaterThan(u));

    /// <summary><see cref="GreaterEqual(Tensor, Tensor, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.greater_equal_.</remarks>
    public static Tensor GreaterEqual_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.GreaterEqual(u));

    /// <summary><see cref="LogicalAnd(Tensor, Tensor, Tensor?, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.logical_and_.</remarks>
    public static Tensor LogicalAnd_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.LogicalAnd(u));

    /// <summary><see cref="LogicalOr(Tensor, Tensor, Tensor?, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.logical_or_.</remarks>
    public static Tensor LogicalOr_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.LogicalOr(u));

    /// <summary><see cref="LogicalXor(Tensor, Tensor, Tensor?, string?)"/>, in place. The truth values are stored as 1 and 0 of x's element type.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.logical_xor_.</remarks>
    public static Tensor LogicalXor_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.LogicalXor(u));

    /// <summary><see cref="BitwiseAnd(Tensor, Tensor, Tensor?, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.bitwise_and_.</remarks>
    public static Tensor BitwiseAnd_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.BitwiseAnd(u));

    /// <summary><see cref="BitwiseOr(Tensor, Tensor, Tensor?, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.bitwise_or_.</remarks>
    public static Tensor BitwiseOr_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.BitwiseOr(u));

    /// <summary><see cref="BitwiseXor(Tensor, Tensor, Tensor?, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The other operand; it broadcasts to x.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The result would have another shape or element type than x.</exception>
    /// <remarks>Mirrors paddle.bitwise_xor_.</remarks>
    public static Tensor BitwiseXor_(this Tensor x, Tensor y, string? name = null) => InPlace.Run(x, y, static (t, u) => t.BitwiseXor(u));
}
