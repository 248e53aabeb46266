using System.Numerics;
using System.Runtime.CompilerServices;
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
            for (int at = start; at < end;)
            {
                int row = at / columns, count = Math.Min(end, (row + 1) * columns) - at;
                var search = new BinarySearch<T>(sequence.Pointer + ((long)row * length), length);
                int* narrow = ints == null ? null : ints + at;
                long* wide = longs == null ? null : longs + at;
                if (op.Right)
                    search.Run<AfterEqual>(values.Pointer + at, count, narrow, wide);
                else
                    search.Run<BeforeEqual>(values.Pointer + at, count, narrow, wide);
                at += count;
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
        if (x.Length > 0)
        {
            (T min, T max) = IntegerRange.Of(x.Pointer, x.Length);
            for (int i = 0; min < T.Zero; i++)
            {
                if (x[i] < T.Zero)
                    throw new InvalidArgumentException($"bincount: element {i} is {x[i]}.", $"X {x.Shape}", "Numbers to count must not be negative.");
            }
            size = Math.Max(size, long.CreateTruncating(max) + 1);
        }
        Shape shape = checked((int)size);
        if (!k.Has("Weights"))
        {
            Count(x, k.Allocate<long>("Out", shape));
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

    private static void Count<T>(Data<T> x, Data<long> counts)
        where T : unmanaged, INumber<T>
    {
        const int most = 8, smallest = 1 << 14;
        // A table for each part where adding the tables up is little beside counting.
        int size = counts.Length, parts = Math.Clamp(x.Length / Math.Max(smallest, 4 * size), 1, most), part = Math.Max(1, (x.Length + parts - 1) / parts);
        var tables = new int[parts * size];
        Workers.ForChunks(x.Length, part, 2, (start, end) => Tally(x.Pointer + start, end - start, tables.AsSpan(start / part * size, size)));
        for (int i = 0; i < size; i++)
        {
            long sum = 0;
            for (int at = i; at < tables.Length; at += size)
                sum += tables[at];
            counts[i] = sum;
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Tally<T>(T* x, int length, Span<int> counts)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < length; i++)
            counts[int.CreateTruncating(x[i])]++;
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
