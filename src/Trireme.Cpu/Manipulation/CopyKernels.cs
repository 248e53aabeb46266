using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>
/// Views that no longer are views: an operator marked as one shares its input's memory, and a kernel runs only where a plan has laid
/// the output elsewhere.
/// </summary>
internal abstract unsafe class ViewKernel<TOp> : BytesKernel<TOp>
    where TOp : Op
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        if (x.Pointer != y.Pointer)
            x.Span.CopyTo(y.Span);
    }
}

internal sealed class Reshape2Kernel : ViewKernel<Reshape2Op>;

internal sealed class Squeeze2Kernel : ViewKernel<Squeeze2Op>;

internal sealed class Unsqueeze2Kernel : ViewKernel<Unsqueeze2Op>;

internal sealed class FlattenContiguousRangeKernel : ViewKernel<FlattenContiguousRangeOp>;
