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
        Reduction<T, SumFold>.Run(x.Pointer, y.Pointer, new ReducedDims(x.Shape, op.Flags(x.Shape.Rank)));
    }
}

/// <summary>The sum over the dimensions along which a shape was stretched.</summary>
internal sealed unsafe class SumToKernel : NumericKernel<SumToOp>
{
    protected override void Run<T>(SumToOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int lead = x.Shape.Rank - op.Shape.Rank;
        var flags = new bool[x.Shape.Rank];
        for (int i = 0; i < flags.Length; i++)
            flags[i] = i < lead || op.Shape[i - lead] != x.Shape[i];
        Reduction<T, SumFold>.Run(x.Pointer, y.Pointer, new ReducedDims(x.Shape, flags));
    }
}

/// <summary>The mean over some dimensions.</summary>
internal sealed unsafe class ReduceMeanKernel : NumericKernel<ReduceMeanOp>
{
    protected override void Run<T>(ReduceMeanOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        Reduction<T, SumFold>.Run(x.Pointer, y.Pointer, new ReducedDims(x.Shape, op.Flags(x.Shape.Rank)));
        TensorPrimitives.Divide(y.Span, T.CreateTruncating(op.CountOf(x.Shape)), y.Span);
    }
}
