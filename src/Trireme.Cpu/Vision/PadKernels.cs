using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Vision;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed class PadKernel : NumericKernel<PadOp>
{
    protected override void Run<T>(PadOp op, KernelContext k) => Padding<T>.Forward(k.In<T>("X"), k.Out<T>("Out"), op.Paddings, "constant", T.CreateTruncating(op.PadValue));
}

internal sealed class Pad3DKernel : NumericKernel<Pad3DOp>
{
    protected override void Run<T>(Pad3DOp op, KernelContext k) => Padding<T>.Forward(k.In<T>("X"), k.Out<T>("Out"), op.Pairs, op.Mode, T.CreateTruncating(op.Value));
}

internal sealed class PadGradKernel : FloatKernel<PadGradOp>
{
    protected override void Run<T>(PadGradOp op, KernelContext k) => Padding<T>.Backward(k.In<T>("OutGrad"), k.Out<T>("XGrad"), op.Paddings, op.Mode);
}
