using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class TriangularSolveKernel : FloatKernel<TriangularSolveOp>
{
    protected override void Run<T>(TriangularSolveOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), z = k.Out<T>("Out");
        int n = x.Shape[-1], columns = y.Shape[-1], pitch = columns == 1 ? 1 : WorkPieces.Pitch(columns);
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), (long)n * n * columns, WorkPieces.Length((long)n * WorkPieces.Pitch(n)) + WorkPieces.Length((long)n * pitch),
            new Job<T> { Op = op, X = x, Y = y, Z = z, N = n, Columns = columns, Pitch = pitch });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public TriangularSolveOp Op;
        public Data<T> X, Y, Z;
        public int N, Columns, Pitch;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            int pitch = WorkPieces.Pitch(N);
            var pieces = new WorkPieces(work);
            double* a = pieces.Take((long)N * pitch), result = pieces.Take((long)N * Pitch);
            long first = (long)matrix * N * Columns;
            MatrixBatch.Load(X.Pointer + ((long)matrix * N * N), N, N, a, pitch);
            MatrixBatch.Load(Y.Pointer + first, N, Columns, result, Pitch);
            Substitution.Solve<L>(new Triangle(a, pitch, !Op.Upper, Op.Transpose, Op.Unitriangular), N, result, Pitch, Columns);
            MatrixBatch.Store(result, Pitch, N, Columns, Z.Pointer + first);
        }
    }
}

internal sealed unsafe class CholeskyKernel : FloatKernel<CholeskyOp>
{
    protected override void Run<T>(CholeskyOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), (long)n * n * n / 3, (long)n * WorkPieces.Pitch(n), new Job<T> { X = x, Y = y, N = n, Upper = op.Upper });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Y;
        public int N;
        public bool Upper;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            int pitch = WorkPieces.Pitch(N);
            long first = (long)matrix * N * N;
            // The upper factor is computed, whose rows lie where the upper triangle's do: a lower one is read and written turned.
            if (Upper)
                MatrixBatch.Load(X.Pointer + first, N, N, work, pitch);
            else
                MatrixBatch.Transpose(X.Pointer + first, N, N, N, work, pitch, MatrixPart.Lower);
            if (!CholeskyFactor.Run<L>(work, N, pitch))
                throw new InvalidArgumentException($"cholesky: matrix {matrix} of the batch is not positive definite.", $"X {X.Shape}");
            for (int i = 1; i < N; i++)
                new Span<double>(work + ((nint)i * pitch), i).Clear();
            if (Upper)
            {
                MatrixBatch.Store(work, pitch, N, N, Y.Pointer + first);
                return;
            }
            new Span<T>(Y.Pointer + first, N * N).Clear();
            MatrixBatch.Transpose(work, pitch, N, N, Y.Pointer + first, N, MatrixPart.Upper);
        }
    }
}
