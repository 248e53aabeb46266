using Trireme.Cpu.Convolution;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal abstract unsafe class ConvKernel<TOp> : FloatKernel<TOp>
    where TOp : ConvOp
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), filter = k.In<T>("Filter"), y = k.Out<T>("Output");
        ConvShape shape = k.TryGetKept(out ConvShape kept) ? kept : k.Keep(ConvShapes.Of(op.Axes(x.Shape, filter.Shape), x.Shape, y.Shape, op.Groups));
        Convolutions.Forward(shape, x.Pointer, filter.Pointer, k.Has("Bias") ? k.In<T>("Bias").Pointer : null, y.Pointer, op.IsRectified);
    }
}

internal abstract unsafe class ConvTransposeKernel<TOp> : FloatKernel<TOp>
    where TOp : ConvTransposeOp
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), filter = k.In<T>("Filter"), y = k.Out<T>("Output");
        ConvShape shape = k.TryGetKept(out ConvShape kept) ? kept : k.Keep(ConvShapes.Of(op.Axes(x.Shape, filter.Shape), y.Shape, x.Shape, op.Groups));
        Convolutions.BackwardInput(shape, x.Pointer, filter.Pointer, y.Pointer, k.Has("Bias") ? k.In<T>("Bias").Pointer : null);
    }
}

internal sealed unsafe class ConvFilterGradKernel : FloatKernel<ConvFilterGradOp>
{
    protected override void Run<T>(ConvFilterGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), dy = k.In<T>("OutputGrad");
        ConvShape shape = k.TryGetKept(out ConvShape kept) ? kept : k.Keep(ConvShapes.Of(op.Axes(x.Shape), x.Shape, dy.Shape, op.Groups));
        Convolutions.BackwardFilter(shape, x.Pointer, dy.Pointer, k.Out<T>("FilterGrad").Pointer);
    }
}

internal sealed class Conv2DKernel : ConvKernel<Conv2DOp>;

internal sealed class DepthwiseConv2DKernel : ConvKernel<DepthwiseConv2DOp>;

internal sealed class FusedConv2DAddActKernel : ConvKernel<FusedConv2DAddActOp>;

internal sealed class Conv3DKernel : ConvKernel<Conv3DOp>;

internal sealed class Conv2DTransposeKernel : ConvTransposeKernel<Conv2DTransposeOp>;

internal sealed class DepthwiseConv2DTransposeKernel : ConvTransposeKernel<DepthwiseConv2DTransposeOp>;

internal sealed class Conv3DTransposeKernel : ConvTransposeKernel<Conv3DTransposeOp>;
