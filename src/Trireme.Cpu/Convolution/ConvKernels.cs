using System.Buffers;
using System.Numerics;
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
        Convolve(op, k, shape, x.Pointer, filter.Pointer, y.Pointer, new ConvEpilogue<T>(k.Has("Bias") ? k.In<T>("Bias").Pointer : null, op.IsRectified)
        {
            AtMostSix = op.IsAtMostSix,
        });
    }

    protected virtual void Convolve<T>(TOp op, KernelContext k, in ConvShape shape, T* x, T* filter, T* y, in ConvEpilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Convolutions.Forward(shape, x, filter, epilogue, y);

    protected static nint Residual<T>(KernelContext k, T* y) where T : unmanaged => k.Has("ResidualData") ? (nint)(k.In<T>("ResidualData").Pointer - y) : 0;
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

internal sealed unsafe class FusedConv2DAddActKernel : ConvKernel<FusedConv2DAddActOp>
{
    protected override void Convolve<T>(FusedConv2DAddActOp op, KernelContext k, in ConvShape shape, T* x, T* filter, T* y, in ConvEpilogue<T> epilogue)
        => Convolutions.Forward(shape, x, filter, epilogue with { Residual = Residual(k, y) }, y);
}

internal sealed unsafe class FusedConv2DBnActKernel : ConvKernel<FusedConv2DBnActOp>
{
    protected override void Convolve<T>(FusedConv2DBnActOp op, KernelContext k, in ConvShape shape, T* x, T* filter, T* y, in ConvEpilogue<T> epilogue)
    {
        int channels = shape.M;
        T* mean = k.In<T>("Mean").Pointer, variance = k.In<T>("Variance").Pointer;
        T* weight = k.Has("Scale") ? k.In<T>("Scale").Pointer : null, shift = k.Has("Shift") ? k.In<T>("Shift").Pointer : null;
        T[] rented = ArrayPool<T>.Shared.Rent(2 * channels);
        fixed (T* scale = rented)
        {
            T* offset = scale + channels;
            T epsilon = T.CreateTruncating(op.Epsilon);
            for (int i = 0; i < channels; i++)
            {
                scale[i] = (weight == null ? T.One : weight[i]) / T.Sqrt(variance[i] + epsilon);
                offset[i] = (shift == null ? T.Zero : shift[i]) + (((epilogue.Bias == null ? T.Zero : epilogue.Bias[i]) - mean[i]) * scale[i]);
            }
            Convolutions.Forward(shape, x, filter, epilogue with { Scale = scale, Bias = offset, Residual = Residual(k, y) }, y);
        }
        ArrayPool<T>.Shared.Return(rented);
    }
}

internal sealed class Conv3DKernel : ConvKernel<Conv3DOp>;

internal sealed class Conv2DTransposeKernel : ConvTransposeKernel<Conv2DTransposeOp>;

internal sealed class DepthwiseConv2DTransposeKernel : ConvTransposeKernel<DepthwiseConv2DTransposeOp>;

internal sealed class Conv3DTransposeKernel : ConvTransposeKernel<Conv3DTransposeOp>;
