using Trireme.Cpu.Vision;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal abstract unsafe class InterpKernel<TOp> : LaneKernel<TOp>
    where TOp : InterpOp
{
    protected sealed override void Run<T, S>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        (AxisMap rows, AxisMap columns) = InterpMaps.Of(x.Shape, y.Shape, op.InterpMethod, op.Scale, op.AlignCorners, op.AlignMode);
        Interpolation<T, S>.Forward(x.Shape[0] * x.Shape[1], rows, columns, x.Pointer, y.Pointer);
    }
}

internal static class InterpMaps
{
    /// <summary>The maps of the last axis and of all axes before it, taken as one.</summary>
    public static (AxisMap Rows, AxisMap Columns) Of(Shape x, Shape y, string method, float[]? scale, bool alignCorners, int alignMode)
    {
        int last = x.Rank - 3;
        AxisMap rows = last == 0 ? AxisMap.Of(Taps.Single, 1) : Axis(0);
        for (int i = 1; i < last; i++)
            rows = rows.Times(Axis(i));
        return (rows, Axis(last));

        AxisMap Axis(int i)
        {
            double factor = scale is { Length: > 0 } ? scale[scale.Length == 1 ? 0 : i] : 0;
            return AxisMap.Of(Taps.Of(method, x[i + 2], y[i + 2], factor, alignCorners, alignMode), x[i + 2]);
        }
    }
}

internal sealed class NearestInterpKernel : InterpKernel<NearestInterpOp>;

internal sealed class LinearInterpKernel : InterpKernel<LinearInterpOp>;

internal sealed class BilinearInterpKernel : InterpKernel<BilinearInterpOp>;

internal sealed class TrilinearInterpKernel : InterpKernel<TrilinearInterpOp>;

internal sealed class BicubicInterpKernel : InterpKernel<BicubicInterpOp>;

internal sealed unsafe class InterpGradKernel : LaneKernel<InterpGradOp>
{
    protected override void Run<T, S>(InterpGradOp op, KernelContext k)
    {
        Data<T> dy = k.In<T>("OutGrad"), dx = k.Out<T>("XGrad");
        (AxisMap rows, AxisMap columns) = InterpMaps.Of(dx.Shape, dy.Shape, op.InterpMethod, op.Scale, op.AlignCorners, op.AlignMode);
        Interpolation<T, S>.Backward(dx.Shape[0] * dx.Shape[1], rows, columns, dy.Pointer, dx.Pointer);
    }
}
