using Trireme.Operators;

namespace Trireme.Cpu.Reduction;

/// <summary>
/// A shape with some dimensions reduced, joined to as few as possible: an innermost run that is reduced or kept, and around it kept and
/// reduced dimensions with their strides.
/// </summary>
internal sealed class ReducedDims
{
    private readonly List<(int Size, long Stride)> _kept = [], _reduced = [];

    public ReducedDims(Shape shape, bool[] isReduced)
    {
        var groups = new List<(int Size, bool IsReduced)>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] == 1)
                continue;
            if (groups.Count > 0 && groups[^1].IsReduced == isReduced[i])
                groups[^1] = (groups[^1].Size * shape[i], isReduced[i]);
            else
                groups.Add((shape[i], isReduced[i]));
        }
        (Inner, InnerIsReduced) = groups.Count > 0 ? groups[^1] : (1, true);
        long stride = Inner;
        Kept = Reduced = 1;
        for (int i = groups.Count - 2; i >= 0; i--)
        {
            (int size, bool reduced) = groups[i];
            (reduced ? _reduced : _kept).Insert(0, (size, stride));
            stride *= size;
            if (reduced)
                Reduced *= size;
            else
                Kept *= size;
        }
    }

    /// <summary>What a reduction comes down to, worked out once where it runs again and again.</summary>
    public static ReducedDims Of(KernelContext k, ReduceOp op, Shape shape)
        => k.TryGetKept(out ReducedDims kept) ? kept : k.Keep(new ReducedDims(shape, op.Flags(shape.Rank)));

    /// <summary>The size of the innermost run.</summary>
    public int Inner { get; }

    /// <summary>Whether the innermost run is reduced to one element.</summary>
    public bool InnerIsReduced { get; }

    /// <summary>How many results (or rows of results) there are outside the run.</summary>
    public int Kept { get; }

    /// <summary>How many runs go into each.</summary>
    public int Reduced { get; }

    /// <summary>How many elements go into each result.</summary>
    public long Count => (long)Reduced * (InnerIsReduced ? Inner : 1);

    public long KeptOffset(int index) => Offset(_kept, index);

    public long ReducedOffset(int index) => Offset(_reduced, index);

    private static long Offset(List<(int Size, long Stride)> dims, int index)
    {
        long offset = 0;
        for (int i = dims.Count - 1; i > 0 && index != 0; i--)
        {
            (int size, long stride) = dims[i];
            int next = index / size;
            offset += (index - (next * size)) * stride;
            index = next;
        }
        return dims.Count > 0 ? offset + (index * dims[0].Stride) : offset;
    }
}
