namespace Trireme.Operators;

/// <summary>Out = X − Y·⌊X / Y⌋: the remainder with the sign of Y.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_mod", "X, Y -> Out", Saves = "X, Y")]
public sealed record ElementwiseModOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwiseModOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.Remainder, x, y);
}

/// <summary>Out = ⌊X / Y⌋.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_floordiv", "X, Y -> Out", NoGradient = "It is constant between its steps.")]
public sealed record ElementwiseFloordivOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwiseFloordivOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.FloorDiv, x, y);
}
