namespace Trireme.Operators;

/// <summary>Out = the rows of W that Ids name: Ids [.., 1] → Out [.., D].</summary>
/// <param name="PaddingIdx">The id whose row counts as zeros and gets no gradient; -1 for none.</param>
/// <param name="IsSparse">Unused: gradients are dense.</param>
[Op("lookup_table", "W, Ids -> Out")]
public sealed record LookupTableV1Op(long PaddingIdx = -1, bool IsSparse = false) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor ids = c["Ids"];
        c.Require(ids.Ndim > 0 && ids.Shape[^1] is 1 or -1, "the last dimension of Ids must be 1.");
        c["Out"] = new LookupTableOp(PaddingIdx).Apply(c["W"], ids.Squeeze(-1));
    }
}

/// <summary>Out [N, depth] = 1 where X [N, 1] says, else 0.</summary>
/// <param name="Depth">The number of classes.</param>
/// <param name="Dtype">The element type of the result.</param>
/// <param name="AllowOutOfRange">Whether a number outside the classes gives zeros instead of an error.</param>
[Op("one_hot", "X, depth_tensor? -> Out", NoGradient = "Its input is a class number.")]
public sealed record OneHotV1Op(int Depth, DType Dtype, bool AllowOutOfRange = false) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = new OneHotOp(Depth, Dtype.Kind == DTypeKind.Undefined ? DType.Float32 : Dtype, AllowOutOfRange).Apply(c["X"].Squeeze(-1), c.Find("depth_tensor"));
}

/// <summary>Out = the K largest elements of each row; Indices = where they were.</summary>
/// <param name="K">How many; the input K wins over it.</param>
[Op("top_k", "X, K? -> Out, Indices")]
public sealed record TopKV1Op(int K = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor[] found = new TopKV2Op(K).ApplyAll(c["X"], c.Find("K"));
        (c["Out"], c["Indices"]) = (found[0], found[1]);
    }
}

/// <summary>Out = one value everywhere, in a given shape but for one dimension, which is that of Input.</summary>
/// <param name="Shape">The result's dimensions.</param>
/// <param name="Dtype">The result's element type.</param>
/// <param name="Value">The value, where <paramref name="StrValue"/> is empty.</param>
/// <param name="StrValue">The value in decimal.</param>
/// <param name="InputDimIdx">Which of Input's dimensions is taken.</param>
/// <param name="OutputDimIdx">Where it stands in the result.</param>
/// <param name="ForceCpu">Whether the result lies in the host's memory.</param>
[Op("fill_constant_batch_size_like", "Input -> Out", NoGradient = "Its result is constant.")]
public sealed record FillConstantBatchSizeLikeOp(Shape Shape, DType Dtype, float Value = 0f, string StrValue = "", int InputDimIdx = 0, int OutputDimIdx = 0, bool ForceCpu = false)
    : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => BatchSizeLike.Infer(c, Shape, Dtype, InputDimIdx, OutputDimIdx);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = new FillConstantOp(BatchSizeLike.Of(c["Input"], Shape, InputDimIdx, OutputDimIdx), BatchSizeLike.TypeOf(Dtype), Value, StrValue).ApplyAll()[0];
}

/// <summary>Out = zeros in the shape of X.</summary>
[Op("fill_zeros_like", "X -> Out", NoGradient = "Its result is constant.")]
public sealed record FillZerosLikeOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = new FillAnyLikeOp().Apply(c["X"]);
}
