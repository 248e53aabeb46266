using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>x shifted left by y bits, broadcast.</summary>
    /// <param name="x">Integers.</param>
    /// <param name="y">Integers.</param>
    /// <param name="isArithmetic">Makes no difference for left shifts.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_left_shift.</remarks>
    public static Tensor BitwiseLeftShift(this Tensor x, Tensor y, bool isArithmetic = true, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, BitwiseLeftShiftOp.Default.Apply(x, y));
    }

    /// <summary>x shifted right by y bits, broadcast.</summary>
    /// <param name="x">Integers.</param>
    /// <param name="y">Integers.</param>
    /// <param name="isArithmetic">Whether the sign is shifted in; zeros otherwise.</param>
    /// <param name="out">Where given, receives the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.bitwise_right_shift.</remarks>
    public static Tensor BitwiseRightShift(this Tensor x, Tensor y, bool isArithmetic = true, Tensor? @out = null, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Into(@out, new BitwiseRightShiftOp(isArithmetic).Apply(x, y));
    }
}
