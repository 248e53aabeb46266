namespace Trireme.Operators;

/// <summary>An operator whose result is elements of its first input at regular distances: all of them share one kernel and one gradient.</summary>
public abstract record StridedOp : Op
{
    /// <summary>An operator that reads at regular distances.</summary>
    protected StridedOp()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected StridedOp(StridedOp original)
        : base(original)
    {
    }

    /// <summary>Puts the gradient where the elements came from.</summary>
    /// <param name="g">Saved values by slot, gradients in <c>g.D</c>.</param>
    public override void Grad(GradContext g)
    {
        string slot = Info.Inputs[0].Name;
        Shape shape = g.Meta(slot).Shape;
        g.D[slot] = new StridedPlaceOp(shape, Part(shape)).Apply(g.D[Info.Outputs[0].Name]);
    }

    /// <inheritdoc/>
    public virtual bool Equals(StridedOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <summary>Which elements of an input of this shape the result has.</summary>
    internal abstract StridedPart Part(Shape input);

    /// <inheritdoc/>
    protected internal override long ViewOffset(TensorMeta input)
    {
        StridedPart part = Part(input.Shape);
        return part.IsContiguous ? part.Offset : -1;
    }
}

/// <summary>Out = zeros, with X added at the places of a strided part: the gradient of reading that part.</summary>
/// <param name="Shape">The result's dimensions.</param>
/// <param name="PartShape">The part's dimensions, which are X's.</param>
/// <param name="Strides">The distance between neighbours along each dimension of the part.</param>
/// <param name="Offset">Where the part begins.</param>
[Op("strided_place", "X -> Out")]
internal sealed record StridedPlaceOp(Shape Shape, Shape PartShape, Ints Strides, int Offset) : Op
{
    public StridedPlaceOp(Shape shape, StridedPart part)
        : this(shape, part.Shape, part.Strides, part.Offset)
    {
    }

    internal StridedPart Part => new(PartShape, Strides, Offset);

    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = Shape };

    public override void Grad(GradContext g) => g.D["X"] = new AsStridedOp(PartShape, Strides, Offset).Apply(g.D["Out"]);
}
