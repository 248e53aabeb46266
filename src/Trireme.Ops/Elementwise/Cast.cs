namespace Trireme.Operators;

/// <summary>Out = X in another element type. Fractions are cut off towards 0; whatever is not 0 is true.</summary>
/// <param name="InDtype">X's element type.</param>
/// <param name="OutDtype">The result's element type.</param>
[Op("cast", "X -> Out")]
public sealed record CastOp(DType InDtype, DType OutDtype) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { DType = OutDtype };

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = g.D["Out"].Cast(g.Meta("X").DType);
}

/// <summary>Out = X, in memory of its own.</summary>
[Op("assign", "X -> Out")]
public sealed record AssignOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = g.D["Out"];
}
