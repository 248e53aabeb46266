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
