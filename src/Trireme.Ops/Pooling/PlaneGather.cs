namespace Trireme.Operators;

/// <summary>The elements of each plane of X [N, C, …] at the positions Index [N, C, …] names; zero where the index is negative.</summary>
[Op("plane_gather", "X, Index -> Out", Saves = "Index")]
public sealed record PlaneGatherOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = c["Index"].Shape };

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PlaneScatterOp(g.Meta("X").Shape[2..]).Apply(g.D["Out"], g["Index"]);
}
