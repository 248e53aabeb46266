namespace Trireme.Operators;

/// <summary>Out = X, but at least Min and at most Max, of which tensors [1] win over attributes. In files it is clip.</summary>
/// <param name="LeastValue">The least result, where there is no Min.</param>
/// <param name="GreatestValue">The greatest result, where there is no Max.</param>
[Op("clip_by_tensors", "X, Min?, Max? -> Out")]
public sealed record ClipByTensorsOp([Attr("min")] double LeastValue = double.NegativeInfinity,
    [Attr("max")] double GreatestValue = double.PositiveInfinity) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        foreach (string slot in (ReadOnlySpan<string>)["Min", "Max"])
            c.Require(!c.Has(slot) || c[slot].Shape.Numel is 1 or < 0, $"{slot} must have one element.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        x = c.Find("Min") is { } least ? x.Maximum(least.Cast(x.DType).Reshape([])) : new ClipOp(LeastValue).Apply(x);
        c["Out"] = c.Find("Max") is { } greatest ? x.Minimum(greatest.Cast(x.DType).Reshape([])) : new ClipOp(Max: GreatestValue).Apply(x);
    }
}

/// <summary>Out = X to the power of a tensor [1]. In files it is pow.</summary>
/// <param name="Factor">Kept for files: the tensor wins.</param>
[Op("pow_by_tensor", "X, FactorTensor -> Out")]
public sealed record PowByTensorOp(double Factor = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["FactorTensor"].Shape.Numel is 1 or < 0, "FactorTensor must have one element.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = c["X"].Pow(c["FactorTensor"].Cast(c["X"].DType).Reshape([]));
}
