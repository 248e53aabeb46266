using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>Goes through the matrices of a batch, each computed in double precision.</summary>
internal static unsafe class MatrixBatch
{
    public static double[] Load<T>(T* source, int count)
        where T : unmanaged, INumber<T>
    {
        var values = GC.AllocateUninitializedArray<double>(count);
        for (int i = 0; i < count; i++)
            values[i] = double.CreateTruncating(source[i]);
        return values;
    }

    public static void Store<T>(ReadOnlySpan<double> values, T* target)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < values.Length; i++)
            target[i] = T.CreateTruncating(values[i]);
    }

    public static int Count(Shape shape) => (int)shape[..^2].Numel;

    public static void ForEach(int count, int n, Action<int> body)
        => Workers.For(count, Math.Max(1, (long)n * n * n), (start, end) =>
        {
            for (int i = start; i < end; i++)
                body(i);
        });

    public static double[] Transposed(ReadOnlySpan<double> a, int rows, int columns)
    {
        var t = new double[a.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                t[(j * rows) + i] = a[(i * columns) + j];
        }
        return t;
    }
}

internal sealed unsafe class InverseKernel : FloatKernel<InverseOp>
{
    protected override void Run<T>(InverseOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Output");
        int n = x.Shape[-1], size = n * n;
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * size), size), one = new double[size], inverse = new double[size];
            var pivots = new int[n];
            if (Factorizations.Lu(a, n, pivots) == 0)
                throw new InvalidArgumentException($"inverse: matrix {b} of the batch is singular.", $"Input {x.Shape}", "Use Pinv, or add a small multiple of the identity.");
            for (int i = 0; i < n; i++)
                one[(i * n) + i] = 1;
            Factorizations.LuSolve(a, pivots, n, one, inverse, n);
            MatrixBatch.Store<T>(inverse, y.Pointer + (b * size));
        });
    }
}

internal sealed unsafe class DeterminantKernel : FloatKernel<DeterminantOp>
{
    protected override void Run<T>(DeterminantOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Out");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * n * n), n * n);
            double product = Factorizations.Lu(a, n, new int[n]);
            for (int i = 0; i < n; i++)
                product *= a[(i * n) + i];
            y[b] = T.CreateTruncating(product);
        });
    }
}

internal sealed unsafe class SlogdeterminantKernel : FloatKernel<SlogdeterminantOp>
{
    protected override void Run<T>(SlogdeterminantOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), y = k.Out<T>("Out");
        int n = x.Shape[-1], count = MatrixBatch.Count(x.Shape);
        MatrixBatch.ForEach(count, n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * n * n), n * n);
            double sign = Factorizations.Lu(a, n, new int[n]), log = sign == 0 ? double.NegativeInfinity : 0;
            for (int i = 0; i < n && sign != 0; i++)
            {
                sign *= Math.Sign(a[(i * n) + i]);
                log += Math.Log(Math.Abs(a[(i * n) + i]));
            }
            y[b] = T.CreateTruncating(sign);
            y[count + b] = T.CreateTruncating(log);
        });
    }
}

internal sealed unsafe class SolveKernel : FloatKernel<SolveOp>
{
    protected override void Run<T>(SolveOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), z = k.Out<T>("Out");
        int n = x.Shape[-1], columns = y.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * n * n), n * n), right = MatrixBatch.Load(y.Pointer + (b * n * columns), n * columns);
            var result = new double[n * columns];
            var pivots = new int[n];
            if (Factorizations.Lu(a, n, pivots) == 0)
                throw new InvalidArgumentException($"solve: matrix {b} of the batch is singular.", $"X {x.Shape}, Y {y.Shape}", "Use Lstsq, or add a small multiple of the identity.");
            Factorizations.LuSolve(a, pivots, n, right, result, columns);
            MatrixBatch.Store<T>(result, z.Pointer + (b * n * columns));
        });
    }
}

