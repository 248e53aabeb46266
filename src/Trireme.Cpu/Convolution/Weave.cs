using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Writes part of a row of an input gradient from sums that lie apart: those of every stride-th input beside each other, a line for each residue. What is
/// written is the larger of a floor and the sum plus a bias; lines are read in whole vectors, and nothing is written behind the last value.
/// </summary>
internal static unsafe class Weave
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void One<L>(float* from, int count, float* to, L biases, L floors) where L : struct, ILanes<L>
    {
        int i = 0;
        for (; i + L.Count <= count; i += L.Count)
            Load(from + i, biases, floors).Store(to + i);
        if (i < count)
            Load(from + i, biases, floors).StoreFirst(to + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Two<L>(float* even, float* odd, int count, float* to, L biases, L floors) where L : struct, ILanes<L>
    {
        for (int i = 0; i < count; i += 2 * L.Count, even += L.Count, odd += L.Count)
        {
            (L first, L second) = L.Zip(Load(even, biases, floors), Load(odd, biases, floors));
            Store(first, to, i, count);
            Store(second, to, i + L.Count, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four<L>(float* a, float* b, float* c, float* d, int count, float* to, L biases, L floors) where L : struct, ILanes<L>
    {
        for (int i = 0; i < count; i += 4 * L.Count, a += L.Count, b += L.Count, c += L.Count, d += L.Count)
        {
            var (first, second, third, fourth) = Interleave.Zip(Load(a, biases, floors), Load(b, biases, floors), Load(c, biases, floors), Load(d, biases, floors));
            Store(first, to, i, count);
            Store(second, to, i + L.Count, count);
            Store(third, to, i + (2 * L.Count), count);
            Store(fourth, to, i + (3 * L.Count), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L>(L value, float* to, int at, int count) where L : struct, ILanes<L>
    {
        if (at + L.Count <= count)
            value.Store(to + at);
        else if (at < count)
            value.StoreFirst(to + at, count - at);
    }

    // The sum stands second in the maximum, so that a NaN stays one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Load<L>(float* from, L biases, L floors) where L : struct, ILanes<L> => L.MaxNative(floors, L.Load(from) + biases);
}
