using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class QrKernel : FloatKernel<QrOp>
{
    protected override void Run<T>(QrOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), q = k.Out<T>("Q"), r = k.Out<T>("R");
        int m = x.Shape[-2], n = x.Shape[-1], columns = q.Shape[-1];
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), (long)m * n * Math.Max(n, columns),
            ((long)(n + columns) * WorkPieces.Pitch(m)) + ((long)n * WorkPieces.Pitch(columns)) + WorkPieces.Length(n)
                + Householder.Length(Math.Max(n, columns)),
            new Job<T> { X = x, Q = q, R = r, M = m, N = n, Columns = columns });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Q, R;
        public int M, N, Columns;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            int pitch = WorkPieces.Pitch(M), rPitch = WorkPieces.Pitch(Columns), steps = Math.Min(M, N);
            var pieces = new WorkPieces(work);
            double* at = pieces.Take((long)N * pitch), qt = pieces.Take((long)Columns * pitch), rt = pieces.Take((long)N * rPitch);
            double* tau = pieces.Take(N), rest = pieces.Take(0);
            MatrixBatch.Transpose(X.Pointer + ((long)matrix * M * N), N, M, N, at, pitch);
            QrFactor.Run<L>(at, M, N, pitch, tau, rt, rPitch, rest);
            Householder.SetIdentity(qt, Columns, pitch);
            Householder.ReflectBack<L>(qt, Columns, M, pitch, at, pitch, tau, steps, true, rest);
            MatrixBatch.Transpose(qt, pitch, Columns, M, Q.Pointer + ((long)matrix * M * Columns), Columns);
            MatrixBatch.Transpose(rt, rPitch, N, Columns, R.Pointer + ((long)matrix * Columns * N), N);
        }
    }
}

internal sealed unsafe class EighKernel : FloatKernel<EighOp>
{
    protected override void Run<T>(EighOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), values = k.Out<T>("OutValues"), vectors = k.Out<T>("OutVectors");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), 9L * n * n * n, (2L * n * WorkPieces.Pitch(n)) + WorkPieces.Length(n) + SymmetricEigen.Length(n),
            new Job<T> { X = x, Values = values, Vectors = vectors, N = n, Lower = op.Uplo == "L" });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, Values, Vectors;
        public int N;
        public bool Lower;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            int pitch = WorkPieces.Pitch(N);
            var pieces = new WorkPieces(work);
            double* a = pieces.Take((long)N * pitch), vectors = pieces.Take((long)N * pitch), values = pieces.Take(N), rest = pieces.Take(0);
            T* source = X.Pointer + ((long)matrix * N * N);
            new Span<double>(a, checked(N * pitch)).Clear();
            for (int i = 0; i < N; i++)
            {
                // Of the triangle that is read a row goes, by turns, where it lies and where its mirror image does.
                int from = Lower ? 0 : i, to = Lower ? i + 1 : N;
                double* row = a + ((nint)i * pitch);
                for (int j = from; j < to; j++)
                    row[j] = a[((nint)j * pitch) + i] = double.CreateTruncating(source[((nint)i * N) + j]);
            }
            if (!SymmetricEigen.Run<L>(a, N, pitch, values, vectors, rest))
            {
                throw new PreconditionNotMetException(
                    $"eigh: the iteration for matrix {matrix} of the batch does not end.", $"X {X.Shape}", "Look for damaged elements.");
            }
            MatrixBatch.Store(values, N, 1, N, Values.Pointer + ((long)matrix * N));
            MatrixBatch.Transpose(vectors, pitch, N, N, Vectors.Pointer + ((long)matrix * N * N), N);
        }
    }
}

internal sealed unsafe class SvdKernel : FloatKernel<SvdOp>
{
    protected override void Run<T>(SvdOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), u = k.Out<T>("U"), s = k.Out<T>("S"), vh = k.Out<T>("VH");
        int m = x.Shape[-2], n = x.Shape[-1], few = Math.Min(m, n), many = Math.Max(m, n), count = op.FullMatrices ? many : few;
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), 9L * many * many * few,
            ((long)(few + count) * WorkPieces.Pitch(many)) + ((long)few * WorkPieces.Pitch(few)) + WorkPieces.Length(few) + SingularValues.Length(many, few),
            new Job<T> { X = x, U = u, S = s, Vh = vh, M = m, N = n, Count = count });
    }

    private struct Job<T> : IMatrixJob
        where T : unmanaged, INumber<T>
    {
        public Data<T> X, U, S, Vh;
        public int M, N, Count;

        public readonly void Run<L>(int matrix, double* work)
            where L : struct, ILanes<L, double>
        {
            // The taller of X and its transpose, given by its columns.
            bool tall = M >= N;
            int few = Math.Min(M, N), many = Math.Max(M, N), pitch = WorkPieces.Pitch(many), small = WorkPieces.Pitch(few);
            var pieces = new WorkPieces(work);
            double* at = pieces.Take((long)few * pitch), left = pieces.Take((long)Count * pitch), right = pieces.Take((long)few * small);
            double* values = pieces.Take(few), rest = pieces.Take(0);
            T* source = X.Pointer + ((long)matrix * M * N);
            new Span<double>(at, checked(few * pitch)).Clear();
            if (tall)
                MatrixBatch.Transpose(source, N, M, N, at, pitch);
            else
                MatrixBatch.Load(source, M, N, at, pitch);
            if (!SingularValues.Run<L>(at, many, few, pitch, values, left, Count, right, rest))
            {
                throw new PreconditionNotMetException(
                    $"svd: the iteration for matrix {matrix} of the batch does not end.", $"X {X.Shape}", "Look for damaged elements.");
            }
            MatrixBatch.Store(values, few, 1, few, S.Pointer + ((long)matrix * few));
            T* u = U.Pointer + ((long)matrix * M * U.Shape[-1]), vh = Vh.Pointer + ((long)matrix * N * Vh.Shape[-2]);
            if (tall)
            {
                MatrixBatch.Transpose(left, pitch, Count, M, u, Count);
                MatrixBatch.Store(right, small, N, N, vh);
            }
            else
            {
                MatrixBatch.Transpose(right, small, M, M, u, M);
                MatrixBatch.Store(left, pitch, Count, N, vh);
            }
        }
    }
}
