using System.Numerics;
using Trireme.Cpu.Vision;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class RoiAlignKernel : FloatKernel<RoiAlignOp>
{
    protected override void Run<T>(RoiAlignOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), boxes = k.In<T>("ROIs"), y = k.Out<T>("Out");
        int[] images = RoiImages.Of(k.In<int>("RoisNum"), boxes.Shape[0], op.Info.Type);
        int channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3], bins = op.PooledHeight * op.PooledWidth;
        T* from = x.Pointer, to = y.Pointer, box = boxes.Pointer;
        Workers.For(boxes.Shape[0], 16L * channels * bins, (start, end) =>
        {
            for (int r = start; r < end; r++)
            {
                var samples = new RoiSamples<T>(box + (4L * r), height, width, op.PooledHeight, op.PooledWidth, op.SpatialScale, op.SamplingRatio, op.Aligned);
                for (int bin = 0; bin < bins; bin++)
                {
                    samples.Collect(bin / op.PooledWidth, bin % op.PooledWidth);
                    for (int c = 0; c < channels; c++)
                    {
                        T* plane = from + ((((long)images[r] * channels) + c) * height * width);
                        T sum = T.Zero;
                        for (int i = 0; i < samples.Count; i++)
                            sum += samples.Weights[i] * plane[samples.Offsets[i]];
                        to[((((long)r * channels) + c) * bins) + bin] = sum;
                    }
                }
            }
        });
    }
}

internal sealed unsafe class RoiAlignGradKernel : FloatKernel<RoiAlignGradOp>
{
    protected override void Run<T>(RoiAlignGradOp op, KernelContext k)
    {
        Data<T> boxes = k.In<T>("ROIs"), dy = k.In<T>("OutGrad"), dx = k.Out<T>("XGrad");
        int[] images = RoiImages.Of(k.In<int>("RoisNum"), boxes.Shape[0], op.Info.Type);
        int channels = dx.Shape[1], height = dx.Shape[2], width = dx.Shape[3], ph = dy.Shape[2], pw = dy.Shape[3], bins = ph * pw;
        dx.Span.Clear();
        T* from = dy.Pointer, to = dx.Pointer, box = boxes.Pointer;
        // Regions of one image overlap: a worker owns channels, not regions.
        Workers.For(channels, 32L * boxes.Shape[0] * bins, (start, end) =>
        {
            for (int r = 0; r < boxes.Shape[0]; r++)
            {
                var samples = new RoiSamples<T>(box + (4L * r), height, width, ph, pw, op.SpatialScale, op.SamplingRatio, op.Aligned);
                for (int bin = 0; bin < bins; bin++)
                {
                    samples.Collect(bin / pw, bin % pw);
                    for (int c = start; c < end; c++)
                    {
                        T* plane = to + ((((long)images[r] * channels) + c) * height * width);
                        T grad = from[((((long)r * channels) + c) * bins) + bin];
                        for (int i = 0; i < samples.Count; i++)
                            plane[samples.Offsets[i]] += grad * samples.Weights[i];
                    }
                }
            }
        });
    }
}

internal sealed unsafe class RoiPoolKernel : FloatKernel<RoiPoolOp>
{
    protected override void Run<T>(RoiPoolOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), boxes = k.In<T>("ROIs"), y = k.Out<T>("Out");
        int* argmax = k.Out<int>("Argmax").Pointer;
        int[] images = RoiImages.Of(k.In<int>("RoisNum"), boxes.Shape[0], op.Info.Type);
        int channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3];
        Workers.For(boxes.Shape[0] * channels, (long)height * width, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                T* box = boxes.Pointer + (4L * (i / channels)), plane = x.Pointer + ((((long)images[i / channels] * channels) + (i % channels)) * height * width);
                int left = Scaled(box[0], op.SpatialScale), top = Scaled(box[1], op.SpatialScale);
                double binHeight = Math.Max(Scaled(box[3], op.SpatialScale) - top + 1, 1) / (double)op.PooledHeight;
                double binWidth = Math.Max(Scaled(box[2], op.SpatialScale) - left + 1, 1) / (double)op.PooledWidth;
                for (int bin = 0; bin < op.PooledHeight * op.PooledWidth; bin++)
                {
                    int row = bin / op.PooledWidth, column = bin % op.PooledWidth, best = -1;
                    int top2 = Math.Clamp((int)Math.Floor(row * binHeight) + top, 0, height), bottom = Math.Clamp((int)Math.Ceiling((row + 1) * binHeight) + top, 0, height);
                    int left2 = Math.Clamp((int)Math.Floor(column * binWidth) + left, 0, width), right = Math.Clamp((int)Math.Ceiling((column + 1) * binWidth) + left, 0, width);
                    for (int h = top2; h < bottom; h++)
                    {
                        for (int w = left2; w < right; w++)
                        {
                            if (best < 0 || plane[(h * width) + w] > plane[best])
                                best = (h * width) + w;
                        }
                    }
                    long at = ((long)i * op.PooledHeight * op.PooledWidth) + bin;
                    argmax[at] = best;
                    y.Pointer[at] = best < 0 ? T.Zero : plane[best];
                }
            }
        });
    }

    private static int Scaled<T>(T coordinate, float scale)
        where T : INumber<T>
        => (int)Math.Round(double.CreateTruncating(coordinate) * scale, MidpointRounding.AwayFromZero);
}

internal sealed unsafe class RoiPoolGradKernel : FloatKernel<RoiPoolGradOp>
{
    protected override void Run<T>(RoiPoolGradOp op, KernelContext k)
    {
        Data<T> dy = k.In<T>("OutGrad"), dx = k.Out<T>("XGrad");
        int* argmax = k.In<int>("Argmax").Pointer;
        int[] images = RoiImages.Of(k.In<int>("RoisNum"), dy.Shape[0], op.Info.Type);
        int channels = dx.Shape[1], plane = dx.Shape[2] * dx.Shape[3], bins = dy.Shape[2] * dy.Shape[3];
        dx.Span.Clear();
        for (int i = 0; i < dy.Length; i++)
        {
            int row = i / bins;
            if (argmax[i] >= 0)
                dx.Pointer[((((long)images[row / channels] * channels) + (row % channels)) * plane) + argmax[i]] += dy[i];
        }
    }
}
