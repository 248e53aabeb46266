using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class SearchsortedKernel : NumericKernel<SearchsortedOp>
{
    protected override void Run<T>(SearchsortedOp op, KernelContext k)
    {
        Data<T> sequence = k.In<T>("SortedSequence"), values = k.In<T>("Values");
        if (values.Length == 0)
            return;
        int length = sequence.Shape[-1], columns = sequence.Shape.Rank == 1 ? values.Length : values.Shape[-1];
        long* longs = op.OutInt32 ? null : k.Out<long>("Out").Pointer;
        int* ints = op.OutInt32 ? k.Out<int>("Out").Pointer : null;
        Workers.For(values.Length, 16, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                T* row = sequence.Pointer + (sequence.Shape.Rank == 1 ? 0 : (long)(i / columns) * length), value = values.Pointer + i;
                int low = 0, high = length;
                while (low < high)
                {
                    int middle = (low + high) >>> 1;
                    // Written so that a NaN is searched as the largest number.
                    bool before = op.Right ? !(row[middle] > *value) : !(row[middle] >= *value);
                    if (before)
                        low = middle + 1;
                    else
                        high = middle;
                }
                if (ints != null)
                    ints[i] = low;
                else
                    longs[i] = low;
            }
        });
    }
}

internal sealed unsafe class BincountKernel : NumericKernel<BincountOp>
{
    protected override void Run<T>(BincountOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        long size = op.Minlength;
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] < T.Zero)
                throw new InvalidArgumentException($"bincount: element {i} is {x[i]}.", $"X {x.Shape}", "Numbers to count must not be negative.");
            size = Math.Max(size, long.CreateTruncating(x[i]) + 1);
        }
        Shape shape = checked((int)size);
        if (!k.Has("Weights"))
        {
            Data<long> counts = k.Allocate<long>("Out", shape);
            counts.Span.Clear();
            for (int i = 0; i < x.Length; i++)
                counts[int.CreateTruncating(x[i])]++;
            return;
        }
        switch (k.InMeta("Weights").DType.Kind)
        {
            case DTypeKind.Float32:
                Sum<T, float, float>(k, x, shape);
                break;
            case DTypeKind.Float64:
                Sum<T, double, double>(k, x, shape);
                break;
            case DTypeKind.Int32:
                Sum<T, int, double>(k, x, shape);
                break;
            default:
                Sum<T, long, double>(k, x, shape);
                break;
        }
    }

    private static void Sum<T, W, R>(KernelContext k, Data<T> x, Shape shape)
        where T : unmanaged, INumber<T>
        where W : unmanaged, INumber<W>
        where R : unmanaged, INumber<R>
    {
        Data<W> weights = k.In<W>("Weights");
        Data<R> sums = k.Allocate<R>("Out", shape);
        sums.Span.Clear();
        for (int i = 0; i < x.Length; i++)
            sums[int.CreateTruncating(x[i])] += R.CreateTruncating(weights[i]);
    }
}

internal sealed unsafe class HistogramKernel : NumericKernel<HistogramOp>
{
    protected override void Run<T>(HistogramOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        Data<long> y = k.Out<long>("Out");
        y.Span.Clear();
        double min = op.Min, max = op.Max;
        if (min == max && x.Length > 0)
        {
            (min, max) = (double.MaxValue, double.MinValue);
            foreach (T value in x.Span)
                (min, max) = (Math.Min(min, double.CreateTruncating(value)), Math.Max(max, double.CreateTruncating(value)));
        }
        if (!double.IsFinite(min) || !double.IsFinite(max))
            throw new InvalidArgumentException($"histogram: the range [{min}, {max}] is not finite.", $"X {x.Shape}", "Pass min and max.");
        if (min == max)
            (min, max) = (min - 1, max + 1);
        double perBin = op.Bins / (max - min);
        foreach (T value in x.Span)
        {
            double v = double.CreateTruncating(value);
            if (v >= min && v <= max)
                y[(int)Math.Min((v - min) * perBin, op.Bins - 1)]++;
        }
    }
}
