namespace Trireme.Operators;

/// <summary>Row i of Out is row i of the tensor of X that Ids[i] names.</summary>
[Op("multiplex", "Ids, X* -> Out", Saves = "Ids")]
public sealed record MultiplexOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta[] x = c.List("X");
        TensorMeta ids = c["Ids"];
        c.Require(x.Length > 0 && x[0].Shape.Rank > 0, "X must hold tensors with at least one dimension.");
        foreach (TensorMeta meta in x)
            c.Require(meta == x[0], "the shapes or element types of X differ.");
        c.Require(ids.DType.Kind is DTypeKind.Int32 or DTypeKind.Int64, "Ids must be int32 or int64.");
        c.Require(ids.Shape.Rank is 1 or 2 && ids.Shape[0] == x[0].Shape[0] && (ids.Shape.Rank == 1 || ids.Shape[1] == 1), "Ids must be [N, 1] for tensors of N rows.");
        c["Out"] = x[0];
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        for (int i = 0; i < g.Count("X"); i++)
        {
            if (g.Needs("X", i))
                g.D["X", i] = new RowsWhereOp(i).Apply(g.D["Out"], g["Ids"]);
        }
    }
}

/// <summary>Row i of Out is row i of X where Ids[i] is <see cref="Id"/>, else 0.</summary>
/// <param name="Id">The number looked for.</param>
[Op("rows_where", "X, Ids -> Out", Saves = "Ids")]
public sealed record RowsWhereOp(int Id) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = Apply(g.D["Out"], g["Ids"]);
}
