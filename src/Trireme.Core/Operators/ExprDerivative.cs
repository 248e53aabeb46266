namespace Trireme.Operators;

/// <summary>The rules of differentiation, one a node kind.</summary>
internal static class ExprDerivative
{
    public static Expr Of(Expr e, int input)
    {
        if (e.Kind == ExprKind.Input)
            return e.Index == input ? 1 : 0;
        if (e.A is null)
            return 0;
        Expr da = Of(e.A, input);
        Expr db = e.B is null ? 0 : Of(e.B, input);
        Expr dc = e.C is null ? 0 : Of(e.C, input);
        if (da.Is(0) && db.Is(0) && dc.Is(0))
            return 0;
        return e.B is null ? da * Unary(e, e.A) : e.C is null ? Binary(e, e.A, e.B, da, db) : Expr.Select(e.A, db, dc);
    }

    private static Expr Unary(Expr e, Expr x) => e.Kind switch
    {
        ExprKind.Neg => -1,
        ExprKind.Abs => Expr.Sign(x),
        ExprKind.Square => 2 * x,
        ExprKind.Sqrt => 0.5 / e,
        ExprKind.Rsqrt => -0.5 * e / x,
        ExprKind.Reciprocal => -(e * e),
        ExprKind.Exp => e,
        ExprKind.Expm1 => Expr.Exp(x),
        ExprKind.Log => 1 / x,
        ExprKind.Log1p => 1 / (1 + x),
        ExprKind.Log2 => (1 / Math.Log(2)) / x,
        ExprKind.Log10 => (1 / Math.Log(10)) / x,
        ExprKind.Sin => Expr.Of(ExprKind.Cos, x),
        ExprKind.Cos => -Expr.Of(ExprKind.Sin, x),
        ExprKind.Tan => 1 + (e * e),
        ExprKind.Asin => 1 / Expr.Sqrt(1 - Expr.Square(x)),
        ExprKind.Acos => -(1 / Expr.Sqrt(1 - Expr.Square(x))),
        ExprKind.Atan => 1 / (1 + Expr.Square(x)),
        ExprKind.Sinh => Expr.Of(ExprKind.Cosh, x),
        ExprKind.Cosh => Expr.Of(ExprKind.Sinh, x),
        ExprKind.Tanh => 1 - (e * e),
        ExprKind.Asinh => 1 / Expr.Sqrt(Expr.Square(x) + 1),
        ExprKind.Acosh => 1 / Expr.Sqrt(Expr.Square(x) - 1),
        ExprKind.Atanh => 1 / (1 - Expr.Square(x)),
        ExprKind.Sigmoid => e * (1 - e),
        ExprKind.Erf => (2 / Math.Sqrt(Math.PI)) * Expr.Exp(-Expr.Square(x)),
        ExprKind.Lgamma => Expr.Of(ExprKind.Digamma, x),
        ExprKind.Digamma => Expr.Of(ExprKind.Polygamma, 1, x),
        ExprKind.Erfinv => (Math.Sqrt(Math.PI) / 2) * Expr.Exp(Expr.Square(e)),
        ExprKind.BesselI0 => Expr.Of(ExprKind.BesselI1, x),
        ExprKind.BesselI0e => Expr.Of(ExprKind.BesselI1e, x) - (Expr.Sign(x) * e),
        ExprKind.BesselI1 => Expr.Select(Expr.Of(ExprKind.Equal, x, 0), 0.5, Expr.Of(ExprKind.BesselI0, x) - (e / x)),
        ExprKind.BesselI1e => Expr.Select(Expr.Of(ExprKind.Equal, x, 0), 0.5, Expr.Of(ExprKind.BesselI0e, x) - (Expr.Sign(x) * e) - (e / x)),
        _ => 0, // steps and predicates
    };

    private static Expr Binary(Expr e, Expr x, Expr y, Expr dx, Expr dy) => e.Kind switch
    {
        ExprKind.Add => dx + dy,
        ExprKind.Sub => dx - dy,
        ExprKind.Mul => (dx * y) + (x * dy),
        ExprKind.Div => (dx / y) - (dy * e / y),
        // Where both are equal Paddle sends the whole gradient to the second operand of maximum and minimum.
        ExprKind.Max => Expr.Select(x > y, dx, dy),
        ExprKind.Min => Expr.Select(x < y, dx, dy),
        ExprKind.Pow => (dx * y * Expr.Pow(x, y - 1)) + (dy.Is(0) ? 0 : dy * Expr.Select(Expr.Of(ExprKind.Equal, x, 0), 0, e * Expr.Log(x))),
        ExprKind.Atan2 => ((dx * y) - (dy * x)) / (Expr.Square(x) + Expr.Square(y)),
        ExprKind.Remainder => dx - (dy * Expr.Of(ExprKind.Floor, x / y)),
        ExprKind.CopySign => dx * Expr.Of(ExprKind.CopySign, 1, x) * Expr.Of(ExprKind.CopySign, 1, y),
        ExprKind.Polygamma => dy * Expr.Of(ExprKind.Polygamma, x + 1, y),
        _ => 0, // comparisons, logic and floor division
    };
}
