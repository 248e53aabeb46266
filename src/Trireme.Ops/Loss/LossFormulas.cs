namespace Trireme.Operators;

/// <summary>Out = (X − Y)².</summary>
[Op("square_error_cost", "X, Y -> Out", Saves = "X, Y")]
public sealed record SquareErrorCostOp : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Square(x - y);
}

/// <summary>Out = |X − Y|.</summary>
[Op("l1_loss", "X, Y -> Out", Saves = "X, Y")]
public sealed record L1LossOp : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Abs(x - y);
}

/// <summary>Out = d² / 2 where |d| &lt; δ, else δ|d| − δ² / 2, with d = X − Y.</summary>
/// <param name="Delta">δ.</param>
[Op("huber_loss", "X, Y -> Out", Saves = "X, Y")]
public sealed record HuberLossOp(float Delta = 1f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y)
    {
        Expr d = x - y, size = Expr.Abs(d);
        return Expr.Select(size < Delta, 0.5 * Expr.Square(d), (Delta * size) - (0.5 * Delta * Delta));
    }
}

/// <summary>Out = −Label · log X − (1 − Label) · log(1 − X), each logarithm at least −100.</summary>
[Op("bce_loss", "X, Label -> Out", Saves = "X, Label")]
public sealed record BceLossOp : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label)
        => -((label * Expr.Max(Expr.Log(x), -100)) + ((1 - label) * Expr.Max(Expr.Log1p(-x), -100)));
}

/// <summary>The binary cross entropy of sigmoid(X): Out = max(X, 0) − X · Label + log(1 + exp(−|X|)).</summary>
[Op("sigmoid_cross_entropy_with_logits", "X, Label -> Out", Saves = "X, Label")]
public sealed record SigmoidCrossEntropyOp : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label) => LossExpr.SigmoidCrossEntropy(x, label);

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // The formula's pieces have kinks at 0 that cancel; this form has none.
        Tensor dy = g.D["Out"];
        if (g.Needs("X"))
            g.D["X"] = new ExprOp((Expr.Sigmoid(Expr.Input(0)) - Expr.Input(1)) * Expr.Input(2)).ApplyAll((Tensor[])[g["X"], g["Label"], dy])[0];
        if (g.Needs("Label"))
            g.D["Label"] = -(dy * g["X"]);
    }
}

/// <summary>Out = Target · (log Target − X), 0 where Target is not positive; with <paramref name="LogTarget"/> Target is a logarithm.</summary>
/// <param name="LogTarget">Whether Target holds logarithms.</param>
[Op("kldiv_loss", "X, Target -> Loss", Saves = "X, Target")]
public sealed record KldivLossOp(bool LogTarget = false) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr target)
        => LogTarget ? Expr.Exp(target) * (target - x) : Expr.Select(target > 0, target * (Expr.Log(target) - x), 0);
}

/// <summary>Loss = −Labels · log(Predicted + ε) − (1 − Labels) · log(1 − Predicted + ε).</summary>
/// <param name="Epsilon">ε.</param>
[Op("log_loss", "Predicted, Labels -> Loss", Saves = "Predicted, Labels")]
public sealed record LogLossOp(float Epsilon = 1e-4f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label) => -(label * Expr.Log(x + Epsilon)) - ((1 - label) * Expr.Log(1 - x + Epsilon));
}

/// <summary>Out = log(1 + exp(−Label · X)).</summary>
[Op("soft_margin_loss", "X, Label -> Out", Saves = "X, Label")]
public sealed record SoftMarginLossOp : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label) => LossExpr.Softplus(-(label * x));
}

/// <summary>Out = X where Label is 1, max(0, margin − X) where it is −1, their sum elsewhere.</summary>
/// <param name="Margin">The margin.</param>
[Op("hinge_embedding_loss", "X, Label -> Out", Saves = "X, Label")]
public sealed record HingeEmbeddingLossOp(float Margin = 1f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label)
        => Expr.Select(Expr.Of(ExprKind.Equal, label, -1), 0, x)
            + Expr.Select(Expr.Of(ExprKind.Equal, label, 1), 0, Expr.Select(Margin - x > 0, Margin - x, 0));
}

/// <summary>Out = max(0, −Label · (X − Other) + margin).</summary>
/// <param name="Margin">The margin.</param>
[Op("margin_ranking_loss", "X, Other, Label -> Out", Saves = "X, Other, Label")]
public sealed record MarginRankingLossOp(float Margin = 0f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr other, Expr label)
    {
        Expr loss = (label * (other - x)) + Margin;
        return Expr.Select(loss > 0, loss, 0);
    }
}

/// <summary>Out = (log max(Variance, ε) + (X − Label)² / max(Variance, ε)) / 2.</summary>
/// <param name="Epsilon">ε.</param>
[Op("gaussian_nll_loss", "X, Label, Variance -> Out", Saves = "X, Label, Variance")]
public sealed record GaussianNllLossOp(float Epsilon = 1e-6f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label, Expr variance)
    {
        Expr v = Expr.Select(variance > Epsilon, variance, Epsilon);
        return 0.5 * (Expr.Log(v) + (Expr.Square(x - label) / v));
    }
}

/// <summary>Out = exp(X) − Label · X with <paramref name="LogInput"/>, else X − Label · log(X + ε); with <paramref name="Full"/> plus Stirling's approximation of log(Label!).</summary>
/// <param name="LogInput">Whether X is a logarithm.</param>
/// <param name="Full">Whether Stirling's term is added where Label is above 1.</param>
/// <param name="Epsilon">ε.</param>
[Op("poisson_nll_loss", "X, Label -> Out", Saves = "X, Label")]
public sealed record PoissonNllLossOp(bool LogInput = true, bool Full = false, float Epsilon = 1e-8f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label)
    {
        Expr loss = LogInput ? Expr.Exp(x) - (label * x) : x - (label * Expr.Log(x + Epsilon));
        return Full ? loss + Expr.Select(label > 1, (label * Expr.Log(label)) - label + (0.5 * Expr.Log(2 * Math.PI * label)), 0) : loss;
    }
}

/// <summary>The focal loss of sigmoid(X): the binary cross entropy weighed by α or 1 − α and by (1 − p)^γ, p being the probability of the label.</summary>
/// <param name="Alpha">α.</param>
/// <param name="Gamma">γ.</param>
[Op("focal_loss", "X, Label -> Out", Saves = "X, Label")]
public sealed record FocalLossOp(float Alpha = 0.25f, float Gamma = 2f) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr label)
    {
        Expr p = Expr.Sigmoid(x), miss = (p * (1 - label)) + ((1 - p) * label);
        return ((Alpha * label) + ((1 - Alpha) * (1 - label))) * Expr.Pow(miss, Gamma) * LossExpr.SigmoidCrossEntropy(x, label);
    }
}

/// <summary>Formulas that several losses use.</summary>
internal static class LossExpr
{
    // log(1 + exp(x)) as a function whose derivative, the sigmoid, has no kink at 0.
    public static Expr Softplus(Expr x) => Expr.Select(x > 0, x + Expr.Log1p(Expr.Exp(-x)), Expr.Log1p(Expr.Exp(x)));

    public static Expr SigmoidCrossEntropy(Expr x, Expr label) => Softplus(x) - (x * label);
}
