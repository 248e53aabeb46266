namespace Trireme.Operators;

/// <summary>Out = X shifted left by Y bits, broadcast.</summary>
[Op("bitwise_left_shift", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record BitwiseLeftShiftOp : BitwiseOp
{
    internal static readonly BitwiseLeftShiftOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.ShiftLeft, x, y);
}

/// <summary>Out = X shifted right by Y bits, broadcast.</summary>
/// <param name="IsArithmetic">Whether the sign is shifted in; zeros otherwise.</param>
[Op("bitwise_right_shift", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record BitwiseRightShiftOp(bool IsArithmetic = true) : BitwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y)
        => Expr.Of(IsArithmetic ? ExprKind.ShiftRight : ExprKind.ShiftRightLogical, x, y);
}
