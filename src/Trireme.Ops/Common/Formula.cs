namespace Trireme.Operators;

/// <summary>An element-wise formula over tensors, run as one operator.</summary>
internal static class Formula
{
    public static Tensor Apply(Expr formula, params Tensor[] inputs) => new ExprOp(formula).ApplyAll(inputs)[0];

    /// <summary>(Σ |x|^p)^(1/p) along an axis; its gradient at 0 is 0.</summary>
    public static Tensor Norm(Tensor x, double p, int axis, bool keepdim)
    {
        Expr e = Expr.Input(0);
        if (p == 2)
            return Root((x * x).Sum([axis], keepdim: keepdim), 2);
        if (p == 1)
            return Apply(Expr.Abs(e), x).Sum([axis], keepdim: keepdim);
        if (p == 0)
            return Apply(Expr.Of(ExprKind.NotEqual, e, 0), x).Sum([axis], keepdim: keepdim);
        if (double.IsInfinity(p))
        {
            Tensor size = Apply(Expr.Abs(e), x);
            return p > 0 ? size.Max([axis], keepdim) : size.Min([axis], keepdim);
        }
        Expr power = Expr.Select(Expr.Of(ExprKind.Equal, e, 0), 0, Expr.Pow(Expr.Abs(e), p));
        return Root(Apply(power, x).Sum([axis], keepdim: keepdim), p);
    }

    private static Tensor Root(Tensor sum, double p)
    {
        Expr e = Expr.Input(0);
        return Apply(Expr.Select(e > 0, p == 2 ? Expr.Sqrt(e) : Expr.Pow(e, 1 / p), 0), sum);
    }
}
