namespace Trireme.Operators;

/// <summary>Out = one value everywhere, in the shape of X.</summary>
/// <param name="Value">The value.</param>
/// <param name="Dtype">The result's element type; that of X where undefined.</param>
[Op("fill_any_like", "X -> Out", NoGradient = "Its result is constant.")]
public sealed record FillAnyLikeOp(float Value = 0f, DType Dtype = default) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { DType = TypeFor(c["X"].DType) };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        DType type = TypeFor(x.DType);
        // While shapes are traced one may not be known yet; then only X itself can give it.
        c["Out"] = x.Shape.IsKnown ? FillConstantOp.Of(x.Shape, Value, type) : new ScaleOp(0, Value).Apply(x.Cast(type));
    }

    private DType TypeFor(DType x) => Dtype.Kind == DTypeKind.Undefined ? x : Dtype;
}

/// <summary>Out = the dimensions of Input, as int32.</summary>
[Op("shape", "Input -> Out", NoGradient = "Its result are dimensions.")]
public sealed record ShapeOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = new TensorMeta(c["Input"].Shape.Rank, DType.Int32);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Shape shape = c["Input"].Shape;
        c["Out"] = Tensor.From<int>(shape.ToArray(), shape.Rank);
    }
}
