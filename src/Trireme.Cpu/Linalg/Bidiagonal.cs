using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Reduces a square matrix to an upper bidiagonal one by reflections from both sides (Golub and Van Loan, Matrix Computations (2013), section 5.4). As in
/// Howell, Demmel, Fulton, Hammarling and Marmol, Cache efficient bidiagonalization (2008), what one pair of reflections does to the matrix is carried
/// out while the product with the next one is computed.
/// </summary>
internal static unsafe class Bidiagonal
{
    // Rows whose contributions to a product from the left are added up first, on their own: a number that does not depend on the threads.
    private const int ChunkRows = 32;

    // Smaller matrices are not worth a second thread, and so no sums of their own.
    private const int SplitFrom = 256;

    /// <summary>How many numbers of working memory <see cref="Reduce"/> needs.</summary>
    public static long Length(int n) => (4L + Chunks(n)) * WorkPieces.Pitch(n);

    /// <summary>
    /// A [n, n], zeros behind its rows, is overwritten. Row i of <paramref name="left"/> and <paramref name="right"/> becomes the v of a reflection, 0
    /// before element i and, on the right, at it. With U = H₀ · H₁ · … of those on the left and V of those on the right, Uᵀ · A · V has the diagonal d
    /// and, above it, e.
    /// </summary>
    public static void Reduce<L>(
        double* a, int n, int pitch, double* d, double* e, double* left, double* leftTau, double* right, double* rightTau, double* work)
        where L : struct, ILanes<L, double>
    {
        var pieces = new WorkPieces(work);
        double* none = pieces.Take(pitch), x = pieces.Take(pitch), y = pieces.Take(pitch), nextY = pieces.Take(pitch), u = none, v = none;
        double* partial = pieces.Take((long)Chunks(n) * pitch);
        new Span<double>(none, 4 * pitch).Clear();
        for (int i = 0; i < n; i++)
            left[i] = a[(nint)i * pitch];
        for (int k = 0; k < n; k++)
        {
            double* nextU = left + ((nint)k * pitch), nextV = right + ((nint)k * pitch), row = a + ((nint)k * pitch);
            new Span<double>(nextU, k).Clear();
            new Span<double>(nextU + n, pitch - n).Clear();
            new Span<double>(nextV, pitch).Clear();
            leftTau[k] = Householder.Make<L>(nextU + k, n - k, 0, out d[k]);
            rightTau[k] = 0;
            if (k == n - 1)
                break;
            int next = k + 1, from = next & ~7, columns = ((n + 7) & ~7) - from, rows = n - k, chunk = n < SplitFrom ? rows : ChunkRows;
            var step = new Step<L>
            {
                A = row + from,
                Pitch = pitch,
                Columns = columns,
                U = u + k,
                X = x + k,
                Y = y + from,
                V = v + from,
                NextU = nextU + k,
                Product = chunk == rows ? nextY + from : partial,
                ProductPitch = pitch,
                Chunk = chunk,
            };
            Workers.ForChunks(rows, chunk, columns / 4, step);
            if (chunk != rows)
                AddUp<L>(partial, (rows + chunk - 1) / chunk, pitch, nextY + from, columns);
            Vectors.Scale<L>(leftTau[k], nextY + from, columns);
            new Span<double>(nextY, next).Clear();
            row[k] = 0;
            for (int j = next; j < n; j++)
                nextV[j] = row[j] - nextY[j];
            rightTau[k] = Householder.Make<L>(nextV + next, n - next, 0, out e[k]);
            double turned = Vectors.Dot<L>(nextY + from, nextV + from, columns);
            Workers.For(n - next, columns / 8, new Products<L>
            {
                A = a + ((nint)next * pitch) + from,
                Pitch = pitch,
                Columns = columns,
                V = nextV + from,
                U = nextU + next,
                Turned = turned,
                Tau = rightTau[k],
                Product = x + next,
                Column = next - from,
                Y = nextY[next],
                Turn = nextV[next],
                Next = nextU + pitch + next,
            });
            double* oldY = y;
            y = nextY;
            nextY = oldY;
            u = nextU;
            v = nextV;
        }
    }

    private static int Chunks(int n) => n < SplitFrom ? 0 : (n + ChunkRows - 1) / ChunkRows;

    private static void AddUp<L>(double* parts, int count, int pitch, double* sum, int columns)
        where L : struct, ILanes<L, double>
    {
        new Span<double>(parts, columns).CopyTo(new Span<double>(sum, columns));
        for (int i = 1; i < count; i++)
            Vectors.AddScaled<L>(1, parts + ((nint)i * pitch), sum, columns);
    }

