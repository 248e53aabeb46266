namespace Trireme.Operators;

/// <summary>Out = exp(X − max X) / Σ exp(X − max X) along an axis.</summary>
/// <param name="Axis">The axis along which the results add up to 1.</param>
[Op("softmax", "X -> Out", Saves = "Out")]
public sealed record SoftmaxOp(int Axis = -1) : Op
{
    internal static readonly SoftmaxOp Last = new();

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].DType.IsFloating, "X must be floating point.", "Cast it first.");
        c.RequireAxis(Axis, "X");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new SoftmaxGradOp(Axis).Apply(g["Out"], g.D["Out"]);
}

/// <summary>GradX = (GradOut − Σ GradOut · Out) · Out along an axis: the gradient of <see cref="SoftmaxOp"/>.</summary>
/// <param name="Axis">The axis.</param>
[Op("softmax_grad", "Out, GradOut -> GradX", Saves = "Out, GradOut")]
public sealed record SoftmaxGradOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["GradX"] = c["Out"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor y = g["Out"], dy = g["GradOut"], d = g.D["GradX"];
        // The map dy → dx is symmetric.
        if (g.Needs("GradOut"))
            g.D["GradOut"] = Apply(y, d);
        if (g.Needs("Out"))
            g.D["Out"] = (d * (dy - (dy * y).Sum(Axis, keepdim: true))) - (dy * (d * y).Sum(Axis, keepdim: true));
    }
}

/// <summary>Out = X − max X − log Σ exp(X − max X) along an axis.</summary>
/// <param name="Axis">The axis along which the exponentials of the results add up to 1.</param>
[Op("log_softmax", "X -> Out", Saves = "Out")]
public sealed record LogSoftmaxOp(int Axis = -1) : Op
{
    internal static readonly LogSoftmaxOp Last = new();

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].DType.IsFloating, "X must be floating point.", "Cast it first.");
        c.RequireAxis(Axis, "X");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new LogSoftmaxGradOp(Axis).Apply(g["Out"], g.D["Out"]);
}

/// <summary>GradX = GradOut − exp(Out) · Σ GradOut along an axis: the gradient of <see cref="LogSoftmaxOp"/>.</summary>
/// <param name="Axis">The axis.</param>
[Op("log_softmax_grad", "Out, GradOut -> GradX", Saves = "Out, GradOut")]
public sealed record LogSoftmaxGradOp(int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["GradX"] = c["Out"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor p = g["Out"].Exp(), d = g.D["GradX"];
        if (g.Needs("GradOut"))
            g.D["GradOut"] = d - (d * p).Sum(Axis, keepdim: true);
        if (g.Needs("Out"))
            g.D["Out"] = -(d * p * g["GradOut"].Sum(Axis, keepdim: true));
    }
}
