using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class UnfoldKernel : FloatKernel<UnfoldOp>
{
    protected override void Run<T>(UnfoldOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        T* image = x.Pointer, columns = k.Out<T>("Y").Pointer;
        var windows = new Windows(op.KernelSizes, op.Strides, op.Paddings, op.Dilations);
        int height = x.Shape[2], width = x.Shape[3], oh = windows.Count(0, height), ow = windows.Count(1, width), taps = op.KernelSizes[0] * op.KernelSizes[1];
        Workers.For(x.Shape[0] * x.Shape[1] * taps, (long)oh * ow, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                int tap = row % taps, dy = (tap / op.KernelSizes[1] * op.Dilations[0]) - op.Paddings[0], dx = (tap % op.KernelSizes[1] * op.Dilations[1]) - op.Paddings[1];
                T* plane = image + ((long)(row / taps) * height * width), to = columns + ((long)row * oh * ow);
                for (int i = 0; i < oh; i++)
                {
                    int y = (i * op.Strides[0]) + dy;
                    for (int j = 0; j < ow; j++, to++)
                    {
                        int at = (j * op.Strides[1]) + dx;
                        *to = (uint)y < (uint)height && (uint)at < (uint)width ? plane[(y * width) + at] : T.Zero;
                    }
                }
            }
        });
    }
}

internal sealed unsafe class FoldKernel : FloatKernel<FoldOp>
{
    protected override void Run<T>(FoldOp op, KernelContext k)
    {
        Data<T> result = k.Out<T>("Y");
        T* columns = k.In<T>("X").Pointer, image = result.Pointer;
        var windows = new Windows(op.KernelSizes, op.Strides, op.Paddings, op.Dilations);
        int height = result.Shape[2], width = result.Shape[3], oh = windows.Count(0, height), ow = windows.Count(1, width), taps = op.KernelSizes[0] * op.KernelSizes[1];
        result.Span.Clear();
        Workers.For(result.Shape[0] * result.Shape[1], (long)oh * ow * taps, (start, end) =>
        {
            for (int row = start * taps; row < end * taps; row++)
            {
                int tap = row % taps, dy = (tap / op.KernelSizes[1] * op.Dilations[0]) - op.Paddings[0], dx = (tap % op.KernelSizes[1] * op.Dilations[1]) - op.Paddings[1];
                T* plane = image + ((long)(row / taps) * height * width), from = columns + ((long)row * oh * ow);
                for (int i = 0; i < oh; i++)
                {
                    int y = (i * op.Strides[0]) + dy;
                    for (int j = 0; j < ow; j++, from++)
                    {
                        int at = (j * op.Strides[1]) + dx;
                        if ((uint)y < (uint)height && (uint)at < (uint)width)
                            plane[(y * width) + at] += *from;
                    }
                }
            }
        });
    }
}
