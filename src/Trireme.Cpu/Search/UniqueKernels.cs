using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class UniqueKernel : NumericKernel<UniqueOp>
{
    protected override void Run<T>(UniqueOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        if (op.Axis.Count == 0 && UniqueTable<T>.TryRun(op, k, x))
            return;
        var slices = new Slices<T>(x, op.Axis);
        int[] order = slices.Order(out Func<int, int, bool> same);
        Groups groups = Groups.Of(order.Length, same);
        slices.Take(k, [.. groups.Starts.Select(s => order[s])]);
        Groups.Write(k, "Indices", op.ReturnIndex, groups.Starts.Select(s => order[s]));
        Groups.Write(k, "Index", op.ReturnInverse, op.ReturnInverse ? groups.Inverse(order) : []);
        Groups.Write(k, "Counts", op.ReturnCounts, groups.Counts);
    }
}

internal sealed class UniqueConsecutiveKernel : NumericKernel<UniqueConsecutiveOp>
{
    protected override void Run<T>(UniqueConsecutiveOp op, KernelContext k)
    {
        var slices = new Slices<T>(k.In<T>("X"), op.Axis);
        Groups groups = Groups.Of(slices.Count, slices.Same);
        slices.Take(k, [.. groups.Starts]);
        Groups.Write(k, "Index", op.ReturnInverse, groups.OfPlaces);
        Groups.Write(k, "Counts", op.ReturnCounts, groups.Counts);
    }
}

/// <summary>The elements of a tensor, or its slices along an axis, as things to compare.</summary>
internal sealed unsafe class Slices<T>
    where T : unmanaged, INumber<T>
{
    private readonly Data<T> _x;
    private readonly int _axis, _outer, _inner;

    public Slices(Data<T> x, Ints axis)
    {
        _x = x;
        _axis = axis.Count == 0 ? -1 : axis[0] < 0 ? axis[0] + x.Shape.Rank : axis[0];
        (_outer, Count, _inner) = _axis < 0 ? (1, x.Length, 1) : x.Split(_axis);
    }

    public int Count { get; }

    /// <summary>The slices sorted, equal ones in their old order, and whether two places of that order hold the same.</summary>
    public int[] Order(out Func<int, int, bool> same)
    {
        var order = new int[Count];
        if (_outer * _inner == 1)
        {
            ulong[] words = [], spare = [];
            SortKeys.Order(_x.Pointer, 1, Count, false, order, ref words, ref spare);
            int shift = SortKeys.Fits<T>() ? 32 : 0;
            same = (a, b) => words[a] >> shift == words[b] >> shift;
            return order;
        }
        for (int i = 0; i < Count; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => Compare(a, b) is var c && c != 0 ? c : a - b);
        same = (a, b) => Same(order[a], order[b]);
        return order;
    }

    public bool Same(int a, int b) => Compare(a, b) == 0;

    /// <summary>Writes the chosen slices to Out.</summary>
    public void Take(KernelContext k, int[] chosen)
    {
        Data<T> y = k.Allocate<T>("Out", _axis < 0 ? chosen.Length : _x.Shape.With(_axis, chosen.Length));
        for (int o = 0; o < _outer; o++)
        {
            for (int i = 0; i < chosen.Length; i++)
                Blocks.Copy(_x.Pointer + (((o * Count) + chosen[i]) * (long)_inner), y.Pointer + (((o * chosen.Length) + i) * (long)_inner), _inner);
        }
    }

    private int Compare(int a, int b)
    {
        for (int o = 0; o < _outer; o++)
        {
            T* x = _x.Pointer + (((o * Count) + a) * (long)_inner), y = _x.Pointer + (((o * Count) + b) * (long)_inner);
            for (int i = 0; i < _inner; i++)
            {
                int order = SortKeys.Of(x[i]).CompareTo(SortKeys.Of(y[i]));
                if (order != 0)
                    return order;
            }
        }
        return 0;
    }
}

/// <summary>Runs of equal things in a row.</summary>
internal sealed class Groups
{
    private Groups(int[] ofPlaces, List<int> starts)
    {
        OfPlaces = ofPlaces;
        Starts = starts;
    }

    public List<int> Starts { get; }

    /// <summary>The group of each place.</summary>
    public int[] OfPlaces { get; }

    public IEnumerable<int> Counts => Starts.Select((s, i) => (i + 1 < Starts.Count ? Starts[i + 1] : OfPlaces.Length) - s);

    /// <summary>Groups places whose neighbours are the same.</summary>
    public static Groups Of(int places, Func<int, int, bool> same)
    {
        var starts = new List<int>();
        var ofPlaces = new int[places];
        for (int i = 0; i < places; i++)
        {
            if (i == 0 || !same(i - 1, i))
                starts.Add(i);
            ofPlaces[i] = starts.Count - 1;
        }
        return new Groups(ofPlaces, starts);
    }

    /// <summary>The group of each thing, where place i holds thing order[i].</summary>
    public int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = OfPlaces[i];
        return inverse;
    }

    /// <summary>Writes positions or counts in the type that was asked for; what was not asked for is empty.</summary>
    public static void Write(KernelContext k, string slot, bool wanted, IEnumerable<int> values)
    {
        int[] items = wanted ? values as int[] ?? [.. values] : [];
        int position = k.Call.OutputStarts[k.Call.OutputIndex(slot)];
        if (k.Call.OutputMetas[position].DType.Kind == DTypeKind.Int64)
            TensorPrimitives.ConvertTruncating<int, long>(items, k.Allocate<long>(slot, items.Length).Span);
        else
            items.CopyTo(k.Allocate<int>(slot, items.Length).Span);
    }
}
