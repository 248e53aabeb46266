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

internal sealed class EighKernel : FloatKernel<EighOp>
{
    protected override void Run<T>(EighOp op, KernelContext k)
        => SymmetricJob<T>.Run(k.In<T>("X"), op.Uplo, k.Out<T>("OutValues"), k.Out<T>("OutVectors"));
}

internal sealed class EigvalshKernel : FloatKernel<EigvalshOp>
{
    protected override void Run<T>(EigvalshOp op, KernelContext k) => SymmetricJob<T>.Run(k.In<T>("X"), op.Uplo, k.Out<T>("Eigenvalues"), null);
}

/// <summary>Eigenvalues of symmetric matrices, and the vectors where they are wanted.</summary>
internal unsafe struct SymmetricJob<T> : IMatrixJob
    where T : unmanaged, INumber<T>
{
    private Data<T> _x, _values;
    private Data<T>? _vectors;
    private int _n;
    private bool _lower;

    public static void Run(Data<T> x, string uplo, Data<T> values, Data<T>? vectors)
    {
        int n = x.Shape[-1];
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), (vectors is null ? 2L : 9L) * n * n * n,
            (2L * n * WorkPieces.Pitch(n)) + WorkPieces.Length(n) + SymmetricEigen.Length(n),
            new SymmetricJob<T> { _x = x, _values = values, _vectors = vectors, _n = n, _lower = uplo == "L" });
    }

    public readonly void Run<L>(int matrix, double* work)
        where L : struct, ILanes<L, double>
    {
        int n = _n, pitch = WorkPieces.Pitch(n);
        var pieces = new WorkPieces(work);
        double* a = pieces.Take((long)n * pitch), vectors = pieces.Take((long)n * pitch), values = pieces.Take(n), rest = pieces.Take(0);
        T* source = _x.Pointer + ((long)matrix * n * n);
        new Span<double>(a, checked(n * pitch)).Clear();
        for (int i = 0; i < n; i++)
        {
            // Of the triangle that is read a row goes, by turns, where it lies and where its mirror image does.
            int from = _lower ? 0 : i, to = _lower ? i + 1 : n;
            double* row = a + ((nint)i * pitch);
            for (int j = from; j < to; j++)
                row[j] = a[((nint)j * pitch) + i] = double.CreateTruncating(source[((nint)i * n) + j]);
        }
        if (!SymmetricEigen.Run<L>(a, n, pitch, values, _vectors is null ? null : vectors, rest))
        {
            throw new PreconditionNotMetException(
                $"eigh: the iteration for matrix {matrix} of the batch does not end.", $"X {_x.Shape}", "Look for damaged elements.");
        }
        MatrixBatch.Store(values, n, 1, n, _values.Pointer + ((long)matrix * n));
        if (_vectors is { } wanted)
            MatrixBatch.Transpose(vectors, pitch, n, n, wanted.Pointer + ((long)matrix * n * n), n);
    }
}

internal sealed class SvdKernel : FloatKernel<SvdOp>
{
    protected override void Run<T>(SvdOp op, KernelContext k)
        => SingularJob<T>.Run(k.In<T>("X"), k.Out<T>("S"), (k.Out<T>("U"), k.Out<T>("VH")), op.FullMatrices);
}

internal sealed class SvdvalsKernel : FloatKernel<SvdvalsOp>
{
    protected override void Run<T>(SvdvalsOp op, KernelContext k) => SingularJob<T>.Run(k.In<T>("X"), k.Out<T>("S"), null, false);
}

/// <summary>Singular values of matrices, and the vectors where they are wanted.</summary>
internal unsafe struct SingularJob<T> : IMatrixJob
    where T : unmanaged, INumber<T>
{
    private Data<T> _x, _s;
    private (Data<T> U, Data<T> Vh)? _vectors;
    private int _m, _n, _count;

    public static void Run(Data<T> x, Data<T> s, (Data<T> U, Data<T> Vh)? vectors, bool full)
    {
        int m = x.Shape[-2], n = x.Shape[-1], few = Math.Min(m, n), many = Math.Max(m, n), count = full ? many : few;
        MatrixBatch.ForEach(
            MatrixBatch.Count(x.Shape), (vectors is null ? 3L : 9L) * many * many * few,
            ((long)(few + count) * WorkPieces.Pitch(many)) + ((long)few * WorkPieces.Pitch(few)) + WorkPieces.Length(few) + SingularValues.Length(many, few),
            new SingularJob<T> { _x = x, _s = s, _vectors = vectors, _m = m, _n = n, _count = count });
    }

    public readonly void Run<L>(int matrix, double* work)
        where L : struct, ILanes<L, double>
    {
        // The taller of X and its transpose, given by its columns.
        bool tall = _m >= _n;
        int few = Math.Min(_m, _n), many = Math.Max(_m, _n), pitch = WorkPieces.Pitch(many), small = WorkPieces.Pitch(few);
        var pieces = new WorkPieces(work);
        double* at = pieces.Take((long)few * pitch), left = pieces.Take((long)_count * pitch), right = pieces.Take((long)few * small);
        double* values = pieces.Take(few), rest = pieces.Take(0);
        T* source = _x.Pointer + ((long)matrix * _m * _n);
        new Span<double>(at, checked(few * pitch)).Clear();
        if (tall)
            MatrixBatch.Transpose(source, _n, _m, _n, at, pitch);
        else
            MatrixBatch.Load(source, _m, _n, at, pitch);
        if (!SingularValues.Run<L>(at, many, few, pitch, values, _vectors is null ? null : left, _count, _vectors is null ? null : right, rest))
        {
            throw new PreconditionNotMetException(
                $"svd: the iteration for matrix {matrix} of the batch does not end.", $"X {_x.Shape}", "Look for damaged elements.");
        }
        MatrixBatch.Store(values, few, 1, few, _s.Pointer + ((long)matrix * few));
        if (_vectors is not { } wanted)
            return;
        T* u = wanted.U.Pointer + ((long)matrix * _m * wanted.U.Shape[-1]), vh = wanted.Vh.Pointer + ((long)matrix * _n * wanted.Vh.Shape[-2]);
        if (tall)
        {
            MatrixBatch.Transpose(left, pitch, _count, _m, u, _count);
            MatrixBatch.Store(right, small, _n, _n, vh);
        }
        else
        {
            MatrixBatch.Transpose(right, small, _m, _m, u, _m);
            MatrixBatch.Store(left, pitch, _count, _n, vh);
        }
    }
}
