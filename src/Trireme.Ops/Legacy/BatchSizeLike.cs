namespace Trireme.Operators;

/// <summary>Out = uniform random numbers in a given shape but for one dimension, which is that of Input.</summary>
/// <param name="Shape">The result's dimensions.</param>
/// <param name="Dtype">The result's element type.</param>
/// <param name="InputDimIdx">Which of Input's dimensions is taken.</param>
/// <param name="OutputDimIdx">Where it stands in the result.</param>
/// <param name="Min">The least number.</param>
/// <param name="Max">What numbers stay below.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
[Op("uniform_random_batch_size_like", "Input -> Out", NoGradient = "Its result is random.")]
public sealed record UniformRandomBatchSizeLikeOp(Shape Shape, DType Dtype, int InputDimIdx = 0, int OutputDimIdx = 0, float Min = -1f, float Max = 1f,
    int Seed = 0) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => BatchSizeLike.Infer(c, Shape, Dtype, InputDimIdx, OutputDimIdx);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = new UniformRandomOp(BatchSizeLike.Of(c["Input"], Shape, InputDimIdx, OutputDimIdx), BatchSizeLike.TypeOf(Dtype), Min, Max,
        Seed).ApplyAll()[0];
}

/// <summary>Out = normal random numbers in a given shape but for one dimension, which is that of Input.</summary>
/// <param name="Shape">The result's dimensions.</param>
/// <param name="Dtype">The result's element type.</param>
/// <param name="InputDimIdx">Which of Input's dimensions is taken.</param>
/// <param name="OutputDimIdx">Where it stands in the result.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Std">The standard deviation.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
[Op("gaussian_random_batch_size_like", "Input -> Out", NoGradient = "Its result is random.")]
public sealed record GaussianRandomBatchSizeLikeOp(Shape Shape, DType Dtype, int InputDimIdx = 0, int OutputDimIdx = 0, float Mean = 0f, float Std = 1f,
    int Seed = 0) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => BatchSizeLike.Infer(c, Shape, Dtype, InputDimIdx, OutputDimIdx);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = new GaussianRandomOp(BatchSizeLike.Of(c["Input"], Shape, InputDimIdx, OutputDimIdx), BatchSizeLike.TypeOf(Dtype), Mean, Std,
        Seed).ApplyAll()[0];
}

/// <summary>A shape of which one dimension is that of another tensor.</summary>
internal static class BatchSizeLike
{
    public static DType TypeOf(DType dtype) => dtype.Kind == DTypeKind.Undefined ? DType.Float32 : dtype;

    public static void Infer(InferContext c, Shape shape, DType dtype, int from, int to)
    {
        int axis = c.RequireAxis(from, "Input");
        c.Require(to >= 0 && to < shape.Rank, $"output_dim_idx {to} is outside the shape {shape}.");
        c["Out"] = new TensorMeta(shape.With(to, c["Input"].Shape[axis]), TypeOf(dtype));
    }

    /// <summary>A tensor of sequences counts them, not its rows.</summary>
    public static Shape Of(Tensor input, Shape shape, int from, int to)
        => shape.With(to, from == 0 && input.Lod is { } lod ? lod[0].Length - 1 : input.Shape[from < 0 ? from + input.Ndim : from]);
}
