using System.Numerics;
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
        Workers.For(planes, from + to, new ScatterBody<T> { Source = x.Pointer, Target = y.Pointer, Index = index, From = from, To = to });
    }

    private struct ScatterBody<T> : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public T* Source, Target;
        public int* Index;
        public int From, To;

        public readonly void Run(int start, int end)
        {
            for (int p = start; p < end; p++)
            {
                var plane = new Span<T>(Target + ((long)p * To), To);
                plane.Clear();
                for (long i = (long)p * From; i < (long)(p + 1) * From; i++)
                {
                    if ((uint)Index[i] < (uint)To)
                        plane[Index[i]] += Source[i];
                }
            }
        }
    }
}

internal sealed unsafe class PlaneGatherKernel : FloatKernel<PlaneGatherOp>
{
    protected override void Run<T>(PlaneGatherOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int* index = k.In<int>("Index").Pointer;
        int planes = x.Shape[0] * x.Shape[1], from = x.Length / Math.Max(1, planes), to = y.Length / Math.Max(1, planes);
        Workers.For(planes, to, new GatherBody<T> { Source = x.Pointer, Target = y.Pointer, Index = index, From = from, To = to });
    }

    private struct GatherBody<T> : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public T* Source, Target;
        public int* Index;
        public int From, To;

        public readonly void Run(int start, int end)
        {
            for (int p = start; p < end; p++)
            {
                T* plane = Source + ((long)p * From);
                for (long i = (long)p * To; i < (long)(p + 1) * To; i++)
                    Target[i] = (uint)Index[i] < (uint)From ? plane[Index[i]] : T.Zero;
            }
        }
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
