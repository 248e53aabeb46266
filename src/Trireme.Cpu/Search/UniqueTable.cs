using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>The different ones of integers that lie close together: a table with an entry for each integer of their range takes the place of sorting.</summary>
internal static unsafe class UniqueTable<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Does the whole work, or nothing where the elements are no integers or lie too far apart.</summary>
    public static bool TryRun(UniqueOp op, KernelContext k, Data<T> x)
    {
        if (x.Length == 0 || typeof(T) == typeof(float) || typeof(T) == typeof(double))
            return false;
        (T min, T max) = IntegerRange.Of(x.Pointer, x.Length);
        ulong span = IntegerRange.Above(max, min);
        // A table is gone over once, which costs a fraction of what sorting an element does.
        if (span > 256 + (4 * (ulong)x.Length) || span >= int.MaxValue / 2)
            return false;
        int size = (int)span + 1;
        if (op.ReturnIndex || op.ReturnInverse || op.ReturnCounts)
            Positions(op, k, x, min, size);
        else
            Values(k, x, min, size);
        return true;
    }

    private static void Values(KernelContext k, Data<T> x, T min, int size)
    {
        var seen = new byte[size];
        T* from = x.Pointer;
        Workers.For(x.Length, 2, (start, end) => Mark(from + start, end - start, min, seen));
        int found = seen.AsSpan().Count((byte)1);
        T* y = k.Allocate<T>("Out", found).Pointer;
        for (int i = 0; i < size; i++)
        {
            if (seen[i] != 0)
                *y++ = T.CreateTruncating(ulong.CreateTruncating(min) + (ulong)i);
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Mark(T* x, int count, T min, byte[] seen)
    {
        fixed (byte* marks = seen)
        {
            for (int i = 0; i < count; i++)
            {
                byte* mark = marks + IntegerRange.Above(x[i], min);
                // Written once only: cores that write to one line of the cache over and over take it from each other.
                if (*mark == 0)
                    *mark = 1;
            }
        }
    }

    private static void Positions(UniqueOp op, KernelContext k, Data<T> x, T min, int size)
    {
        int[] counts = new int[size], first = new int[size];
        Tally(x.Pointer, x.Length, min, counts, first);
        int found = size - counts.AsSpan().Count(0);
        T* y = k.Allocate<T>("Out", found).Pointer;
        int[] firsts = new int[found], repeats = new int[found], rank = first;
        int at = 0;
        for (int i = 0; i < size; i++)
        {
            if (counts[i] == 0)
                continue;
            y[at] = T.CreateTruncating(ulong.CreateTruncating(min) + (ulong)i);
            firsts[at] = first[i];
            repeats[at] = counts[i];
            rank[i] = at++;
        }
        Groups.Write(k, "Indices", op.ReturnIndex, firsts);
        Groups.Write(k, "Index", op.ReturnInverse, op.ReturnInverse ? Ranks(x, min, rank) : []);
        Groups.Write(k, "Counts", op.ReturnCounts, repeats);
    }

    [MethodImpl(Compiled.Alone)]
    private static void Tally(T* x, int count, T min, int[] counts, int[] first)
    {
        // From the end, so that the first position is the one that stays.
        for (int i = count - 1; i >= 0; i--)
        {
            int entry = (int)IntegerRange.Above(x[i], min);
            counts[entry]++;
            first[entry] = i;
        }
    }

    private static int[] Ranks(Data<T> x, T min, int[] rank)
    {
        int[] ranks = GC.AllocateUninitializedArray<int>(x.Length);
        T* from = x.Pointer;
        Workers.For(x.Length, 2, (start, end) =>
        {
            for (int i = start; i < end; i++)
                ranks[i] = rank[(int)IntegerRange.Above(from[i], min)];
        });
        return ranks;
    }
}
