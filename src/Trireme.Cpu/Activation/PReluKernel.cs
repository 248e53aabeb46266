using Trireme.Cpu.Elementwise;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Activation;

/// <summary>x where positive, else a slope times x; the slope is stretched like a broadcast operand.</summary>
internal sealed unsafe class PReluKernel : FloatKernel<PReluOp>
{
    protected override void Run<T>(PReluOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), alpha = k.In<T>("Alpha"), y = k.Out<T>("Out");
        if (y.Length == 0)
            return;
        var dims = new StretchedDims(x.Shape, [op.AlphaShape(x.Shape, alpha.Shape)]);
        Workers.For(dims.Rows, dims.Inner * 2L, (start, end) =>
        {
            int inner = dims.Inner, stride = dims.InnerStride(0);
            for (int row = start; row < end; row++)
            {
                T* slope = alpha.Pointer + dims.RowOffset(0, row), from = x.Pointer + ((long)row * inner), to = y.Pointer + ((long)row * inner);
                for (int i = 0; i < inner; i++)
                    to[i] = from[i] > T.Zero ? from[i] : from[i] * slope[i * stride];
            }
        });
    }
}
