using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Reduces a symmetric matrix to a tridiagonal one by reflections, the last row first (Golub and Van Loan, Matrix Computations (2013), section 8.3). What one
/// reflection does to the matrix is carried out while the product with the next one is computed: the matrix is read once for each.
/// </summary>
internal static unsafe class Tridiagonal
{
    /// <summary>How many numbers of working memory <see cref="Reduce"/> needs.</summary>
    public static long Length(int n) => 3L * WorkPieces.Pitch(n);

    /// <summary>
    /// A [n, n] symmetric, of which rows are read. Row i is overwritten with the v of reflection i, 0 from element i on; number 0 does not
    /// exist. With Qᵀ = H₁ · H₂ · … the matrix Qᵀ · A · Q has the diagonal d and, beside it, e.
    /// </summary>
    public static void Reduce<L>(double* a, int n, int pitch, double* d, double* e, double* tau, double* work)
        where L : struct, ILanes<L, double>
    {
        var pieces = new WorkPieces(work);
        double* none = pieces.Take(pitch), w = pieces.Take(pitch), product = pieces.Take(pitch), v = none;
        new Span<double>(none, pitch).Clear();
        new Span<double>(w, pitch).Clear();
        new Span<double>(product, pitch).Clear();
        for (int i = n - 1; i > 0; i--)
        {
            double* row = a + ((nint)i * pitch);
            Vectors.AddScaled<L>(-v[i], w, row, i + 1);
            Vectors.AddScaled<L>(-w[i], v, row, i + 1);
            d[i] = row[i];
            new Span<double>(row + i, pitch - i).Clear();
            tau[i] = Householder.Make<L>(row, i, i - 1, out e[i - 1]);
            Workers.For(i, i / 4, new Step<L> { A = a, Pitch = pitch, Columns = (i + 7) & ~7, V = v, W = w, U = row, Product = product });
            new Span<double>(product + i, pitch - i).Clear();
            Vectors.Scale<L>(tau[i], product, i);
            Vectors.AddScaled<L>(-0.5 * tau[i] * Vectors.Dot<L>(product, row, i), row, product, i);
            double* oldW = w;
            w = product;
            product = oldW;
            v = row;
        }
        d[0] = n > 0 ? a[0] - (2 * v[0] * w[0]) : 0;
    }

    /// <summary>G = Qᵀ, rows <paramref name="pitch"/> apart.</summary>
    public static void Form<L>(double* a, int n, int pitch, double* tau, double* g, double* work)
        where L : struct, ILanes<L, double>
    {
        Householder.SetIdentity(g, n, pitch);
        for (int first = 1; first < n; first += Householder.Block)
        {
            // The longest of these reflections reaches that far; nothing but the identity lies beyond.
            int count = Math.Min(Householder.Block, n - first), size = first + count - 1;
            Householder.ReflectRows<L>(g, size, size, pitch, a + ((nint)first * pitch), pitch, tau + first, count, false, work);
        }
    }

    /// <summary>A -= v · wᵀ + w · vᵀ and, of the result, Product = A · u; to the end of the last cache line, where all vectors are 0.</summary>
    private struct Step<L> : IRangeBody
        where L : struct, ILanes<L, double>
    {
        public double* A, V, W, U, Product;
        public int Pitch, Columns;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            double* v = V, w = W, u = U;
            int columns = Columns, i = start;
            for (; i <= end - 4; i += 4)
            {
                double* a = A + ((nint)i * Pitch), b = a + Pitch, c = b + Pitch, d = c + Pitch;
                L va = L.All(-v[i]), vb = L.All(-v[i + 1]), vc = L.All(-v[i + 2]), vd = L.All(-v[i + 3]);
                L wa = L.All(-w[i]), wb = L.All(-w[i + 1]), wc = L.All(-w[i + 2]), wd = L.All(-w[i + 3]);
                L pa = L.Zero, pb = L.Zero, pc = L.Zero, pd = L.Zero;
                for (int j = 0; j < columns; j += L.Count)
                {
                    L vj = L.Load(v + j), wj = L.Load(w + j), uj = L.Load(u + j);
                    L x = L.MulAdd(wa, vj, L.MulAdd(va, wj, L.Load(a + j)));
                    x.Store(a + j);
                    pa = L.MulAdd(x, uj, pa);
                    x = L.MulAdd(wb, vj, L.MulAdd(vb, wj, L.Load(b + j)));
                    x.Store(b + j);
                    pb = L.MulAdd(x, uj, pb);
                    x = L.MulAdd(wc, vj, L.MulAdd(vc, wj, L.Load(c + j)));
                    x.Store(c + j);
                    pc = L.MulAdd(x, uj, pc);
                    x = L.MulAdd(wd, vj, L.MulAdd(vd, wj, L.Load(d + j)));
                    x.Store(d + j);
                    pd = L.MulAdd(x, uj, pd);
                }
                L.StoreSums(pa, pb, pc, pd, Product + i);
            }
            // Added up as the sums of four rows are: which rows go together depends on the threads.
            double* sums = stackalloc double[4];
            for (; i < end; i++)
            {
                double* a = A + ((nint)i * Pitch);
                L va = L.All(-v[i]), wa = L.All(-w[i]), p = L.Zero;
                for (int j = 0; j < columns; j += L.Count)
                {
                    L x = L.MulAdd(wa, L.Load(v + j), L.MulAdd(va, L.Load(w + j), L.Load(a + j)));
                    x.Store(a + j);
                    p = L.MulAdd(x, L.Load(u + j), p);
                }
                L.StoreSums(p, p, p, p, sums);
                Product[i] = *sums;
            }
        }
    }
}
