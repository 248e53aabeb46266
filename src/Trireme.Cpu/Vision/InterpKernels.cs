using Trireme.Cpu.Vision;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal abstract unsafe class InterpKernel<TOp> : FloatKernel<TOp>
    where TOp : InterpOp
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        Taps[] taps = InterpTaps.Of(x.Shape, y.Shape, op.InterpMethod, op.Scale, op.AlignCorners, op.AlignMode);
        Interpolation<T>.Forward(x.Shape[0] * x.Shape[1], x.Shape.AsSpan()[2..], y.Shape.AsSpan()[2..], taps, x.Pointer, y.Pointer);
    }
}

internal static class InterpTaps
{
    public static Taps[] Of(Shape x, Shape y, string method, float[]? scale, bool alignCorners, int alignMode)
    {
        var taps = new Taps[x.Rank - 2];
        for (int i = 0; i < taps.Length; i++)
        {
            double factor = scale is { Length: > 0 } ? scale[scale.Length == 1 ? 0 : i] : 0;
            taps[i] = Taps.Of(method, x[i + 2], y[i + 2], factor, alignCorners, alignMode);
        }
        return taps;
    }
}

internal sealed class NearestInterpKernel : InterpKernel<NearestInterpOp>;

internal sealed class LinearInterpKernel : InterpKernel<LinearInterpOp>;

internal sealed class BilinearInterpKernel : InterpKernel<BilinearInterpOp>;

internal sealed class TrilinearInterpKernel : InterpKernel<TrilinearInterpOp>;

internal sealed class BicubicInterpKernel : InterpKernel<BicubicInterpOp>;

internal sealed unsafe class InterpGradKernel : FloatKernel<InterpGradOp>
{
    protected override void Run<T>(InterpGradOp op, KernelContext k)
    {
        Data<T> dy = k.In<T>("OutGrad"), dx = k.Out<T>("XGrad");
        Taps[] taps = InterpTaps.Of(dx.Shape, dy.Shape, op.InterpMethod, op.Scale, op.AlignCorners, op.AlignMode);
        Interpolation<T>.Backward(dx.Shape[0] * dx.Shape[1], dx.Shape.AsSpan()[2..], dy.Shape.AsSpan()[2..], taps, dy.Pointer, dx.Pointer);
    }
}
