using Trireme.Operators;
using Trireme.Static;
namespace Trireme;

/// <summary>
/// Python's index syntax, with NumPy's rules: positions, ranges and new axes give a part at regular distances, integer and bool tensors
/// name elements together. Where the tensors' items stand beside each other their dimensions take that place, otherwise the front.
/// </summary>
internal static class TensorIndexing
{
    /// <summary>x[index].</summary>
    public static Tensor GetItem(Tensor x, ReadOnlySpan<TensorIndex> index)
    {
        // One position is what loops over rows ask for; it needs no plan.
        if (index.Length == 1 && index[0].Kind == TensorIndexKind.Position && x.Ndim > 0 && index[0].Start is { } row && row >= -x.Shape[0] && row < x.Shape[0])
        {
            row = row < 0 ? row + x.Shape[0] : row;
            return new SliceOp(0, row, row + 1, DecreaseAxis: 0).Apply(x);
        }
        IndexPlan plan = IndexPlan.Of(x, index);
        Tensor part = Basic(x, plan);
        if (plan.Tensors.Count == 0)
            return part;
        int count = plan.Tensors.Count;
        int[] axes = [.. plan.Tensors.Select(t => t.PartAxis)];
        int target = plan.TensorsAxis;
        if (count == 1)
        {
            Tensor positions = plan.Tensors[0].Positions;
            int axis = axes[0];
            if (target != axis)
                part = part.Moveaxis(axis, target);
            Tensor rows = new IndexSelectOp(target).Apply(part, positions.Ndim == 1 ? positions : positions.Flatten());
            return positions.Ndim == 1 ? rows
                : Reshape2Op.ViewOf(rows, (int[])[.. part.Shape[..target].AsSpan(), .. positions.Shape.AsSpan(), .. part.Shape[(target + 1)..].AsSpan()]);
        }
        int[] front = [.. Enumerable.Range(0, count)];
        if (!axes.SequenceEqual(front))
            part = part.Moveaxis(axes, front);
        Tensor[] together = Together(plan.Tensors.Select(t => t.Positions).ToArray());
        Tensor result = new GatherNdOp().Apply(part, new StackOp(-1).ApplyAll(together)[0]);
        if (target == 0)
            return result;
        int rank = together[0].Ndim;
        return MoveBehind(result, rank, target);
    }

    /// <summary>x[index] = value.</summary>
    public static void SetItem(Tensor x, ReadOnlySpan<TensorIndex> index, Tensor value)
    {
        IndexPlan plan = IndexPlan.Of(x, index);
        value = value.Cast(x.DType);
        if (x is Variable variable)
        {
            // In a program the name goes on: whoever reads the variable from here on reads the result.
            Tensor changed = plan.Tensors.Count == 0
                ? new SetValueOp(plan.Axes, plan.Starts, plan.Ends, plan.Steps, plan.Removed).Apply(variable.Latest, WithoutAxes(value, plan.NewAxes, plan.Rank))
                : new IndexPutOp().ApplyAll(variable.Latest, plan.AllPositions(x), value)[0];
            variable.Latest.Become((Variable)changed);
            return;
        }
        if (plan.Tensors.Count == 0)
        {
            value = WithoutAxes(value, plan.NewAxes, plan.Rank);
            Overwriting.Run(new SetValueOp(plan.Axes, plan.Starts, plan.Ends, plan.Steps, plan.Removed), "SetItem", x, value);
            return;
        }
        Overwriting.Run(new IndexPutOp(), "SetItem", x, plan.AllPositions(x), value);
    }

    /// <summary>Integer tensors of one shape and type: masks become positions, shapes broadcast.</summary>
    public static Tensor[] Together(IReadOnlyList<Tensor> indices)
    {
        var list = new List<Tensor>();
        foreach (Tensor index in indices)
        {
            if (index.DType == DType.Bool)
                list.AddRange(Paddle.Nonzero(index).Unbind(1));
            else if (index.DType.IsInteger)
                list.Add(Signed(index));
            else
                throw new InvalidArgumentException($"A tensor of {index.DType} cannot be an index.", $"index {index.Shape} {index.DType}", "Use integers or bools.");
        }
        if (list.Select(t => t.DType).Distinct().Count() > 1)
            list = [.. list.Select(t => t.Cast(DType.Int64))];
        return Paddle.BroadcastTensors(list).Select((t, i) => t.Shape == list[i].Shape ? list[i] : t).ToArray();
    }

    /// <summary>Positions as int32 or int64; of uint64, those above int64's range become its largest, which no tensor has.</summary>
    public static Tensor Signed(Tensor positions)
        => positions.DType.Kind is DTypeKind.Int32 or DTypeKind.Int64 ? positions
            : (positions.DType == DType.UInt64 ? positions.Minimum(Promotion.Constant(long.MaxValue, positions)) : positions).Cast(DType.Int64);

    /// <summary>The index tensors that name x[:, .., :, index] together.</summary>
    public static Tensor[] AlongAxis(Tensor x, Tensor index, int axis, string function)
    {
        axis = Axes.Of(x, axis, function);
        if (index.Ndim > 1 || index.DType.Kind is not (DTypeKind.Int32 or DTypeKind.Int64))
            throw new InvalidArgumentException($"{function}: index must be a list of int32 or int64.", $"x {x.Shape} {x.DType}, index {index.Shape} {index.DType}");
        var items = new TensorIndex[axis + 1];
        Array.Fill(items, TensorIndex.Slice());
        items[axis] = index;
        return IndexPlan.Of(x, items).AllPositions(x);
    }

    private static Tensor Basic(Tensor x, IndexPlan plan)
    {
        Tensor part = x;
        if (plan.Axes.Count > 0)
        {
            part = plan.Steps.AsSpan().ContainsAnyExcept(1) ? new StridedSliceOp(plan.Axes, plan.Starts, plan.Ends, plan.Steps, DecreaseAxis: plan.Removed).Apply(x)
                : new SliceOp(plan.Axes, plan.Starts, plan.Ends, DecreaseAxis: plan.Removed).Apply(x);
        }
        if (plan.NewAxes.Count > 0)
            part = new Unsqueeze2Op(plan.NewAxes).Apply(part);
        return ReferenceEquals(part, x) && plan.Tensors.Count == 0 ? new SliceOp(default, default, default).Apply(x) : part;
    }

    // New axes of the place have size 1: the value loses them again, where it reaches that far.
    private static Tensor WithoutAxes(Tensor value, Ints newAxes, int rank)
    {
        int missing = rank - value.Ndim;
        int[] axes = [.. newAxes.ToArray().Select(a => a - missing).Where(a => a >= 0 && value.Shape[a] == 1)];
        return axes.Length > 0 ? value.Squeeze(axes) : value;
    }

    // The first dimensions move behind the next ones.
    private static Tensor MoveBehind(Tensor x, int front, int behind)
        => x.Transpose((int[])[.. Enumerable.Range(front, behind), .. Enumerable.Range(0, front), .. Enumerable.Range(front + behind, x.Ndim - front - behind)]);
}
