namespace Trireme.Operators;

/// <summary>Out = a formula over any number of inputs that broadcast together. Gradients of element-wise operators and fused chains are such formulas.</summary>
/// <param name="Expression">The formula; input i is the i-th tensor of X.</param>
[Op("expr", "X* -> Out", Saves = "X")]
public sealed record ExprOp(Expr Expression) : ElementwiseOp
{
    internal override Expr BuildFormula() => Expression;
}
