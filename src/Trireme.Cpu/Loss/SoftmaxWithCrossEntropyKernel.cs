using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class SoftmaxWithCrossEntropyKernel : FloatKernel<SoftmaxWithCrossEntropyOp>
{
    // Columns handled at once where the classes are not the last axis.
    private const int Tile = 128;

    protected override void Run<T>(SoftmaxWithCrossEntropyOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Logits");
        (int outer, int classes, int inner) = x.Split(op.Axis);
        var target = new Target<T> { X = x.Pointer, Classes = classes, Inner = inner, Ignored = op.IgnoreIndex };
        if (op.SoftLabel)
        {
            target.Soft = k.In<T>("Label").Pointer;
        }
        else if (k.InMeta("Label").DType == DType.Int64)
        {
            Labels.Check(k.In<long>("Label"), classes, op.IgnoreIndex, op.Info.Type);
            target.Wide = k.In<long>("Label").Pointer;
        }
        else
        {
            Labels.Check(k.In<int>("Label"), classes, op.IgnoreIndex, op.Info.Type);
            target.Narrow = k.In<int>("Label").Pointer;
        }
        T* p = k.Out<T>("Softmax").Pointer, loss = k.Out<T>("Loss").Pointer;
        if (inner == 1)
            Rows(target, p, loss, outer);
        else
            Columns(target, p, loss, outer);
    }

    private static void Rows<T>(Target<T> target, T* p, T* loss, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = target.Classes;
        Workers.For(rows, 12L * classes, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                var from = new ReadOnlySpan<T>(target.X + ((long)i * classes), classes);
                var to = new Span<T>(p + ((long)i * classes), classes);
                T max = classes == 0 ? T.Zero : TensorPrimitives.Max(from);
                TensorPrimitives.Subtract(from, max, to);
                TensorPrimitives.Exp(to, to);
                T sum = TensorPrimitives.Sum<T>(to);
                TensorPrimitives.Multiply(to, T.One / sum, to);
                loss[i] = target.Loss(i, max, T.Log(sum));
            }
        });
    }

    private static void Columns<T>(Target<T> target, T* p, T* loss, int outer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inner = target.Inner, classes = target.Classes, tiles = (inner + Tile - 1) / Tile;
        Workers.For(outer * tiles, 12L * classes * Math.Min(Tile, inner), (start, end) =>
        {
            Span<T> scratch = stackalloc T[2 * Tile];
            for (int t = start; t < end; t++)
            {
                int row = t / tiles, column = t % tiles * Tile, width = Math.Min(Tile, inner - column);
                Span<T> sum = scratch[..width], max = scratch.Slice(Tile, width);
                long first = ((long)row * classes * inner) + column;
                new ReadOnlySpan<T>(target.X + first, width).CopyTo(max);
                for (int c = 1; c < classes; c++)
                    TensorPrimitives.Max(max, new ReadOnlySpan<T>(target.X + first + ((long)c * inner), width), max);
                sum.Clear();
                for (int c = 0; c < classes; c++)
                {
                    var to = new Span<T>(p + first + ((long)c * inner), width);
                    TensorPrimitives.Subtract(new ReadOnlySpan<T>(target.X + first + ((long)c * inner), width), max, to);
                    TensorPrimitives.Exp(to, to);
                    TensorPrimitives.Add(sum, to, sum);
                }
                for (int c = 0; c < classes; c++)
                {
                    var to = new Span<T>(p + first + ((long)c * inner), width);
                    TensorPrimitives.Divide(to, sum, to);
                }
                TensorPrimitives.Log(sum, sum);
                for (int j = 0; j < width; j++)
                    loss[(row * inner) + column + j] = target.Loss((row * inner) + column + j, max[j], sum[j]);
            }
        });
    }

    // The labels in whichever form they came; loss = Σ label · (log Σ exp(x − max) − (x − max)).
    private struct Target<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* X, Soft;
        public long* Wide;
        public int* Narrow;
        public int Classes, Inner, Ignored;

        public readonly T Loss(int i, T max, T logSum)
        {
            long first = ((long)(i / Inner) * Classes * Inner) + (i % Inner);
            if (Soft == null)
            {
                long label = Wide == null ? Narrow[i] : Wide[i];
                return label == Ignored ? T.Zero : logSum - (X[first + (label * Inner)] - max);
            }
            T loss = T.Zero;
            for (long at = first; at < first + ((long)Classes * Inner); at += Inner)
                loss += Soft[at] == T.Zero ? T.Zero : Soft[at] * (logSum - (X[at] - max));
            return loss;
        }
    }
}

internal sealed unsafe class SoftmaxWithCrossEntropyGradKernel : FloatKernel<SoftmaxWithCrossEntropyGradOp>
{
    protected override void Run<T>(SoftmaxWithCrossEntropyGradOp op, KernelContext k)
    {
        Data<T> softmax = k.In<T>("Softmax");
        (int outer, int classes, int inner) = softmax.Split(op.Axis);
        T* p = softmax.Pointer, dloss = k.In<T>("LossGrad").Pointer, dx = k.Out<T>("LogitsGrad").Pointer;
        if (op.SoftLabel)
        {
            T* soft = k.In<T>("Label").Pointer;
            Workers.For(outer * inner, 3L * classes, (start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    long first = ((long)(i / inner) * classes * inner) + (i % inner);
                    T sum = T.Zero;
                    for (int c = 0; c < classes; c++)
                        sum += soft[first + ((long)c * inner)];
                    for (long at = first; at < first + ((long)classes * inner); at += inner)
                        dx[at] = ((p[at] * sum) - soft[at]) * dloss[i];
                }
            });
            return;
        }
        bool wide = k.InMeta("Label").DType == DType.Int64;
        long* labels64 = wide ? k.In<long>("Label").Pointer : null;
        int* labels32 = wide ? null : k.In<int>("Label").Pointer;
        int ignored = op.IgnoreIndex;
        Workers.For(outer, 2L * classes * inner, (start, end) =>
        {
            for (int o = start; o < end; o++)
            {
                long block = (long)o * classes * inner;
                for (int c = 0; c < classes && inner > 1; c++)
                    TensorPrimitives.Multiply(new ReadOnlySpan<T>(p + block + ((long)c * inner), inner), new ReadOnlySpan<T>(dloss + ((long)o * inner), inner),
                        new Span<T>(dx + block + ((long)c * inner), inner));
                for (int j = 0; j < inner; j++)
                {
                    long i = ((long)o * inner) + j, label = wide ? labels64[i] : labels32[i];
                    if (inner == 1)
                        TensorPrimitives.Multiply(new ReadOnlySpan<T>(p + block, classes), label == ignored ? T.Zero : dloss[i], new Span<T>(dx + block, classes));
                    if (label != ignored)
                        dx[block + (label * inner) + j] -= dloss[i];
                    else
                        for (int c = 0; c < classes; c++)
                            dx[block + ((long)c * inner) + j] = T.Zero;
                }
            }
        });
    }
}
