using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Elementwise;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Reduction;

/// <summary>max x + log Σ exp(x − max x). Where a line is one run, it is done in one visit; else by maximum, exponentials and sum.</summary>
internal sealed unsafe class LogsumexpKernel : FloatKernel<LogsumexpOp>
{
    private const int Tile = 1024;

    protected override void Run<T>(LogsumexpOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        bool[] flags = op.Flags(x.Shape.Rank);
        var dims = new ReducedDims(x.Shape, flags);
        if (x.Length == 0)
            y.Span.Fill(T.NegativeInfinity);
        else if (dims.InnerIsReduced && dims.Reduced == 1)
            Runs(x.Pointer, y.Pointer, dims);
        else
            InSteps(x, y, dims, flags);
    }

    private static void Runs<T>(T* x, T* y, ReducedDims dims)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Workers.For(dims.Kept, dims.Inner * 8L, (start, end) =>
        {
            Span<T> tile = new(Scratch.Own<T>(Tile), Tile);
            for (int i = start; i < end; i++)
            {
                var line = new ReadOnlySpan<T>(x + ((long)i * dims.Inner), dims.Inner);
                T max = Finite(TensorPrimitives.Max(line)), sum = T.Zero;
                for (int at = 0; at < line.Length; at += Tile)
                {
                    Span<T> part = tile[..Math.Min(Tile, line.Length - at)];
                    TensorPrimitives.Subtract(line.Slice(at, part.Length), max, part);
                    TensorPrimitives.Exp(part, part);
                    sum += TensorPrimitives.Sum<T>(part);
                }
                y[i] = max + T.Log(sum);
            }
        });

    private static void InSteps<T>(Data<T> x, Data<T> y, ReducedDims dims, bool[] flags)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        int[] kept = x.Shape.ToArray();
        for (int i = 0; i < kept.Length; i++)
            kept[i] = flags[i] ? 1 : kept[i];
        var stretched = new StretchedDims(x.Shape, [kept]);
        T[] max = new T[y.Length], shifted = GC.AllocateUninitializedArray<T>(x.Length);
        fixed (T* m = max, e = shifted)
        {
            T* lowest = m, exponentials = e;
            Reduction<T, MaxFold>.Run(x.Pointer, m, dims);
            for (int i = 0; i < max.Length; i++)
                max[i] = Finite(max[i]);
            Workers.For(stretched.Rows, stretched.Inner * 8L, (start, end) =>
            {
                int inner = stretched.Inner;
                for (int row = start; row < end; row++)
                {
                    var from = new ReadOnlySpan<T>(x.Pointer + ((long)row * inner), inner);
                    var to = new Span<T>(exponentials + ((long)row * inner), inner);
                    T* shift = lowest + stretched.RowOffset(0, row);
                    if (stretched.InnerStride(0) == 0)
                        TensorPrimitives.Subtract(from, *shift, to);
                    else
                        TensorPrimitives.Subtract(from, new ReadOnlySpan<T>(shift, inner), to);
                    TensorPrimitives.Exp(to, to);
                }
            });
            Reduction<T, SumFold>.Run(e, y.Pointer, dims);
        }
        for (int i = 0; i < y.Length; i++)
            y[i] = max[i] + T.Log(y[i]);
    }

    // Infinities less themselves would be NaN.
    private static T Finite<T>(T max)
        where T : IFloatingPointIeee754<T>
        => T.IsInfinity(max) ? T.Zero : max;
}
