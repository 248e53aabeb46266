using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed class CvmKernel : FloatKernel<CvmOp>
{
    protected override void Run<T>(CvmOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Y");
        int width = x.Shape[1], kept = y.Shape[1];
        for (int row = 0; row < x.Shape[0]; row++)
        {
            ReadOnlySpan<T> from = x.Span.Slice(row * width, width);
            Span<T> to = y.Span.Slice(row * kept, kept);
            from[(width - kept)..].CopyTo(to);
            if (!op.UseCvm)
                continue;
            to[0] = T.Log(from[0] + T.One);
            to[1] = T.Log(from[1] + T.One) - to[0];
        }
    }
}
