using Trireme.Operators;

namespace Trireme;

/// <summary>What an index means for a tensor: a part at regular distances, and the tensors of positions applied to it.</summary>
internal sealed class IndexPlan
{
    private readonly List<Entry> _entries = [];

    private IndexPlan()
    {
    }

    /// <summary>The axes of x that ranges and positions restrict, and how.</summary>
    public Ints Axes { get; private set; }

    public Ints Starts { get; private set; }

    public Ints Ends { get; private set; }

    public Ints Steps { get; private set; }

    /// <summary>The axes of x that positions remove.</summary>
    public Ints Removed { get; private set; }

    /// <summary>Where the part has new axes of size 1.</summary>
    public Ints NewAxes { get; private set; }

    /// <summary>The number of dimensions of the part.</summary>
    public int Rank { get; private set; }

    /// <summary>Tensors of positions, each with the axis of the part that it goes along.</summary>
    public List<(int PartAxis, Tensor Positions)> Tensors { get; } = [];

    /// <summary>Where the dimensions of the tensors stand in the result.</summary>
    public int TensorsAxis { get; private set; }

    private enum EntryKind
    {
        Range,
        Position,
        NewAxis,
        Tensor,
    }

    public static IndexPlan Of(Tensor x, ReadOnlySpan<TensorIndex> index)
    {
        var plan = new IndexPlan();
        plan.Read(x, index);
        plan.Arrange(x);
        return plan;
    }

    /// <summary>One index tensor for every axis of x up to the last one that the index restricts; together they name the place, in its own shape.</summary>
    public Tensor[] AllPositions(Tensor x)
    {
        int last = _entries.FindLastIndex(e => e.Kind is EntryKind.Position or EntryKind.Tensor || (e.Kind == EntryKind.Range && !e.IsWhole(x)));
        Tensor[] tensors = TensorIndexing.Together(Tensors.Select(t => t.Positions).ToArray());
        // The result's dimensions: one for each range and new axis, in order, and those of the tensors at their place.
        int shared = tensors[0].Ndim, plain = 0, tensor = 0;
        int rank = shared + _entries.Take(last + 1).Count(e => e.Kind is EntryKind.Range or EntryKind.NewAxis);
        DType dtype = tensors[0].DType;
        var result = new List<Tensor>();
        foreach (Entry entry in _entries.Take(last + 1))
        {
            switch (entry.Kind)
            {
                case EntryKind.Range:
                    result.Add(Along(entry.Range, plain < TensorsAxis ? plain : plain + shared, rank, dtype));
                    plain++;
                    break;
                case EntryKind.NewAxis:
                    plain++;
                    break;
                case EntryKind.Position:
                    result.Add(Tensor.From<long>([entry.Range.Start], []).Cast(dtype));
                    break;
                default:
                    int[] dims = new int[rank];
                    Array.Fill(dims, 1);
                    tensors[tensor].Shape.AsSpan().CopyTo(dims.AsSpan(TensorsAxis));
                    result.Add(Reshape2Op.ViewOf(tensors[tensor++], dims));
                    break;
            }
        }
        // A new axis that no tensor stretches still counts as a dimension of the place.
        if (result.All(t => t.Ndim < rank))
            result[0] = Reshape2Op.ViewOf(result[0], (int[])[.. Enumerable.Repeat(1, rank - result[0].Ndim), .. result[0].Shape.AsSpan()]);
        return TensorIndexing.Together(result);
    }

    private static Tensor Along(SliceRange range, int axis, int rank, DType dtype)
    {
        var dims = new int[rank];
        Array.Fill(dims, 1);
        dims[axis] = range.Count;
        int[] positions = [.. Enumerable.Range(0, range.Count).Select(i => range.Start + (i * range.Step))];
        return Tensor.From<int>(positions, dims).Cast(dtype);
    }

