using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Reduction;

/// <summary>The sum over some dimensions.</summary>
internal sealed unsafe class ReduceSumKernel : NumericKernel<ReduceSumOp>
{
    protected override void Run<T>(ReduceSumOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        Reduction<T, SumFold>.Run(x.Pointer, y.Pointer, ReducedDims.Of(k, op, x.Shape));
    }
}

/// <summary>The sum over the dimensions along which a shape was stretched.</summary>
internal sealed unsafe class SumToKernel : NumericKernel<SumToOp>
{
    protected override void Run<T>(SumToOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        Reduction<T, SumFold>.Run(x.Pointer, y.Pointer, k.TryGetKept(out ReducedDims kept) ? kept : k.Keep(Stretched(op.Shape, x.Shape)));
    }

    private static ReducedDims Stretched(Shape from, Shape to)
    {
        int lead = to.Rank - from.Rank;
        var flags = new bool[to.Rank];
        for (int i = 0; i < flags.Length; i++)
            flags[i] = i < lead || from[i - lead] != to[i];
        return new ReducedDims(to, flags);
    }
}

/// <summary>The mean over some dimensions.</summary>
internal sealed unsafe class ReduceMeanKernel : NumericKernel<ReduceMeanOp>
{
    protected override void Run<T>(ReduceMeanOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        ReducedDims dims = ReducedDims.Of(k, op, x.Shape);
        Reduction<T, SumFold>.Run(x.Pointer, y.Pointer, dims);
        TensorPrimitives.Divide(y.Span, T.CreateTruncating(dims.Count), y.Span);
    }
}
