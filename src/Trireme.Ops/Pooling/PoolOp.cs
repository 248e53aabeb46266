namespace Trireme.Operators;

/// <summary>Maxima or means over windows: X [N, C, …] → Out [N, C, …]. The base of pool2d and pool3d.</summary>
/// <param name="PoolingType">max or avg.</param>
/// <param name="Ksize">The windows' size; with <paramref name="Adaptive"/> the output's.</param>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="CeilMode">Whether a last, partial window counts.</param>
/// <param name="Exclusive">Whether padding is left out of a mean's divisor.</param>
/// <param name="GlobalPooling">One window over everything; the sizes above are ignored.</param>
/// <param name="Adaptive">Window i covers floor(i·in/out) to ceil((i+1)·in/out).</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="DataFormat">Channels first; a call with channels last transposes.</param>
/// <param name="DivisorOverride">What a mean divides by; 0 for the size of the window.</param>
public abstract record PoolOp(string PoolingType, Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode, bool Exclusive, bool GlobalPooling, bool Adaptive,
    string PaddingAlgorithm, string DataFormat, int DivisorOverride) : Op, IComposable
{
    internal bool IsMax => PoolingType == "max";

    internal PoolWindows Windows => new(Ksize, Strides, Paddings, CeilMode, GlobalPooling, Adaptive, PaddingAlgorithm, DataFormat);

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(PoolingType is "max" or "avg", $"pooling_type \"{PoolingType}\" is not known.", "It is max or avg.");
        c.Require(c["X"].DType.IsFloating, "X must be floating point.");
        c["Out"] = c["X"] with { Shape = PoolGeometry.Infer(c, Windows) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["X"] = IsMax
            ? new MaxPoolGradOp(Ksize, Strides, Paddings, CeilMode, GlobalPooling, Adaptive, PaddingAlgorithm).Apply(g["X"], g.D["Out"])
            : new AvgPoolGradOp(g.Meta("X").Shape, Ksize, Strides, Paddings, CeilMode, Exclusive, GlobalPooling, Adaptive, PaddingAlgorithm, DivisorOverride)
                .Apply(g.D["Out"]);

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => DataLayout.IsLast(DataFormat);

    void IComposable.Compose(ComposeContext c)
        => c["Out"] = DataLayout.ToChannelLast((this with { DataFormat = DataLayout.First(DataFormat) }).Apply(DataLayout.ToChannelFirst(c["X"])));
}
