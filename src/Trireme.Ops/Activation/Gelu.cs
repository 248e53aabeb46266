namespace Trireme.Operators;

/// <summary>Out = X · Φ(X) with the normal distribution function Φ, exactly or by a hyperbolic tangent.</summary>
/// <param name="Approximate">Whether Φ is ½ (1 + tanh(√(2/π) (X + 0.044715 X³))).</param>
[Op("gelu", "X -> Out", Saves = "X")]
public sealed record GeluOp(bool Approximate = false) : ElementwiseOp
{
    internal static readonly GeluOp Exact = new(), ByTanh = new(true);

    /// <inheritdoc/>
    protected override Expr Body(Expr x)
        => Approximate
            ? 0.5 * x * (1 + Expr.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * Expr.Square(x)))))
            : 0.5 * x * (1 + Expr.Of(ExprKind.Erf, x * Math.Sqrt(0.5)));
}
