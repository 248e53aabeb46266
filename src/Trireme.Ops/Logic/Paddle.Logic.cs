using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Where x equals y; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.equal.</remarks>
    public static Tensor Equal(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return EqualOp.Default.Apply(x, y);
    }

    /// <summary>Where x differs from y; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.not_equal.</remarks>
    public static Tensor NotEqual(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return NotEqualOp.Default.Apply(x, y);
    }

    /// <summary>Where x is less than y; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.less_than.</remarks>
    public static Tensor LessThan(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return LessThanOp.Default.Apply(x, y);
    }

    /// <summary>Where x is at most y; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.less_equal.</remarks>
    public static Tensor LessEqual(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return LessEqualOp.Default.Apply(x, y);
    }

    /// <summary>Where x is greater than y; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.greater_than.</remarks>
    public static Tensor GreaterThan(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return GreaterThanOp.Default.Apply(x, y);
    }

    /// <summary>Where x is at least y; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.greater_equal.</remarks>
    public static Tensor GreaterEqual(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return GreaterEqualOp.Default.Apply(x, y);
    }

    /// <summary>Where both x and y are true or not 0; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.logical_and.</remarks>
    public static Tensor LogicalAnd(this Tensor x, Tensor y, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, LogicalAndOp.Default.Apply(x, y));
    }

    /// <summary>Where x or y is true or not 0; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.logical_or.</remarks>
    public static Tensor LogicalOr(this Tensor x, Tensor y, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, LogicalOrOp.Default.Apply(x, y));
    }

    /// <summary>Where exactly one of x and y is true or not 0; broadcast, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.logical_xor.</remarks>
    public static Tensor LogicalXor(this Tensor x, Tensor y, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, LogicalXorOp.Default.Apply(x, y));
    }

    /// <summary>Where x is false or 0, as bools.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.logical_not.</remarks>
    public static Tensor LogicalNot(this Tensor x, Tensor? @out = null, string? name = null) => Into(@out, LogicalNotOp.Default.Apply(x));

    /// <summary>x and y, bit by bit; of bools, where both are true.</summary>
    /// <param name="x">Bools or integers.</param>
    /// <param name="y">Bools or integers.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_and.</remarks>
    public static Tensor BitwiseAnd(this Tensor x, Tensor y, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, BitwiseAndOp.Default.Apply(x, y));
    }

    /// <summary>x or y, bit by bit; of bools, where one is true.</summary>
    /// <param name="x">Bools or integers.</param>
    /// <param name="y">Bools or integers.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_or.</remarks>
    public static Tensor BitwiseOr(this Tensor x, Tensor y, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, BitwiseOrOp.Default.Apply(x, y));
    }

    /// <summary>Where exactly one of x and y is set, bit by bit.</summary>
    /// <param name="x">Bools or integers.</param>
    /// <param name="y">Bools or integers.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_xor.</remarks>
    public static Tensor BitwiseXor(this Tensor x, Tensor y, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, BitwiseXorOp.Default.Apply(x, y));
    }

    /// <summary>The complement, bit by bit; of bools, where x is false.</summary>
    /// <param name="x">Bools or integers.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_not.</remarks>
    public static Tensor BitwiseNot(this Tensor x, Tensor? @out = null, string? name = null) => Into(@out, BitwiseNotOp.Default.Apply(x));

    // Paddle's out argument: the result is written there, and that tensor returned.
    private static Tensor Into(Tensor? target, Tensor result)
    {
        if (target is null)
            return result;
        target.SetValue(result);
        return target;
    }
}
