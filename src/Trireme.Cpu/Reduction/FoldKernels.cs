using System.Numerics;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Reduction;

/// <summary>The largest over some dimensions.</summary>
internal sealed class ReduceMaxKernel : FoldKernel<ReduceMaxOp, MaxFold>;

/// <summary>The smallest over some dimensions.</summary>
internal sealed class ReduceMinKernel : FoldKernel<ReduceMinOp, MinFold>;

/// <summary>The largest over some dimensions.</summary>
internal sealed class ReduceAmaxKernel : FoldKernel<ReduceAmaxOp, MaxFold>;

/// <summary>The smallest over some dimensions.</summary>
internal sealed class ReduceAminKernel : FoldKernel<ReduceAminOp, MinFold>;

/// <summary>The product over some dimensions.</summary>
internal sealed class ReduceProdKernel : FoldKernel<ReduceProdOp, ProductFold>;

/// <summary>Whether all are true.</summary>
internal sealed class ReduceAllKernel : FoldKernel<ReduceAllOp, AllFold>;

/// <summary>Whether any is true.</summary>
internal sealed class ReduceAnyKernel : FoldKernel<ReduceAnyOp, MaxFold>;

/// <summary>A reduction that is a fold and nothing else.</summary>
internal abstract unsafe class FoldKernel<TOp, TFold> : NumericKernel<TOp>
    where TOp : ReduceOp
    where TFold : struct, IFold
{
    protected override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        Reduction<T, TFold>.Run(x.Pointer, y.Pointer, ReducedDims.Of(k, op, x.Shape));
    }
}
