namespace Trireme.Operators;

/// <summary>The elements of each plane of X [N, C, …] at the positions Index [N, C, …] names; zero where the index is negative.</summary>
[Op("plane_gather", "X, Index -> Out", Saves = "Index")]
public sealed record PlaneGatherOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, index = c["Index"].Shape;
        c.Require(x.Rank >= 2 && index.Rank >= 2, "X and Index must have a batch and channels.");
        c.Require(!x.IsKnown || !index.IsKnown || (x[0] == index[0] && x[1] == index[1]), $"Index {index} has not as many planes as X {x}.",
            "Their first two dimensions must be the same.");
        c["Out"] = c["X"] with { Shape = index };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PlaneScatterOp(g.Meta("X").Shape[2..]).Apply(g.D["Out"], g["Index"]);
}
