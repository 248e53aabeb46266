using Trireme.Cpu.Pooling;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal abstract unsafe class PoolKernel<TOp> : FloatKernel<TOp>
    where TOp : PoolOp
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        PoolShape shape = PoolShapes.Of(k, op.Windows, x.Shape, y.Shape);
        if (op.IsMax)
            MaxPools.Forward(shape, x.Pointer, y.Pointer, null);
        else
            AveragePooling<T>.Forward(shape, new AverageDivisor(op.Exclusive, op.DivisorOverride), x.Pointer, y.Pointer);
    }
}

internal sealed class Pool2DKernel : PoolKernel<Pool2DOp>;

internal sealed class Pool3DKernel : PoolKernel<Pool3DOp>;

internal abstract unsafe class MaxPoolWithIndexKernel<TOp> : FloatKernel<TOp>
    where TOp : MaxPoolWithIndexOp
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        MaxPools.Forward(PoolShapes.Of(k, op.Windows, x.Shape, y.Shape), x.Pointer, y.Pointer, k.Out<int>("Mask").Pointer);
    }
}

internal sealed class MaxPool2DWithIndexKernel : MaxPoolWithIndexKernel<MaxPool2DWithIndexOp>;

internal sealed class MaxPool3DWithIndexKernel : MaxPoolWithIndexKernel<MaxPool3DWithIndexOp>;

internal sealed unsafe class MaxPoolGradKernel : FloatKernel<MaxPoolGradOp>
{
    protected override void Run<T>(MaxPoolGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), dy = k.In<T>("OutGrad");
        MaxPools.Backward(PoolShapes.Of(k, op.Windows, x.Shape, dy.Shape), x.Pointer, dy.Pointer, k.Out<T>("XGrad").Pointer, op.Rectified);
    }
}

internal sealed unsafe class AvgPoolGradKernel : FloatKernel<AvgPoolGradOp>
{
    protected override void Run<T>(AvgPoolGradOp op, KernelContext k)
    {
        Data<T> dy = k.In<T>("OutGrad"), dx = k.Out<T>("XGrad");
        AveragePooling<T>.Backward(PoolShapes.Of(k, op.Windows, dx.Shape, dy.Shape), new AverageDivisor(op.Exclusive, op.DivisorOverride), dy.Pointer, dx.Pointer);
    }
}
