using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Vision;

/// <summary>Lines twice as long or half as long, where every second or every element has the same weights: the common sizes, in vectors.</summary>
internal abstract unsafe class LineLanes
{
    /// <summary>Those of the present width.</summary>
    public static LineLanes Present
    {
        get
        {
            var choice = default(Choice);
            LaneWidth.Run(ref choice);
            return choice.Chosen!;
        }
    }

    /// <summary>Elements that are written at a time, at least.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// to[2i] and to[2i + 1] are weighted sums of from[index + i], the first ones with the first half of the entries; pairs are at least <see cref="Count"/>.
    /// </summary>
    public abstract void Double(float* from, int* index, float* weight, int entries, float* to, int pairs);

    /// <summary>to[i] is the weighted sum of from[index + 2i], whose entries are neighbours; count is at least <see cref="Count"/>.</summary>
    public abstract void Halve(float* from, int* index, float* weight, int entries, float* to, int count);

    private struct Choice : ILaneBody
    {
        public LineLanes? Chosen;

        public void Run<L>() where L : struct, ILanes<L> => Chosen = LineLanes<L>.Instance;
    }
}

internal sealed unsafe class LineLanes<L> : LineLanes
    where L : struct, ILanes<L>
{
    public static readonly LineLanes<L> Instance = new();

    public override int Count => L.Count;

    [MethodImpl(Compiled.Alone)]
    public override void Double(float* from, int* index, float* weight, int entries, float* to, int pairs)
    {
        for (int i = 0; i < pairs; i += L.Count)
        {
            // The last vectors end with the line and repeat what those before them did.
            i = Math.Min(i, pairs - L.Count);
            L even = L.Load(from + index[0] + i) * L.All(weight), odd = L.Load(from + index[entries] + i) * L.All(weight + entries);
            for (int e = 1; e < entries; e++)
            {
                even += L.Load(from + index[e] + i) * L.All(weight + e);
                odd += L.Load(from + index[entries + e] + i) * L.All(weight + entries + e);
            }
            (L first, L second) = L.Zip(even, odd);
            first.Store(to + (2 * i));
            second.Store(to + (2 * i) + L.Count);
        }
    }

    [MethodImpl(Compiled.Alone)]
    public override void Halve(float* from, int* index, float* weight, int entries, float* to, int count)
    {
        for (int i = 0; i < count; i += L.Count)
        {
            i = Math.Min(i, count - L.Count);
            float* first = from + index[0] + (2 * i);
            L sum = L.Zero;
            int e = 0;
            for (; e < entries - 1; e += 2)
            {
                (L even, L odd) = L.Unzip(L.Load(first + e), L.Load(first + e + L.Count));
                sum = sum + (even * L.All(weight + e)) + (odd * L.All(weight + e + 1));
            }
            if (e < entries)
                sum += L.Unzip(L.Load(first + e), L.Load(first + e + L.Count)).Even * L.All(weight + e);
            sum.Store(to + i);
        }
    }
}
