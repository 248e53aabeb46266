using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The last step of a convolution's output.</summary>
internal static unsafe class ConvRow
{
    /// <summary>target[i · step] = the larger of sums[i] + bias and floor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<L>(float* sums, float* target, int count, int step, float bias, float floor)
        where L : struct, ILanes<L>
    {
        if (step != 1)
        {
            for (int i = 0; i < count; i++)
                target[(long)i * step] = MathF.Max(sums[i] + bias, floor);
            return;
        }
        // The sum stands second, so that a NaN stays one.
        L biases = L.All(bias), floors = L.All(floor);
        int at = 0;
        for (; at <= count - L.Count; at += L.Count)
            L.MaxNative(floors, L.Load(sums + at) + biases).Store(target + at);
        if (at < count)
            L.MaxNative(floors, L.Load(sums + at) + biases).StoreFirst(target + at, count - at);
    }
}
