using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>Puts eigenvalues and singular values in order, and the rows that belong to them.</summary>
internal static unsafe class RowOrder
{
    /// <summary>Sorts values; row i of both matrices, as many columns wide as is said for each, goes with value i.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Sort<L>(double* values, int n, bool descending, double* rows, int columns, int pitch, double* others, int otherColumns, int otherPitch)
        where L : struct, ILanes<L, double>
    {
        for (int i = 0; i < n - 1; i++)
        {
            int best = i;
            for (int j = i + 1; j < n; j++)
            {
                if (descending ? values[j] > values[best] : values[j] < values[best])
                    best = j;
            }
            if (best == i)
                continue;
            (values[i], values[best]) = (values[best], values[i]);
            Vectors.Swap<L>(rows + ((nint)i * pitch), rows + ((nint)best * pitch), columns);
            Vectors.Swap<L>(others + ((nint)i * otherPitch), others + ((nint)best * otherPitch), otherColumns);
        }
    }
}
