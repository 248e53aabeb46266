namespace Trireme.Operators;

/// <summary>What the normalizations share.</summary>
internal static class NormRules
{
    /// <summary>Refuses Scale and Bias of the wrong size or element type.</summary>
    public static void CheckFactors(InferContext c, string input, long count)
    {
        foreach (string slot in (ReadOnlySpan<string>)["Scale", "Bias"])
        {
            if (!c.Has(slot))
                continue;
            c.Require(c[slot].DType == c[input].DType || (c[slot].DType == DType.Float32 && c[input].DType.Size == 2), "the element types differ.",
                "Scale and Bias have the element type of X, or float32 where X has half precision.");
            c.Require(count < 0 || c[slot].Shape.Numel == count, $"{slot} {c[slot].Shape} has {c[slot].Shape.Numel} elements; it must have {count}.");
        }
    }

    /// <summary>Checks the inputs of batch normalization and says what its outputs look like.</summary>
    public static void InferBatch(InferContext c, string layout)
    {
        TensorMeta x = c["X"];
        c.Require(x.DType.IsFloating, "X must be floating point.");
        c.Require(x.Shape.Rank >= 2, "X must have a batch and channels.");
        c.Require(layout is "NCHW" or "NHWC", $"data_layout {layout} is not known.", "It is NCHW or NHWC.");
        int channels = x.Shape[BatchNormOp.ChannelAxis(layout, x.Shape.Rank)];
        CheckFactors(c, "X", channels);
        foreach (string slot in (ReadOnlySpan<string>)["Mean", "Variance"])
        {
            c.Require(c[slot].Shape.Numel == channels, $"{slot} {c[slot].Shape} must have one value a channel, {channels}.");
            c.Require(c[slot].DType == x.DType || (c[slot].DType == DType.Float32 && x.DType.Size == 2), $"{slot} must have the element type of X.");
        }
        c["Y"] = x;
        c["MeanOut"] = c["Mean"];
        c["VarianceOut"] = c["Variance"];
        c["SavedMean"] = c["Mean"];
        c["SavedVariance"] = c["Variance"];
    }

    /// <summary>What the gradients of batch normalization look like.</summary>
    public static void InferBatchGrad(InferContext c, string layout)
    {
        TensorMeta x = c["X"];
        Shape channels = x.Shape[BatchNormOp.ChannelAxis(layout, x.Shape.Rank)];
        c["XGrad"] = x;
        DType dtype = c.Has("Scale") ? c["Scale"].DType : x.DType;
        c["ScaleGrad"] = new TensorMeta(channels, dtype);
        c["BiasGrad"] = new TensorMeta(channels, dtype);
    }

    /// <summary>Hands on the gradients of X, Scale and Bias that somebody wants.</summary>
    public static void TakeBatch(GradContext g, Tensor[] grads)
    {
        if (g.Needs("X"))
            g.D["X"] = grads[0];
        if (g.Has("Scale") && g.Needs("Scale"))
            g.D["Scale"] = grads[1];
        if (g.Has("Bias") && g.Needs("Bias"))
            g.D["Bias"] = grads[2];
    }

    /// <summary>The gradients of an operator that normalizes rows.</summary>
    public static void RowGrad(GradContext g, RowNormGradOp op, Tensor mean, Tensor variance)
    {
        Tensor[] grads = op.ApplyAll(g["X"], g.Has("Scale") ? g["Scale"] : null, mean, variance, g.D["Y"]);
        if (g.Needs("X"))
            g.D["X"] = grads[0];
        if (g.Has("Scale") && g.Needs("Scale"))
            g.D["Scale"] = grads[1].Shape == g.Meta("Scale").Shape ? grads[1] : grads[1].Reshape(g.Meta("Scale").Shape);
        if (g.Has("Bias") && g.Needs("Bias"))
            g.D["Bias"] = grads[2].Shape == g.Meta("Bias").Shape ? grads[2] : grads[2].Reshape(g.Meta("Bias").Shape);
    }
}