    /// <summary>A -= u · yᵀ + x · vᵀ and, of the result, one product with the next u for each chunk of rows; in whole cache lines.</summary>
    private struct Step<L> : IRangeBody
        where L : struct, ILanes<L, double>
    {
        public double* A, U, X, Y, V, NextU, Product;
        public int Pitch, Columns, Chunk, ProductPitch;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            double* y = Y, v = V, product = Product + ((nint)(start / Chunk) * ProductPitch);
            int columns = Columns, i = start;
            new Span<double>(product, columns).Clear();
            for (; i <= end - 4; i += 4)
            {
                double* a = A + ((nint)i * Pitch), b = a + Pitch, c = b + Pitch, d = c + Pitch;
                L ua = L.All(-U[i]), ub = L.All(-U[i + 1]), uc = L.All(-U[i + 2]), ud = L.All(-U[i + 3]);
                L xa = L.All(-X[i]), xb = L.All(-X[i + 1]), xc = L.All(-X[i + 2]), xd = L.All(-X[i + 3]);
                L na = L.All(NextU + i), nb = L.All(NextU + i + 1), nc = L.All(NextU + i + 2), nd = L.All(NextU + i + 3);
                for (int j = 0; j < columns; j += L.Count)
                {
                    L yj = L.Load(y + j), vj = L.Load(v + j);
                    L ra = L.MulAdd(xa, vj, L.MulAdd(ua, yj, L.Load(a + j)));
                    ra.Store(a + j);
                    L rb = L.MulAdd(xb, vj, L.MulAdd(ub, yj, L.Load(b + j)));
                    rb.Store(b + j);
                    L rc = L.MulAdd(xc, vj, L.MulAdd(uc, yj, L.Load(c + j)));
                    rc.Store(c + j);
                    L rd = L.MulAdd(xd, vj, L.MulAdd(ud, yj, L.Load(d + j)));
                    rd.Store(d + j);
                    (L.MulAdd(nd, rd, L.MulAdd(nc, rc, L.Load(product + j))) + L.MulAdd(nb, rb, na * ra)).Store(product + j);
                }
            }
            for (; i < end; i++)
            {
                double* a = A + ((nint)i * Pitch);
                L ua = L.All(-U[i]), xa = L.All(-X[i]), na = L.All(NextU + i);
                for (int j = 0; j < columns; j += L.Count)
                {
                    L r = L.MulAdd(xa, L.Load(v + j), L.MulAdd(ua, L.Load(y + j), L.Load(a + j)));
                    r.Store(a + j);
                    L.MulAdd(na, r, L.Load(product + j)).Store(product + j);
                }
            }
        }
    }

    /// <summary>Product = tau · (A · v - u · turned), and Next = what becomes of a column of A, which the next reflection is made of.</summary>
    private struct Products<L> : IRangeBody
        where L : struct, ILanes<L, double>
    {
        public double* A, V, U, Product, Next;
        public double Turned, Tau, Y, Turn;
        public int Pitch, Columns, Column;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            double* v = V;
            int columns = Columns, i = start;
            for (; i <= end - 4; i += 4)
            {
                double* a = A + ((nint)i * Pitch), b = a + Pitch, c = b + Pitch, d = c + Pitch;
                L pa = L.Zero, pb = L.Zero, pc = L.Zero, pd = L.Zero;
                for (int j = 0; j < columns; j += L.Count)
                {
                    L vj = L.Load(v + j);
                    pa = L.MulAdd(L.Load(a + j), vj, pa);
                    pb = L.MulAdd(L.Load(b + j), vj, pb);
                    pc = L.MulAdd(L.Load(c + j), vj, pc);
                    pd = L.MulAdd(L.Load(d + j), vj, pd);
                }
                L.StoreSums(pa, pb, pc, pd, Product + i);
            }
            // Added up as the sums of four rows are: which rows go together depends on the threads.
            double* sums = stackalloc double[4];
            for (; i < end; i++)
            {
                L p = L.Zero;
                for (int j = 0; j < columns; j += L.Count)
                    p = L.MulAdd(L.Load(A + ((nint)i * Pitch) + j), L.Load(v + j), p);
                L.StoreSums(p, p, p, p, sums);
                Product[i] = *sums;
            }
            for (i = start; i < end; i++)
            {
                Product[i] = Tau * (Product[i] - (U[i] * Turned));
                Next[i] = A[((nint)i * Pitch) + Column] - (U[i] * Y) - (Product[i] * Turn);
            }
        }
    }
}
