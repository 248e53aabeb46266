using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The last step of a convolution's output.</summary>
internal static unsafe class ConvRow
{
    /// <summary>target[row][i · step] = the larger of sums[row][i] + bias and floor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<L>(float* sums, nint sumRow, float* target, nint targetRow, int rows, int count, int step, float bias, float floor)
        where L : struct, ILanes<L>
    {
        // The sum stands second in the maximum, so that a NaN stays one.
        L biases = L.All(bias), floors = L.All(floor);
        for (int row = 0; row < rows; row++, sums += sumRow, target += targetRow)
        {
            int i = 0;
            if (step != 1)
            {
                for (; i < count; i++)
                    target[(nint)i * step] = MathF.Max(sums[i] + bias, floor);
                continue;
            }
            for (; i <= count - L.Count; i += L.Count)
                L.MaxNative(floors, L.Load(sums + i) + biases).Store(target + i);
            if (i < count)
                L.MaxNative(floors, L.Load(sums + i) + biases).StoreFirst(target + i, count - i);
        }
    }
}
