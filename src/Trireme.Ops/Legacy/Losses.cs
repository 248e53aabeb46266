namespace Trireme.Operators;

/// <summary>Y [.., 1] = −log of the probability X gives to Label; with soft labels −Σ Label · log X.</summary>
/// <param name="SoftLabel">Whether Label [.., D] holds probabilities instead of class numbers [.., 1].</param>
/// <param name="IgnoreIndex">The class number whose rows count 0.</param>
[Op("cross_entropy", "X, Label -> Y")]
public sealed record CrossEntropyV1Op(bool SoftLabel = false, int IgnoreIndex = -100) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Y"] = SoftLabel ? -(c["Label"] * c["X"].Log()).Sum(-1, keepdim: true) : Hard(c["X"], c["Label"], IgnoreIndex).Loss;

    internal static (Tensor Loss, Tensor Match) Hard(Tensor x, Tensor label, int ignoreIndex)
    {
        if (label.Ndim < x.Ndim)
            label = label.Unsqueeze(-1);
        Tensor counts = label.NotEqual(Literal.Of(ignoreIndex, label.DType));
        Tensor match = x.TakeAlongAxis(counts.Where(label, 0), -1, broadcast: false);
        return (counts.Where(-match.Log(), 0), match);
    }
}

/// <summary>Y [.., 1] = −log of the probability X gives to Label; MatchX = that probability.</summary>
/// <param name="IgnoreIndex">The class number whose rows count 0.</param>
[Op("cross_entropy2", "X, Label -> Y, MatchX~, XShape~")]
public sealed record CrossEntropy2Op(int IgnoreIndex = -100) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => (c["Y"], c["MatchX"]) = CrossEntropyV1Op.Hard(c["X"], c["Label"], IgnoreIndex);
}

/// <summary>Out = the mean of all elements, without dimensions.</summary>
[Op("mean", "X -> Out")]
public sealed record MeanOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = default };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = c["X"].Mean();
}

/// <summary>
/// Out [N, 1] = Σ over each row of 0.5 · (σd)² where |d| &lt; 1 / σ², else |d| − 0.5 / σ², of the difference d = (X − Y) · InsideWeight; each term
/// times OutsideWeight.
/// </summary>
/// <param name="Sigma">σ.</param>
[Op("smooth_l1_loss", "X, Y, InsideWeight?, OutsideWeight? -> Diff, Out")]
public sealed record SmoothL1LossOp(float Sigma = 1f) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor difference = c["X"] - c["Y"];
        if (c.Find("InsideWeight") is { } inside)
            difference *= inside;
        double square = (double)Sigma * Sigma;
        Tensor size = difference.Abs();
        Tensor terms = size.LessThan(Literal.Of(1 / square, size.DType)).Where(difference.Square() * (0.5 * square), size - (0.5 / square));
        if (c.Find("OutsideWeight") is { } outside)
            terms *= outside;
        c["Diff"] = difference;
        c["Out"] = (terms.Ndim > 1 ? terms.Flatten(1) : terms.Unsqueeze(1)).Sum(1, keepdim: true);
    }
}

/// <summary>Out = the rows of X scaled to length 1 along an axis; Norm = their lengths.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Epsilon">Added under the root.</param>
/// <param name="IsTest">Unused; kept for files.</param>
[Op("norm", "X -> Norm, Out")]
public sealed record NormOp(int Axis = -1, float Epsilon = 1e-10f, bool IsTest = false) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor norm = (c["X"].Square().Sum(Axis, keepdim: true) + Epsilon).Sqrt();
        (c["Norm"], c["Out"]) = (norm, c["X"] / norm);
    }
}

/// <summary>Out = the p-norm along an axis, or of all elements.</summary>
/// <param name="Porder">p; ±∞ take the largest or smallest size.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Epsilon">Unused: the root of 0 is 0 here.</param>
/// <param name="Keepdim">Whether the axis stays, with size 1.</param>
/// <param name="Asvector">Whether all elements are one vector.</param>
[Op("p_norm", "X -> Out")]
public sealed record PNormOp(float Porder = 2f, int Axis = -1, float Epsilon = 1e-12f, bool Keepdim = false, bool Asvector = false) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor size = c["X"].Abs();
        Ints? axis = Asvector ? null : Axis;
        c["Out"] = Porder switch
        {
            float.PositiveInfinity => size.Max(axis, Keepdim),
            float.NegativeInfinity => size.Min(axis, Keepdim),
            0f => size.NotEqual(Literal.Of(0, size.DType)).Cast(size.DType).Sum(axis, keepdim: Keepdim),
            1f => size.Sum(axis, keepdim: Keepdim),
            2f => size.Square().Sum(axis, keepdim: Keepdim).Sqrt(),
            _ => size.Pow(Porder).Sum(axis, keepdim: Keepdim).Pow(1.0 / Porder),
        };
    }
}

/// <summary>Out = X / (K + Alpha · Σ of squares over N neighbouring channels) to the power Beta; MidOut = the base.</summary>
/// <param name="N">How many channels.</param>
/// <param name="K">The summand.</param>
/// <param name="Alpha">The factor of the sum.</param>
/// <param name="Beta">The exponent.</param>
/// <param name="DataFormat">NCHW or NHWC.</param>
[Op("lrn", "X -> Out, MidOut")]
public sealed record LrnOp(int N = 5, float K = 2f, float Alpha = 0.0001f, float Beta = 0.75f, string DataFormat = "NCHW") : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        bool last = DataLayout.IsLast(DataFormat);
        Tensor x = last ? DataLayout.ToChannelFirst(c["X"]) : c["X"];
        c.Require(N > 0 && x.Ndim == 4, "X must have four dimensions and n must be positive.");
        int channels = x.Shape[1], before = (N - 1) / 2;
        c.Require(channels > 0, "the number of channels must be known.");
        // A sum over a band of channels is a product with a matrix of ones and zeros.
        Tensor band = Tensor.From<double>(Enumerable.Range(0, channels * channels)
            .Select(i => i % channels - (i / channels) >= -before && i % channels - (i / channels) < N - before ? 1.0 : 0.0).ToArray(), (channels, channels)).Cast(x.DType);
        Tensor sums = band.Matmul(x.Square().Flatten(2)).Reshape([0, 0, x.Shape[2], x.Shape[3]]);
        Tensor middle = (sums * Alpha) + K;
        Tensor y = x / middle.Pow(Beta);
        c["MidOut"] = last ? DataLayout.ToChannelLast(middle) : middle;
        c["Out"] = last ? DataLayout.ToChannelLast(y) : y;
    }
}

/// <summary>Accuracy = which part of the rows has its Label [N, 1] among its Indices [N, K]; Correct and Total = how many rows.</summary>
[Op("accuracy", "Out, Indices, Label -> Accuracy, Correct, Total", NoGradient = "Its result is a count.")]
public sealed record AccuracyOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor label = c["Label"].Cast(DType.Int64), indices = c["Indices"].Cast(DType.Int64);
        if (label.Ndim < indices.Ndim)
            label = label.Unsqueeze(-1);
        Tensor hits = indices.Equal(label).Cast(DType.Int32).Max(-1);
        c["Accuracy"] = hits.Cast(DType.Float32).Mean();
        c["Correct"] = hits.Sum().Cast(DType.Int32);
        c["Total"] = new FillAnyLikeOp(1f).Apply(hits).Sum().Cast(DType.Int32);
    }
}
