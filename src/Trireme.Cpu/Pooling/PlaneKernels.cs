using Trireme.Cpu.Pooling;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class PlaneScatterKernel : FloatKernel<PlaneScatterOp>
{
    protected override void Run<T>(PlaneScatterOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int* index = k.In<int>("Index").Pointer;
        int planes = x.Shape[0] * x.Shape[1], from = x.Length / Math.Max(1, planes), to = y.Length / Math.Max(1, planes);
        T* source = x.Pointer, target = y.Pointer;
        Workers.For(planes, from + to, (start, end) =>
        {
            for (int p = start; p < end; p++)
            {
                var plane = new Span<T>(target + ((long)p * to), to);
                plane.Clear();
                for (long i = (long)p * from; i < (long)(p + 1) * from; i++)
                {
                    if ((uint)index[i] < (uint)to)
                        plane[index[i]] += source[i];
                }
            }
        });
    }
}

internal sealed unsafe class PlaneGatherKernel : FloatKernel<PlaneGatherOp>
{
    protected override void Run<T>(PlaneGatherOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int* index = k.In<int>("Index").Pointer;
        int planes = x.Shape[0] * x.Shape[1], from = x.Length / Math.Max(1, planes), to = y.Length / Math.Max(1, planes);
        T* source = x.Pointer, target = y.Pointer;
        Workers.For(planes, to, (start, end) =>
        {
            for (int p = start; p < end; p++)
            {
                T* plane = source + ((long)p * from);
                for (long i = (long)p * to; i < (long)(p + 1) * to; i++)
                    target[i] = (uint)index[i] < (uint)from ? plane[index[i]] : T.Zero;
            }
        });
    }
}

internal sealed unsafe class UnpoolKernel : FloatKernel<UnpoolOp>
{
    protected override void Run<T>(UnpoolOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        if (k.InMeta("Indices").DType == DType.Int64)
            Run(x, k.In<long>("Indices"), y, static i => i);
        else
            Run(x, k.In<int>("Indices"), y, static i => i);
    }

    private static void Run<T, TIndex>(Data<T> x, Data<TIndex> indices, Data<T> y, Func<TIndex, long> value)
        where T : unmanaged
        where TIndex : unmanaged
    {
        y.Span.Clear();
        int planes = x.Shape[0] * x.Shape[1], from = x.Length / Math.Max(1, planes), to = y.Length / Math.Max(1, planes);
        for (int i = 0; i < x.Length; i++)
        {
            long at = value(indices[i]);
            if (at < 0 || at >= to)
                throw new OutOfRangeException($"unpool: index {at} lies outside the result.", $"A plane of the result {y.Shape} has {to} elements.");
            y[(int)(((long)(i / from) * to) + at)] = x[i];
        }
    }
}
