using System.Numerics;
using Trireme.Cpu.Kernels;
using Trireme.Cpu.Vision;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

internal sealed unsafe class PsRoiPoolKernel : FloatKernel<PsRoiPoolOp>
{
    protected override void Run<T>(PsRoiPoolOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), boxes = k.In<T>("ROIs"), y = k.Out<T>("Out");
        int[] images = RoiImages.Of(k.In<int>("RoisNum"), boxes.Shape[0], op.Info.Type);
        int height = x.Shape[2], width = x.Shape[3], bins = op.PooledHeight * op.PooledWidth;
        Workers.For(boxes.Shape[0] * op.OutputChannels, (long)height * width, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int region = i / op.OutputChannels, channel = i % op.OutputChannels;
                var grid = PsRoiGrid.Of(boxes.Pointer + (4L * region), op.SpatialScale, op.PooledHeight, op.PooledWidth);
                for (int bin = 0; bin < bins; bin++)
                {
                    T* plane = x.Pointer + ((((long)images[region] * x.Shape[1]) + (channel * bins) + bin) * height * width), sum = y.Pointer
                        + ((long)i * bins) + bin;
                    (int top, int bottom, int left, int right) = grid.Bin(bin / op.PooledWidth, bin % op.PooledWidth, height, width);
                    *sum = T.Zero;
                    for (int h = top; h < bottom; h++)
                    {
                        for (int w = left; w < right; w++)
                            *sum += plane[(h * width) + w];
                    }
                    if (bottom > top && right > left)
                        *sum /= T.CreateTruncating((bottom - top) * (right - left));
                }
            }
        });
    }
}

internal sealed unsafe class PsRoiPoolGradKernel : FloatKernel<PsRoiPoolGradOp>
{
    protected override void Run<T>(PsRoiPoolGradOp op, KernelContext k)
    {
        Data<T> boxes = k.In<T>("ROIs"), dy = k.In<T>("OutGrad"), dx = k.Out<T>("XGrad");
        int[] images = RoiImages.Of(k.In<int>("RoisNum"), boxes.Shape[0], op.Info.Type);
        int channels = dy.Shape[1], rows = dy.Shape[2], columns = dy.Shape[3], bins = rows * columns, height = dx.Shape[2], width = dx.Shape[3];
        dx.Span.Clear();
        // Regions of one image overlap: a worker owns channels, not regions.
        Workers.For(channels, (long)boxes.Shape[0] * height * width, (start, end) =>
        {
            for (int region = 0; region < boxes.Shape[0]; region++)
            {
                var grid = PsRoiGrid.Of(boxes.Pointer + (4L * region), op.SpatialScale, rows, columns);
                for (int i = start * bins; i < end * bins; i++)
                {
                    (int top, int bottom, int left, int right) = grid.Bin(i % bins / columns, i % columns, height, width);
                    if (bottom <= top || right <= left)
                        continue;
                    T* plane = dx.Pointer + ((((long)images[region] * dx.Shape[1]) + i) * height * width);
                    T share = dy[(region * channels * bins) + i] / T.CreateTruncating((bottom - top) * (right - left));
                    for (int h = top; h < bottom; h++)
                    {
                        for (int w = left; w < right; w++)
                            plane[(h * width) + w] += share;
                    }
                }
            }
        });
    }
}

/// <summary>The bins of a region: its corners are rounded to elements before they are scaled.</summary>
internal readonly record struct PsRoiGrid(double Top, double Left, double BinHeight, double BinWidth)
{
    public static unsafe PsRoiGrid Of<T>(T* box, float scale, int rows, int columns)
        where T : unmanaged, INumber<T>
    {
        double left = Corner(box[0]) * scale, top = Corner(box[1]) * scale, right = (Corner(box[2]) + 1) * scale, bottom = (Corner(box[3]) + 1) * scale;
        return new PsRoiGrid(top, left, Math.Max(bottom - top, 0.1) / rows, Math.Max(right - left, 0.1) / columns);
    }

    public (int Top, int Bottom, int Left, int Right) Bin(int row, int column, int height, int width)
        => (Math.Clamp((int)Math.Floor((row * BinHeight) + Top), 0, height), Math.Clamp((int)Math.Ceiling(((row + 1) * BinHeight) + Top), 0, height),
            Math.Clamp((int)Math.Floor((column * BinWidth) + Left), 0, width), Math.Clamp((int)Math.Ceiling(((column + 1) * BinWidth) + Left), 0, width));

    private static double Corner<T>(T value)
        where T : INumber<T>
        => Math.Round(double.CreateTruncating(value), MidpointRounding.AwayFromZero);
}
