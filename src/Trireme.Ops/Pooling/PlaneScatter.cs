namespace Trireme.Operators;

/// <summary>Adds each element of X [N, C, …] to the place of its plane that Index names: Out [N, C, Size]; zero elsewhere, negative indices nowhere.</summary>
/// <param name="Size">The spatial size of the result.</param>
[Op("plane_scatter", "X, Index -> Out", Saves = "Index")]
public sealed record PlaneScatterOp(Ints Size) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, index = c["Index"].Shape;
        c.Require(x.Rank == Size.Count + 2, $"X {x} has not {Size.Count} spatial dimensions.", "The size has one number for each.");
        c.Require(!x.IsKnown || !index.IsKnown || x == index, $"Index {index} has not one place for each element of X {x}.", "Their shapes must be the same.");
        c["Out"] = c["X"] with { Shape = (int[])[x[0], x[1], .. Size] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PlaneGatherOp().Apply(g.D["Out"], g["Index"]);
}
