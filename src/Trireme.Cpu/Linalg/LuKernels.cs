using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>A square matrix and the memory its LU factorization needs.</summary>
internal readonly unsafe struct LuWork
{
    public readonly double* A, Panel;
    public readonly int* Pivots;
    public readonly int Pitch;

    public LuWork(int n, ref WorkPieces pieces)
    {
        Pitch = WorkPieces.Pitch(n);
        A = pieces.Take((long)n * Pitch);
        Pivots = (int*)pieces.Take(n);
        Panel = pieces.Take(LuFactor.Length(n));
    }

    public static long Length(int n) => ((long)n * WorkPieces.Pitch(n)) + WorkPieces.Length(n) + LuFactor.Length(n);

    /// <summary>Loads a matrix and factors it.</summary>
    /// <returns>What <see cref="LuFactor.Run"/> returns.</returns>
    public int Factor<L, T>(T* source, int n)
        where L : struct, ILanes<L, double>
        where T : unmanaged, INumber<T>
    {
        MatrixBatch.Load(source, n, n, A, Pitch);
        return LuFactor.Run<L>(A, n, Pitch, Pivots, Panel);
    }
}

internal sealed unsafe class InverseKernel : FloatKernel<InverseOp>
{
    protected override void Run<T>(InverseOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Output");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), 2L * n * n * n, LuWork.Length(n) + ((long)n * WorkPieces.Pitch(n)), new Job<T> { X = x, Y = y, N = n });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Y;
        public int N;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            var pieces = new WorkPieces(work);
            var lu = new LuWork(N, ref pieces);
            double* inverse = pieces.Take((long)N * lu.Pitch);
            long first = (long)matrix * N * N;
            if (lu.Factor<L, T>(X.Pointer + first, N) == 0)
            {
                throw new InvalidArgumentException(
                    $"inverse: matrix {matrix} of the batch is singular.", $"Input {X.Shape}", "Use Pinv, or add a small multiple of the identity.");
            }
            Substitution.InvertLower<L>(new Triangle(lu.A, lu.Pitch, true, false, true), N, inverse, lu.Pitch);
            Substitution.Solve<L>(new Triangle(lu.A, lu.Pitch, false, false, false), N, inverse, lu.Pitch, N);
            // Exchanged rows of the matrix are exchanged columns of its inverse.
            for (int i = 0; i < N; i++)
            {
                double* row = inverse + ((nint)i * lu.Pitch);
                for (int j = 0; j < N; j++)
                    lu.A[lu.Pivots[j]] = row[j];
                new Span<double>(lu.A, N).CopyTo(new Span<double>(row, N));
            }
            MatrixBatch.Store(inverse, lu.Pitch, N, N, Y.Pointer + first);
        }
    }
}

internal sealed unsafe class DeterminantKernel : FloatKernel<DeterminantOp>
{
    protected override void Run<T>(DeterminantOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Out");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), (long)n * n * n, LuWork.Length(n), new Job<T> { X = x, Y = y, N = n });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Y;
        public int N;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            var pieces = new WorkPieces(work);
            var lu = new LuWork(N, ref pieces);
            double product = lu.Factor<L, T>(X.Pointer + ((long)matrix * N * N), N);
            for (int i = 0; i < N; i++)
                product *= lu.A[((nint)i * lu.Pitch) + i];
            Y.Pointer[matrix] = T.CreateTruncating(product);
        }
    }
}

internal sealed unsafe class SlogdeterminantKernel : FloatKernel<SlogdeterminantOp>
{
    protected override void Run<T>(SlogdeterminantOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Out");
        int n = x.Shape[-1], count = MatrixBatch.Count(x.Shape);
        MatrixBatch.ForEach(count, (long)n * n * n, LuWork.Length(n), new Job<T> { X = x, Y = y, N = n, Count = count });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Y;
        public int N, Count;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            var pieces = new WorkPieces(work);
            var lu = new LuWork(N, ref pieces);
            double sign = lu.Factor<L, T>(X.Pointer + ((long)matrix * N * N), N), log = sign == 0 ? double.NegativeInfinity : 0;
            for (int i = 0; i < N && sign != 0; i++)
            {
                double pivot = lu.A[((nint)i * lu.Pitch) + i];
                sign = double.IsNaN(pivot) ? double.NaN : sign * Math.Sign(pivot);
                log += Math.Log(Math.Abs(pivot));
            }
            Y.Pointer[matrix] = T.CreateTruncating(sign);
            Y.Pointer[Count + matrix] = T.CreateTruncating(log);
        }
    }
}

internal sealed unsafe class SolveKernel : FloatKernel<SolveOp>
{
    protected override void Run<T>(SolveOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), z = k.Out<T>("Out");
        int n = x.Shape[-1], columns = y.Shape[-1], pitch = columns == 1 ? 1 : WorkPieces.Pitch(columns);
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), (long)n * n * (n + columns), LuWork.Length(n) + ((long)n * pitch),
            new Job<T> { X = x, Y = y, Z = z, N = n, Columns = columns, Pitch = pitch });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Y, Z;
        public int N, Columns, Pitch;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            var pieces = new WorkPieces(work);
            var lu = new LuWork(N, ref pieces);
            double* result = pieces.Take((long)N * Pitch);
            if (lu.Factor<L, T>(X.Pointer + ((long)matrix * N * N), N) == 0)
            {
                throw new InvalidArgumentException(
                    $"solve: matrix {matrix} of the batch is singular.", $"X {X.Shape}, Y {Y.Shape}", "Use Lstsq, or add a small multiple of the identity.");
            }
            long first = (long)matrix * N * Columns;
            for (int i = 0; i < N; i++)
                MatrixBatch.Load(Y.Pointer + first + ((nint)lu.Pivots[i] * Columns), 1, Columns, result + ((nint)i * Pitch), Pitch);
            Substitution.Solve<L>(new Triangle(lu.A, lu.Pitch, true, false, true), N, result, Pitch, Columns);
            Substitution.Solve<L>(new Triangle(lu.A, lu.Pitch, false, false, false), N, result, Pitch, Columns);
            MatrixBatch.Store(result, Pitch, N, Columns, Z.Pointer + first);
        }
    }
}
