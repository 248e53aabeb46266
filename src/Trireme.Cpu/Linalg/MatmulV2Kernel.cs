using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class MatmulV2Kernel : NumericKernel<MatmulV2Op>
{
    protected override void Run<T>(MatmulV2Op op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), z = k.Out<T>("Out");
        if (z.Length == 0)
            return;
        if (x.Length == 0)
        {
            z.Span.Clear();
            return;
        }
        bool transX = op.TransX && x.Shape.Rank > 1, transY = op.TransY && y.Shape.Rank > 1;
        int rowsX = x.Shape.Rank > 1 ? x.Shape[-2] : 1, columnsX = x.Shape[-1];
        int rowsY = y.Shape.Rank > 1 ? y.Shape[-2] : y.Shape[0], columnsY = y.Shape.Rank > 1 ? y.Shape[-1] : 1;
        int m = transX ? columnsX : rowsX, inner = transX ? rowsX : columnsX, n = transY ? rowsY : columnsY;
        int matricesX = x.Length / (rowsX * columnsX), matricesY = y.Length / (rowsY * columnsY);
        if (matricesY == 1 && (!transX || matricesX == 1))
        {
            // One Y for all matrices of X: their rows are one tall matrix.
            Product(1, transX, transY, m * matricesX, n, inner, x.Pointer, columnsX, 0, y.Pointer, columnsY, 0, z.Pointer);
            return;
        }
        StridedPlan plan = k.TryGetKept(out StridedPlan kept) ? kept : k.Keep(Batches(x.Shape, rowsX * columnsX, y.Shape, rowsY * columnsY));
        int runs = plan.Rank == 0 ? 1 : plan.Dims[plan.Rank - 1];
        int strideX = plan.Rank == 0 ? 0 : plan.SourceStrides[plan.Rank - 1], strideY = plan.Rank == 0 ? 0 : plan.TargetStrides[plan.Rank - 1];
        int outer = Math.Max(0, plan.Rank - 1), count = plan.RowMajorCount(outer);
        Span<int> index = stackalloc int[Math.Max(1, outer)];
        index.Clear();
        long fromX = 0, fromY = 0;
        for (int i = 0; i < count; i++)
        {
            Product(runs, transX, transY, m, n, inner, x.Pointer + fromX, columnsX, strideX, y.Pointer + fromY, columnsY, strideY,
                z.Pointer + ((long)i * runs * m * n));
            plan.Next(outer, index, ref fromX, ref fromY);
        }
    }

    // How the matrices of both operands meet: those of an operand that is stretched come again.
    private static StridedPlan Batches(Shape x, int matrixX, Shape y, int matrixY)
    {
        Shape batchX = MatmulV2Op.Batch(x), batchY = MatmulV2Op.Batch(y), batch = Shape.Broadcast(batchX, batchY)!.Value;
        return StridedPlan.Of(batch.AsSpan(), Distances(batch, batchX, matrixX), Distances(batch, batchY, matrixY));
    }

    private static int[] Distances(Shape batch, Shape own, int matrix)
    {
        var distances = new int[batch.Rank];
        int stride = matrix;
        for (int i = 1; i <= own.Rank; i++)
        {
            distances[^i] = own[^i] == 1 ? 0 : stride;
            stride *= own[^i];
        }
        return distances;
    }

    private static void Product<T>(int batch, bool transX, bool transY, int m, int n, int k, T* x, int ldx, long strideX, T* y, int ldy, long strideY, T* z)
        where T : unmanaged, INumber<T>
    {
        if ((long)batch * m * n == 1 && DotProduct.Suits(k))
        {
            *z = DotProduct.Of(x, y, k);
            return;
        }
        if (typeof(T) == typeof(float))
        {
            Gemm.RunBatched(batch, transX, transY, m, n, k, 1f, (float*)x, ldx, strideX, (float*)y, ldy, strideY, 0f, (float*)z, n, (long)m * n);
            return;
        }
        if (typeof(T) == typeof(double))
        {
            Gemm.RunBatched(batch, transX, transY, m, n, k, 1.0, (double*)x, ldx, strideX, (double*)y, ldy, strideY, 0.0, (double*)z, n, (long)m * n);
            return;
        }
        Workers.For(batch * m, (long)n * k, new RowBody<T>
        {
            X = x,
            Y = y,
            Z = z,
            M = m,
            N = n,
            K = k,
            StrideX = strideX,
            StrideY = strideY,
            RowX = transX ? 1 : ldx,
            ColumnX = transX ? ldx : 1,
            RowY = transY ? 1 : ldy,
            ColumnY = transY ? ldy : 1,
        });
    }

    /// <summary>Rows of the products of numbers that the fast routines do not handle.</summary>
    private struct RowBody<T> : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public T* X, Y, Z;
        public int M, N, K;
        public long StrideX, StrideY, RowX, ColumnX, RowY, ColumnY;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                T* a = X + (i / M * StrideX) + (i % M * RowX), b = Y + (i / M * StrideY), c = Z + ((long)i * N);
                for (int j = 0; j < N; j++)
                {
                    T sum = T.Zero;
                    for (int p = 0; p < K; p++)
                        sum += a[p * ColumnX] * b[(p * RowY) + (j * ColumnY)];
                    c[j] = sum;
                }
            }
        }
    }
}

internal sealed unsafe class FusedGemmEpilogueKernel : FloatKernel<FusedGemmEpilogueOp>
{
    protected override void Run<T>(FusedGemmEpilogueOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), bias = k.In<T>("Bias"), z = k.Out<T>("Out");
        if (z.Length == 0)
            return;
        int n = bias.Length, m = z.Length / n, inner = y.Length / n, ldx = x.Shape[-1], ldy = y.Shape[1];
        bool relu = op.Activation == "relu";
        if (typeof(T) == typeof(float))
        {
            var epilogue = new GemmEpilogue<float>(null, (float*)bias.Pointer, relu);
            Gemm.Run(op.TransX, op.TransY, m, n, inner, 1f, (float*)x.Pointer, ldx, (float*)y.Pointer, ldy, 0f, (float*)z.Pointer, n, epilogue);
        }
        else
        {
            var epilogue = new GemmEpilogue<double>(null, (double*)bias.Pointer, relu);
            Gemm.Run(op.TransX, op.TransY, m, n, inner, 1.0, (double*)x.Pointer, ldx, (double*)y.Pointer, ldy, 0.0, (double*)z.Pointer, n, epilogue);
        }
    }
}