    private void Read(Tensor x, ReadOnlySpan<TensorIndex> index)
    {
        int taken = 0, ellipsis = -1;
        for (int i = 0; i < index.Length; i++)
        {
            if (index[i].Kind == TensorIndexKind.Ellipsis)
            {
                if (ellipsis >= 0)
                    throw new InvalidArgumentException("An index has two ellipses.", $"The tensor's shape is {x.Shape}.", "Only one '...' can stand for the dimensions left.");
                ellipsis = i;
            }
            taken += index[i].Kind switch
            {
                TensorIndexKind.Ellipsis or TensorIndexKind.NewAxis => 0,
                TensorIndexKind.Tensor when index[i].Tensor!.DType == DType.Bool => index[i].Tensor!.Ndim,
                _ => 1,
            };
        }
        if (taken > x.Ndim)
        {
            throw new InvalidArgumentException($"{taken} dimensions are indexed, but the tensor has {x.Ndim}.", $"Its shape is {x.Shape}.",
                "Leave items out; missing ones are whole.");
        }
        int axis = 0;
        foreach (TensorIndex item in index)
        {
            switch (item.Kind)
            {
                case TensorIndexKind.Ellipsis:
                    for (int left = x.Ndim - taken; left > 0; left--)
                        axis = AddWhole(x, axis);
                    break;
                case TensorIndexKind.NewAxis:
                    _entries.Add(new Entry(EntryKind.NewAxis, -1, default, null));
                    break;
                case TensorIndexKind.Position:
                    int position = item.Start!.Value, length = x.Shape[axis];
                    if (position < -length || position >= length)
                    {
                        throw new OutOfRangeException($"index {position} lies outside axis {axis}, which has {length} elements.",
                            $"The tensor's shape is {x.Shape}; the index must lie in [{-length}, {length - 1}].");
                    }
                    position = position < 0 ? position + length : position;
                    _entries.Add(new Entry(EntryKind.Position, axis++, new SliceRange(position, 1, 1), null));
                    break;
                case TensorIndexKind.Slice:
                    _entries.Add(new Entry(EntryKind.Range, axis, SliceRange.Of(item.Start, item.Stop, item.Step, x.Shape[axis]), null));
                    axis++;
                    break;
                default:
                    axis = AddTensor(x, axis, item.Tensor!);
                    break;
            }
        }
        while (axis < x.Ndim)
            axis = AddWhole(x, axis);
    }

    private int AddWhole(Tensor x, int axis)
    {
        _entries.Add(new Entry(EntryKind.Range, axis, new SliceRange(0, x.Shape[axis], 1), null));
        return axis + 1;
    }

    private int AddTensor(Tensor x, int axis, Tensor index)
    {
        if (index.DType != DType.Bool)
        {
            _entries.Add(new Entry(EntryKind.Tensor, axis, default, index));
            return axis + 1;
        }
        if (index.Ndim == 0)
        {
            // A single bool names all of a new axis, or nothing of it.
            int[] positions = index.Item<bool>() ? [0] : [];
            _entries.Add(new Entry(EntryKind.Tensor, -1, default, Tensor.From<int>(positions, positions.Length)));
            return axis;
        }
        for (int i = 0; i < index.Ndim; i++)
        {
            if (index.Shape[i] != x.Shape[axis + i])
            {
                throw new InvalidArgumentException($"A mask of shape {index.Shape} does not fit: its axis {i} has {index.Shape[i]} elements, the tensor's axis {axis + i} {x.Shape[axis + i]}.",
                    $"The tensor's shape is {x.Shape}.");
            }
        }
        foreach (Tensor positions in Paddle.Nonzero(index).Unbind(1))
            _entries.Add(new Entry(EntryKind.Tensor, axis++, default, positions));
        return axis;
    }

    private void Arrange(Tensor x)
    {
        bool hasTensors = _entries.Any(e => e.Kind == EntryKind.Tensor);
        var ranges = _entries.Where(e => e.Kind == EntryKind.Position || (e.Kind == EntryKind.Range && !e.IsWhole(x))).ToList();
        Axes = ranges.Select(e => e.Axis).ToArray();
        Starts = ranges.Select(e => e.Range.Count > 0 ? e.Range.Start : 0).ToArray();
        Ends = ranges.Select(e => e.Range.End).ToArray();
        Steps = ranges.Select(e => e.Range.Step).ToArray();
        Removed = ranges.Where(e => e.Kind == EntryKind.Position).Select(e => e.Axis).ToArray();
        var added = new List<int>();
        int at = 0, first = -1, beforeFirst = 0, gaps = 0, plain = 0;
        bool inside = false;
        foreach (Entry entry in _entries)
        {
            bool together = hasTensors && entry.Kind is EntryKind.Tensor or EntryKind.Position;
            if (together && !inside)
            {
                gaps++;
                if (first < 0)
                    (first, beforeFirst) = (at, plain);
            }
            inside = together;
            if (entry.Kind == EntryKind.Position)
                continue;
            if (entry.Axis < 0)
                added.Add(at);
            if (entry.Kind == EntryKind.Tensor)
                Tensors.Add((at, entry.Positions!));
            else
                plain++;
            at++;
        }
        Rank = at;
        NewAxes = added.ToArray();
        TensorsAxis = gaps == 1 ? beforeFirst : 0;
        RequireIndexTypes(x);
    }

    private void RequireIndexTypes(Tensor x)
    {
        for (int i = 0; i < Tensors.Count; i++)
        {
            (int axis, Tensor positions) = Tensors[i];
            if (!positions.DType.IsInteger)
            {
                throw new InvalidArgumentException($"A tensor of {positions.DType} cannot be an index.", $"The tensor's shape is {x.Shape}, the index is {positions.Shape} {positions.DType}.",
                    "Use integers or bools.");
            }
            Tensors[i] = (axis, TensorIndexing.Signed(positions));
        }
    }

    private sealed record Entry(EntryKind Kind, int Axis, SliceRange Range, Tensor? Positions)
    {
        public bool IsWhole(Tensor x) => Range.Start == 0 && Range.Step == 1 && Range.Count == x.Shape[Axis];
    }
}
