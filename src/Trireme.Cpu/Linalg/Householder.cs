using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Reflections H = I - tau · v · vᵀ. Several in a row are one expression I - V · T · Vᵀ of matrix products: Schreiber and Van Loan, A storage-efficient
/// WY representation for products of Householder transformations (1989).
/// </summary>
internal static unsafe class Householder
{
    /// <summary>Reflections that are applied together.</summary>
    public const int Block = 32;

    // So few rows, or columns, are reflected one reflection after the other: products would be mostly overhead.
    private const int Few = 24;

    // Numbers near the smallest there are have lost their last digits: reflections made of them would not be orthogonal.
    private const double TooSmall = 1e-290, Larger = 1e200;

    /// <summary>How many numbers of working memory it takes to reflect so many rows.</summary>
    public static long Length(int rows) => (2 * Block * Block) + (2 * Block * (long)rows);

    /// <summary>
    /// Overwrites x with the v of a reflection that turns x into a multiple of a unit vector; v is 1 at <paramref name="pivot"/>, where x becomes
    /// <paramref name="turned"/>. Where x is such a multiple already, nothing is reflected: tau is 0.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static double Make<L>(double* x, int n, int pivot, out double turned)
        where L : struct, ILanes<L, double>
    {
        double own = x[pivot];
        x[pivot] = 0;
        double others = Vectors.Norm<L>(x, n);
        x[pivot] = 1;
        turned = own;
        if (others == 0)
            return 0;
        if (Math.Max(Math.Abs(own), others) < TooSmall)
        {
            x[pivot] = own;
            Vectors.Scale<L>(Larger, x, n);
            double tau = Make<L>(x, n, pivot, out turned);
            turned /= Larger;
            return tau;
        }
        turned = -Math.CopySign(PlaneRotation.Length(own, others), own);
        Vectors.Divide<L>(own - turned, x, n);
        x[pivot] = 1;
        return (turned - own) / turned;
    }

    /// <summary>G [rows, columns] · H, where v has as many elements as G has columns.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void ReflectRows<L>(double* g, int rows, int columns, int pitch, double* v, double tau)
        where L : struct, ILanes<L, double>
    {
        if (tau == 0)
            return;
        for (int i = 0; i < rows; i++)
        {
            double* row = g + ((nint)i * pitch);
            double scale = -tau * Vectors.Dot<L>(row, v, columns);
            L factor = L.All(scale);
            int j = 0;
            for (; j <= columns - L.Count; j += L.Count)
                L.MulAdd(factor, L.Load(v + j), L.Load(row + j)).Store(row + j);
            if (columns > L.Count && j < columns)
                L.MulAdd(factor, L.LoadFirst(v + j, columns - j), L.LoadFirst(row + j, columns - j)).StoreFirst(row + j, columns - j);
            // Short rows are read again at once, which what is written under a mask is not ready for.
            for (; columns <= L.Count && j < columns; j++)
                row[j] = double.MultiplyAddEstimate(scale, v[j], row[j]);
        }
    }

    /// <summary>
    /// G [rows, columns] · H₀ · H₁ · … of at most <see cref="Block"/> reflections, the v of each a row of <paramref name="v"/>; with
    /// <paramref name="reversed"/> the last one first.
    /// </summary>
    public static void ReflectRows<L>(
        double* g, int rows, int columns, int pitch, double* v, int vPitch, double* tau, int count, bool reversed, double* work)
        where L : struct, ILanes<L, double>
    {
        if (rows <= Few || columns <= Few || count == 1)
        {
            for (int step = 0; step < count; step++)
            {
                int i = reversed ? count - 1 - step : step;
                ReflectRows<L>(g, rows, columns, pitch, v + ((nint)i * vPitch), tau[i]);
            }
            return;
        }
        var pieces = new WorkPieces(work);
        double* products = pieces.Take(Block * Block), t = pieces.Take(Block * Block);
        double* gv = pieces.Take(Block * (long)rows), gvt = pieces.Take(Block * (long)rows);
        Gemm.Run(false, true, count, count, columns, 1.0, v, vPitch, v, vPitch, 0.0, products, Block);
        // The products below the diagonal, and 1 / tau on it, are the inverse of the transposed T; where tau is 0, so is a row of T.
        for (int i = 0; i < count; i++)
            products[(i * Block) + i] = 1 / tau[i];
        SetIdentity(t, count, Block);
        Substitution.SolveBlock<L>(new Triangle(products, Block, true, false, false), count, t, Block, count);
        Gemm.Run(false, true, rows, count, columns, 1.0, g, pitch, v, vPitch, 0.0, gv, Block);
        Gemm.Run(false, !reversed, rows, count, count, 1.0, gv, Block, t, Block, 0.0, gvt, Block);
        Gemm.Run(false, false, rows, columns, count, -1.0, gvt, Block, v, vPitch, 1.0, g, pitch);
    }

    /// <summary>
    /// G [rows, size] · (H₀ · H₁ · …)ᵀ for any number of reflections, v of number i being 0 before element i. With <paramref name="fromIdentity"/> G
    /// holds rows of the identity, which reflections leave as they are where those begin further to the right.
    /// </summary>
    public static void ReflectBack<L>(
        double* g, int rows, int size, int pitch, double* v, int vPitch, double* tau, int count, bool fromIdentity, double* work)
        where L : struct, ILanes<L, double>
    {
        for (int first = (count - 1) / Block * Block; first >= 0 && count > 0; first -= Block)
        {
            int top = fromIdentity ? first : 0;
            ReflectRows<L>(
                g + ((nint)top * pitch) + first, rows - top, size - first, pitch, v + ((nint)first * vPitch) + first, vPitch, tau + first,
                Math.Min(Block, count - first), true, work);
        }
    }

    /// <summary>Makes G [rows, pitch] the first rows of the identity.</summary>
    public static void SetIdentity(double* g, int rows, int pitch)
    {
        for (int i = 0; i < rows; i++)
        {
            double* row = g + ((nint)i * pitch);
            new Span<double>(row, pitch).Clear();
            row[i] = 1;
        }
    }
}
