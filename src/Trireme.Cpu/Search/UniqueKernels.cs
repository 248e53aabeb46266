using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed class UniqueKernel : NumericKernel<UniqueOp>
{
    protected override void Run<T>(UniqueOp op, KernelContext k)
    {
        var slices = new Slices<T>(k.In<T>("X"), op.Axis);
        int[] order = slices.Order();
        Groups groups = Groups.Of(order, (a, b) => slices.Same(order[a], order[b]));
        slices.Take(k, groups.Starts.Select(s => order[s]).ToArray());
        groups.Write(k, "Indices", groups.Starts.Select(s => order[s]));
        var inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = groups.Of(i);
        groups.Write(k, "Index", inverse);
        groups.Write(k, "Counts", groups.Counts);
    }
}

internal sealed class UniqueConsecutiveKernel : NumericKernel<UniqueConsecutiveOp>
{
    protected override void Run<T>(UniqueConsecutiveOp op, KernelContext k)
    {
        var slices = new Slices<T>(k.In<T>("X"), op.Axis);
        int[] order = [.. Enumerable.Range(0, slices.Count)];
        Groups groups = Groups.Of(order, slices.Same);
        slices.Take(k, [.. groups.Starts]);
        groups.Write(k, "Index", order.Select(groups.Of));
        groups.Write(k, "Counts", groups.Counts);
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

    /// <summary>The slices sorted, equal ones in their old order.</summary>
    public int[] Order()
    {
        var order = new int[Count];
        ulong[] words = [], spare = [];
        if (_outer * _inner == 1)
        {
            SortKeys.Order(_x.Pointer, 1, Count, false, order, ref words, ref spare);
            return order;
        }
        for (int i = 0; i < Count; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => Compare(a, b) is var c && c != 0 ? c : a - b);
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
    private readonly int[] _groupOf;

    private Groups(int[] groupOf, List<int> starts)
    {
        _groupOf = groupOf;
        Starts = starts;
    }

    public List<int> Starts { get; }

    public IEnumerable<int> Counts => Starts.Select((s, i) => (i + 1 < Starts.Count ? Starts[i + 1] : _groupOf.Length) - s);

    /// <summary>Groups places whose neighbours are the same.</summary>
    public static Groups Of(int[] order, Func<int, int, bool> same)
    {
        var starts = new List<int>();
        var groupOf = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (i == 0 || !same(i - 1, i))
                starts.Add(i);
            groupOf[i] = starts.Count - 1;
        }
        return new Groups(groupOf, starts);
    }

    public int Of(int place) => _groupOf[place];

    public void Write(KernelContext k, string slot, IEnumerable<int> values)
    {
        int[] items = [.. values];
        int position = k.Call.OutputStarts[k.Call.OutputIndex(slot)];
        if (k.Call.OutputMetas[position].DType.Kind == DTypeKind.Int64)
        {
            Data<long> to = k.Allocate<long>(slot, items.Length);
            for (int i = 0; i < items.Length; i++)
                to[i] = items[i];
        }
        else
        {
            items.CopyTo(k.Allocate<int>(slot, items.Length).Span);
        }
    }
}
