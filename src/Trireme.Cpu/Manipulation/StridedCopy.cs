using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Copies between two arrays whose elements lie at regular distances along every dimension: what transposing, slicing, flipping and
/// stretching come down to. Dimensions that run on are merged, runs are copied whole, and planes that change direction in tiles.
/// </summary>
internal static unsafe class StridedCopy
{
    private const int Tile = 32;

    /// <summary>target[Σ i·targetStrides] = source[Σ i·sourceStrides] for every index i within the dimensions.</summary>
    public static void Run<T>(T* source, T* target, ReadOnlySpan<int> dims, ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides)
        where T : unmanaged
    {
        if (dims.Contains(0))
            return;
        var plan = StridedPlan.Of(dims, sourceStrides, targetStrides);
        int last = plan.Rank - 1;
        if (last < 0)
        {
            *target = *source;
            return;
        }
        int rows = plan.RowMajorCount(last);
        if (plan.TargetStrides[last] == 1 && plan.SourceStrides[last] != 1)
        {
            int across = Array.IndexOf(plan.SourceStrides, 1);
            if (across >= 0 && plan.Dims[across] >= 4 && plan.Dims[last] >= 2)
            {
                plan.MoveToEnd(across);
                plan.Swap(last, last - 1);
                int strips = (plan.Dims[last - 1] + Tile - 1) / Tile;
                Workers.For(plan.RowMajorCount(last - 1) * strips, (long)Tile * plan.Dims[last], new Planes<T> { Plan = plan, Source = source, Target = target, Strips = strips });
                return;
            }
        }
        Workers.For(rows, Math.Max(1, plan.Dims[last] / (plan.SourceStrides[last] == 1 && plan.TargetStrides[last] == 1 ? 4 : 1)),
            new Rows<T> { Plan = plan, Source = source, Target = target, Streams = StreamingCopy.Suits((long)rows * plan.Dims[last] * sizeof(T), plan.Dims[last] * sizeof(T)) });
    }

    private struct Rows<T> : IRangeBody
        where T : unmanaged
    {
        public StridedPlan Plan;
        public T* Source, Target;
        public bool Streams;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            int last = Plan.Rank - 1, n = Plan.Dims[last], ss = Plan.SourceStrides[last], ts = Plan.TargetStrides[last];
            Span<int> index = stackalloc int[Math.Max(last, 1)];
            (long from, long to) = Plan.Start(start, last, index);
            for (int row = start; row < end; row++)
            {
                T* s = Source + from, t = Target + to;
                if (Streams && ss == 1 && ts == 1)
                {
                    StreamingCopy.Run((byte*)s, (byte*)t, (nint)n * sizeof(T));
                }
                else if (ss == 1 && ts == 1)
                {
                    if (n < 16)
                    {
                        for (int i = 0; i < n; i++)
                            t[i] = s[i];
                    }
                    else
                    {
                        new ReadOnlySpan<T>(s, n).CopyTo(new Span<T>(t, n));
                    }
                }
                else if (ss == -1 && ts == 1 && n >= 16)
                {
                    new ReadOnlySpan<T>(s - (n - 1), n).CopyTo(new Span<T>(t, n));
                    new Span<T>(t, n).Reverse();
                }
                else if (ss == 0 && ts == 1)
                {
                    new Span<T>(t, n).Fill(*s);
                }
                else if (ts == 1)
                {
                    for (int i = 0; i < n; i++, s += ss)
                        t[i] = *s;
                }
                else
                {
                    for (int i = 0; i < n; i++, s += ss, t += ts)
                        *t = *s;
                }
                Plan.Next(last, index, ref from, ref to);
            }
            if (Streams)
                StreamingCopy.Complete();
        }
    }

    /// <summary>The last two dimensions swap roles between source and target; a strip is a few whole target rows.</summary>
    private struct Planes<T> : IRangeBody
        where T : unmanaged
    {
        public StridedPlan Plan;
        public T* Source, Target;
        public int Strips;

        public readonly void Run(int start, int end)
        {
            int last = Plan.Rank - 1, outer = last - 1;
            int rows = Plan.Dims[outer], columns = Plan.Dims[last], sourceStride = Plan.SourceStrides[last], targetStride = Plan.TargetStrides[outer];
            Span<int> index = stackalloc int[Math.Max(outer, 1)];
            (long from, long to) = Plan.Start(start / Strips, outer, index);
            for (int i = start; i < end; i++)
            {
                int strip = i % Strips;
                if (strip == 0 && i != start)
                    Plan.Next(outer, index, ref from, ref to);
                int row = strip * Tile, height = Math.Min(Tile, rows - row);
                T* s = Source + from + row, t = Target + to + ((long)row * targetStride);
                for (int column = 0; column < columns; column += Tile)
                    PlaneTile.Run(s + ((long)column * sourceStride), sourceStride, t + column, targetStride, height, Math.Min(Tile, columns - column));
            }
        }
    }
}
