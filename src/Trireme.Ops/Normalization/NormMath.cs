namespace Trireme.Operators;

/// <summary>
/// The gradient of the gradient of Y = (X − mean) · r · w + b with r = (variance + ε)^(−1/2), in operators, so that it holds to any order.
/// Batch, layer, group and instance normalization differ only in the axes.
/// </summary>
internal static class NormMath
{
    /// <summary>Gradients of what the first gradient computed from X, w and dY.</summary>
    /// <param name="x">The input.</param>
    /// <param name="w">The scale in a shape that broadcasts to x, or null.</param>
    /// <param name="dy">The first gradient's argument.</param>
    /// <param name="axes">The axes that mean and variance run over.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="gx">What arrives for the gradient of X.</param>
    /// <param name="gw">What arrives for the gradient of w, in the shape of w; or null.</param>
    /// <param name="gb">What arrives for the gradient of b, in the shape of w; or null.</param>
    public static (Tensor X, Tensor? W, Tensor Dy) SecondOrder(Tensor x, Tensor? w, Tensor dy, Ints axes, float epsilon, Tensor gx, Tensor? gw, Tensor? gb)
    {
        Tensor centered = x - Mean(x, axes);
        Tensor r = new ExprOp(Expr.Of(ExprKind.Rsqrt, Expr.Input(0) + epsilon)).ApplyAll(Mean(centered * centered, axes))[0];
        Tensor xhat = centered * r;
        Tensor u = w is null ? dy : dy * w;
        Tensor mean = Mean(u, axes), slope = Mean(u * xhat, axes);
        Tensor projected = r * Project(gx, xhat, axes);
        Tensor dDy = w is null ? projected : projected * w;
        if (gw is not null)
            dDy += gw * xhat;
        if (gb is not null)
            dDy += gb;
        // dL/dx through the normalized values and through r.
        Tensor through = -(r * ((gx * slope) + (u * Mean(gx * xhat, axes))));
        if (gw is not null)
            through += gw * dy;
        Tensor byR = Mean(gx * (u - mean - (xhat * slope)), axes);
        Tensor dX = (r * Project(through, xhat, axes)) - (byR * r * r * xhat);
        return (dX, w is null ? null : projected * dy, dDy);
    }

    private static Tensor Project(Tensor v, Tensor xhat, Ints axes) => v - Mean(v, axes) - (xhat * Mean(v * xhat, axes));

    private static Tensor Mean(Tensor v, Ints axes) => v.Mean(axes, keepdim: true);
}
