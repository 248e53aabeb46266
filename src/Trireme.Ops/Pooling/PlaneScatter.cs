namespace Trireme.Operators;

/// <summary>Adds each element of X [N, C, …] to the place of its plane that Index names: Out [N, C, Size]; zero elsewhere, negative indices nowhere.</summary>
/// <param name="Size">The spatial size of the result.</param>
[Op("plane_scatter", "X, Index -> Out", Saves = "Index")]
public sealed record PlaneScatterOp(Ints Size) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = (int[])[c["X"].Shape[0], c["X"].Shape[1], .. Size] };

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PlaneGatherOp().Apply(g.D["Out"], g["Index"]);
}
