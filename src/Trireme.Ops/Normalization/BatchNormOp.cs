namespace Trireme.Operators;

/// <summary>
/// Y = (X − mean) / sqrt(variance + ε) · Scale + Bias for each channel. In training the batch's own statistics are used and the running ones
/// updated in place: new = old · momentum + batch · (1 − momentum), with the biased variance; else the running ones are used.
/// </summary>
/// <param name="Momentum">How much of the running statistics stays, where no MomentumTensor [1] says it.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="IsTest">Whether this is inference.</param>
/// <param name="DataLayout">NCHW: channels in axis 1; NHWC: in the last one. Any number of spatial axes.</param>
/// <param name="UseGlobalStats">Whether training uses the running statistics, too.</param>
/// <param name="TrainableStatistics">Whether inference uses the batch's statistics nevertheless.</param>
[Op("batch_norm", "X, Scale?, Bias?, Mean, Variance, MomentumTensor? -> Y, MeanOut, VarianceOut, SavedMean~, SavedVariance~",
    Saves = "X, Scale, SavedMean, SavedVariance", InPlace = "MeanOut=Mean, VarianceOut=Variance")]
public sealed record BatchNormOp(float Momentum = 0.9f, float Epsilon = 1e-5f, bool IsTest = false, string DataLayout = "NCHW", bool UseGlobalStats = false,
    bool TrainableStatistics = false) : Op
{
    internal bool UsesRunning => (IsTest && !TrainableStatistics) || UseGlobalStats;

    internal static int ChannelAxis(string layout, int rank) => layout == "NHWC" ? rank - 1 : 1;

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        NormRules.InferBatch(c, DataLayout);
        c.Require(!c.Has("MomentumTensor") || (c["MomentumTensor"].Shape.Numel == 1 && c["MomentumTensor"].DType == c["Mean"].DType), "MomentumTensor must have one element of Mean's type.");
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => NormRules.TakeBatch(g, new BatchNormGradOp(Epsilon, DataLayout, UsesRunning)
            .ApplyAll(g["X"], g.Has("Scale") ? g["Scale"] : null, g["SavedMean"], g["SavedVariance"], g.D["Y"]));
}
