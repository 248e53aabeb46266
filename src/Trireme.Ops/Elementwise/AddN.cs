namespace Trireme.Operators;

/// <summary>Out = the sum of any number of tensors of one shape.</summary>
[Op("sum", "X* -> Out")]
public sealed record AddNOp : Op
{
    internal static readonly AddNOp Default = new();

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta[] x = c.List("X");
        c.Require(x.Length > 0, "there is nothing to add.");
        foreach (TensorMeta meta in x)
            c.Require(meta == x[0], "the shapes or element types differ.");
        c["Out"] = x[0];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        for (int i = 0; i < g.Count("X"); i++)
            g.D["X", i] = g.D["Out"];
    }
}
