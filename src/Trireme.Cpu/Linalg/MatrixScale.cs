namespace Trireme.Cpu;

/// <summary>Brings matrices whose elements have squares outside the range of double precision into the middle of it.</summary>
internal static unsafe class MatrixScale
{
    private const double Smallest = 1e-90, Largest = 1e90;

    /// <summary>
    /// Multiplies rows that are <paramref name="pitch"/> apart by a power of two and returns it: mostly 1. NaN where an element is not finite.
    /// </summary>
    public static double Apply<L>(double* a, int rows, int columns, int pitch)
        where L : struct, ILanes<L, double>
    {
        double largest = 0;
        for (int i = 0; i < rows; i++)
            largest = Math.Max(largest, Vectors.MaxAbs<L>(a + ((nint)i * pitch), columns));
        if (!double.IsFinite(largest))
            return double.NaN;
        if (largest is 0 or (>= Smallest and <= Largest))
            return 1;
        // Twice, for the exponents of double precision reach further down than those of powers of two that can be multiplied with go up.
        int half = -Math.ILogB(largest) / 2;
        for (int i = 0; i < rows; i++)
        {
            Vectors.Scale<L>(Math.ScaleB(1, half), a + ((nint)i * pitch), columns);
            Vectors.Scale<L>(Math.ScaleB(1, half), a + ((nint)i * pitch), columns);
        }
        return Math.ScaleB(1, 2 * half);
    }
}
