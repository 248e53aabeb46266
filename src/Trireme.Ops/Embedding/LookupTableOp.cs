namespace Trireme.Operators;

/// <summary>Out = the rows of W [V, D] that Ids name: Ids [...] → Out [..., D]; zeros where an id is the padding.</summary>
/// <param name="PaddingIdx">The id whose row counts as zeros and gets no gradient; -1 for none.</param>
[Op("lookup_table_v2", "W, Ids -> Out", Saves = "Ids")]
public sealed record LookupTableOp(long PaddingIdx = -1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta table = c["W"], ids = c["Ids"];
        c.Require(table.Shape.Rank == 2, "W must be [rows, width].");
        c.Require(ids.DType.Kind is DTypeKind.Int64 or DTypeKind.Int32, "Ids must be int64 or int32.", "Cast them.");
        c.Require(PaddingIdx < table.Shape[0], $"padding_idx {PaddingIdx} is no row of W, which has {table.Shape[0]}.");
        c["Out"] = table with { Shape = (int[])[.. ids.Shape, table.Shape[1]] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["W"] = new LookupTableGradOp(g.Meta("W").Shape[0], PaddingIdx).Apply(g["Ids"], g.D["Out"]);
}

/// <summary>The gradient of lookup_table_v2: each row of OutGrad added to the row of the table that its id names.</summary>
/// <param name="Rows">The rows of the table.</param>
/// <param name="PaddingIdx">The id without gradient; -1 for none.</param>
[Op("lookup_table_v2_grad", "Ids, OutGrad -> WGrad", Saves = "Ids")]
public sealed record LookupTableGradOp(int Rows, long PaddingIdx) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["WGrad"] = c["OutGrad"] with { Shape = [Rows, c["OutGrad"].Shape[^1]] };

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["OutGrad"] = new LookupTableOp(PaddingIdx).Apply(g.D["WGrad"], g["Ids"]);
}