internal sealed unsafe class TriangularSolveKernel : FloatKernel<TriangularSolveOp>
{
    protected override void Run<T>(TriangularSolveOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), z = k.Out<T>("Out");
        int n = x.Shape[-1], columns = y.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * n * n), n * n), result = MatrixBatch.Load(y.Pointer + (b * n * columns), n * columns);
            Factorizations.Substitute(a, n, result, columns, !op.Upper, op.Transpose, op.Unitriangular);
            MatrixBatch.Store<T>(result, z.Pointer + (b * n * columns));
        });
    }
}

internal sealed unsafe class CholeskyKernel : FloatKernel<CholeskyOp>
{
    protected override void Run<T>(CholeskyOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * n * n), n * n);
            if (op.Upper)
                a = MatrixBatch.Transposed(a, n, n);
            if (!Factorizations.Cholesky(a, n))
                throw new InvalidArgumentException($"cholesky: matrix {b} of the batch is not positive definite.", $"X {x.Shape}");
            MatrixBatch.Store<T>(op.Upper ? MatrixBatch.Transposed(a, n, n) : a, y.Pointer + (b * n * n));
        });
    }
}

internal sealed unsafe class EighKernel : FloatKernel<EighOp>
{
    protected override void Run<T>(EighOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), values = k.Out<T>("OutValues"), vectors = k.Out<T>("OutVectors");
        int n = x.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), n, b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * n * n), n * n), v = new double[n * n], w = new double[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (op.Uplo == "L")
                        a[(j * n) + i] = a[(i * n) + j];
                    else
                        a[(i * n) + j] = a[(j * n) + i];
                }
            }
            Jacobi.Eigen(a, n, w, v);
            MatrixBatch.Store<T>(w, values.Pointer + (b * n));
            MatrixBatch.Store<T>(v, vectors.Pointer + (b * n * n));
        });
    }
}

internal sealed unsafe class QrKernel : FloatKernel<QrOp>
{
    protected override void Run<T>(QrOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), q = k.Out<T>("Q"), r = k.Out<T>("R");
        int m = x.Shape[-2], n = x.Shape[-1], columns = q.Shape[-1];
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), Math.Max(m, n), b =>
        {
            double[] a = MatrixBatch.Load(x.Pointer + (b * m * n), m * n), left = new double[m * columns], right = new double[columns * n];
            Factorizations.Qr(a, m, n, left, right, columns);
            MatrixBatch.Store<T>(left, q.Pointer + (b * m * columns));
            MatrixBatch.Store<T>(right, r.Pointer + (b * columns * n));
        });
    }
}

internal sealed unsafe class SvdKernel : FloatKernel<SvdOp>
{
    protected override void Run<T>(SvdOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), u = k.Out<T>("U"), s = k.Out<T>("S"), vh = k.Out<T>("VH");
        int m = x.Shape[-2], n = x.Shape[-1], few = Math.Min(m, n), many = Math.Max(m, n);
        MatrixBatch.ForEach(MatrixBatch.Count(x.Shape), many, b =>
        {
            // The rotations work on the columns of the taller of X and its transpose.
            double[] a = MatrixBatch.Load(x.Pointer + (b * m * n), m * n);
            double[] tall = new double[many * (op.FullMatrices ? many : few)], v = new double[few * few], values = new double[few];
            (m >= n ? MatrixBatch.Transposed(a, m, n) : a).CopyTo(tall, 0);
            Jacobi.Svd(tall.AsSpan(0, many * few), many, few, values, v);
            int columns = tall.Length / Math.Max(1, many);
            Jacobi.Complete(tall, many, columns);
            MatrixBatch.Store<T>(values, s.Pointer + (b * few));
            int us = m * u.Shape[-1], vs = n * vh.Shape[-2];
            MatrixBatch.Store<T>(m >= n ? MatrixBatch.Transposed(tall, columns, m) : MatrixBatch.Transposed(v, m, m), u.Pointer + (b * us));
            MatrixBatch.Store<T>(m >= n ? v : tall, vh.Pointer + (b * vs));
        });
    }
}
