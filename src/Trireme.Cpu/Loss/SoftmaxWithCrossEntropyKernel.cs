using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Activation;
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
            Workers.For(outer, 12L * classes, new RowBody<T> { Target = target, Softmax = p, Losses = loss });
        else
            Workers.For(outer * ((inner + Tile - 1) / Tile), 12L * classes * Math.Min(Tile, inner), new ColumnBody<T> { Target = target, Softmax = p, Losses = loss });
    }

    private struct RowBody<T> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Target<T> Target;
        public T* Softmax, Losses;

        public readonly void Run(int start, int end)
        {
            int classes = Target.Classes;
            for (int i = start; i < end; i++)
            {
                var from = new ReadOnlySpan<T>(Target.X + ((long)i * classes), classes);
                var to = new Span<T>(Softmax + ((long)i * classes), classes);
                T max = classes == 0 ? T.Zero : TensorPrimitives.Max(from);
                TensorPrimitives.Subtract(from, max, to);
                TensorPrimitives.Exp(to, to);
                T sum = TensorPrimitives.Sum<T>(to);
                TensorPrimitives.Multiply(to, T.One / sum, to);
                Losses[i] = Target.Loss(i, max, T.Log(sum));
            }
        }
    }

    private struct ColumnBody<T> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Target<T> Target;
        public T* Softmax, Losses;

        public readonly void Run(int start, int end)
        {
            int inner = Target.Inner, classes = Target.Classes, tiles = (inner + Tile - 1) / Tile;
            Span<T> scratch = stackalloc T[2 * Tile];
            for (int t = start; t < end; t++)
            {
                int row = t / tiles, column = t % tiles * Tile, width = Math.Min(Tile, inner - column);
                Span<T> sum = scratch[..width], max = scratch.Slice(Tile, width);
                long first = ((long)row * classes * inner) + column;
                SoftmaxLines.Exponentials(Target.X + first, Softmax + first, classes, inner, max, sum);
                for (int c = 0; c < classes; c++)
                {
                    var to = new Span<T>(Softmax + first + ((long)c * inner), width);
                    TensorPrimitives.Divide(to, sum, to);
                }
                TensorPrimitives.Log(sum, sum);
                for (int j = 0; j < width; j++)
                    Losses[(row * inner) + column + j] = Target.Loss((row * inner) + column + j, max[j], sum[j]);
            }
        }
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
            Workers.For(outer * inner, 3L * classes, new SoftBody<T> { P = p, Soft = k.In<T>("Label").Pointer, Dloss = dloss, Dx = dx, Classes = classes, Inner = inner });
            return;
        }
        bool wide = k.InMeta("Label").DType == DType.Int64;
        Workers.For(outer, 2L * classes * inner, new HardBody<T>
        {
            P = p,
            Dloss = dloss,
            Dx = dx,
            Wide = wide ? k.In<long>("Label").Pointer : null,
            Narrow = wide ? null : k.In<int>("Label").Pointer,
            Classes = classes,
            Inner = inner,
            Ignored = op.IgnoreIndex,
        });
    }

    private struct SoftBody<T> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* P, Soft, Dloss, Dx;
        public int Classes, Inner;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                long first = ((long)(i / Inner) * Classes * Inner) + (i % Inner);
                T sum = T.Zero;
                for (int c = 0; c < Classes; c++)
                    sum += Soft[first + ((long)c * Inner)];
                for (long at = first; at < first + ((long)Classes * Inner); at += Inner)
                    Dx[at] = ((P[at] * sum) - Soft[at]) * Dloss[i];
            }
        }
    }

    private struct HardBody<T> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* P, Dloss, Dx;
        public long* Wide;
        public int* Narrow;
        public int Classes, Inner, Ignored;

        public readonly void Run(int start, int end)
        {
            for (int o = start; o < end; o++)
            {
                long block = (long)o * Classes * Inner;
                for (int c = 0; c < Classes && Inner > 1; c++)
                    TensorPrimitives.Multiply(new ReadOnlySpan<T>(P + block + ((long)c * Inner), Inner), new ReadOnlySpan<T>(Dloss + ((long)o * Inner), Inner),
                        new Span<T>(Dx + block + ((long)c * Inner), Inner));
                for (int j = 0; j < Inner; j++)
                {
                    long i = ((long)o * Inner) + j, label = Wide == null ? Narrow[i] : Wide[i];
                    if (Inner == 1)
                        TensorPrimitives.Multiply(new ReadOnlySpan<T>(P + block, Classes), label == Ignored ? T.Zero : Dloss[i], new Span<T>(Dx + block, Classes));
                    if (label != Ignored)
                        Dx[block + (label * Inner) + j] -= Dloss[i];
                    else
                        for (int c = 0; c < Classes; c++)
                            Dx[block + ((long)c * Inner) + j] = T.Zero;
                }
            }
        }
    }
}
