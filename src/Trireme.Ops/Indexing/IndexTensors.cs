namespace Trireme.Operators;

/// <summary>What operators with an index tensor check alike.</summary>
internal static class IndexTensors
{
    public static void Require(InferContext c, string slot)
        => c.Require(c[slot].DType.Kind is DTypeKind.Int32 or DTypeKind.Int64, $"{slot} must be int32 or int64.", "Cast it.");

    /// <summary>The tuples in Index's last dimension name slices of the target; Updates holds one for each.</summary>
    public static void RequireUpdates(InferContext c, Shape target)
    {
        Require(c, "Index");
        Shape index = c["Index"].Shape, updates = c["Updates"].Shape;
        c.Require(index.Rank > 0, "Index must have at least one dimension: the tuples.");
        c.Require(index[-1] <= target.Rank, $"the tuples in Index have {index[-1]} entries, but the target {target} has {target.Rank} dimensions.");
        Shape expected = (int[])[.. index[..^1].AsSpan(), .. target[index[-1]..].AsSpan()];
        c.Require(updates == expected || !updates.IsKnown || !expected.IsKnown, $"Updates has shape {updates} instead of {expected}.");
    }
}
