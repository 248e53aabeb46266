using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>Reads elements at regular distances.</summary>
internal abstract unsafe class StridedKernel<TOp> : BytesKernel<TOp>
    where TOp : StridedOp
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>(op.Info.Inputs[0].Name), y = k.Out<T>(op.Info.Outputs[0].Name);
        StridedPart part = op.Part(x.Shape);
        StridedCopy.Run(x.Pointer + part.Offset, y.Pointer, part.Shape.AsSpan(), part.Strides.AsSpan(), StridedPart.Whole(part.Shape).Strides.AsSpan());
    }
}

internal sealed class Transpose2Kernel : StridedKernel<Transpose2Op>;

internal sealed class AsStridedKernel : StridedKernel<AsStridedOp>;

internal sealed class SliceKernel : StridedKernel<SliceOp>;

internal sealed class StridedSliceKernel : StridedKernel<StridedSliceOp>;

internal sealed class FlipKernel : StridedKernel<FlipOp>;

internal sealed class DiagonalKernel : StridedKernel<DiagonalOp>;

internal sealed class ExpandV2Kernel : StridedKernel<ExpandV2Op>;

internal sealed unsafe class StridedPlaceKernel : NumericKernel<StridedPlaceOp>
{
    protected override void Run<T>(StridedPlaceOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        StridedPart part = op.Part;
        y.Span.Clear();
        Ints order = StridedPart.Whole(part.Shape).Strides;
        if (!part.MayOverlap)
        {
            StridedCopy.Run(x.Pointer, y.Pointer + part.Offset, part.Shape.AsSpan(), order.AsSpan(), part.Strides.AsSpan());
            return;
        }
        if (x.Length == 0)
            return;
        // Several elements meet in one place: one thread, in order, so that the sum is the same on any machine.
        var plan = StridedPlan.Of(part.Shape.AsSpan(), order.AsSpan(), part.Strides.AsSpan());
        var index = new int[Math.Max(1, plan.Rank)];
        long from = 0, to = 0;
        for (int i = 0; i < x.Length; i++)
        {
            y.Pointer[part.Offset + to] += x.Pointer[from];
            plan.Next(plan.Rank, index, ref from, ref to);
        }
    }
}
