using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

internal sealed class PriorBoxKernel : Kernel<PriorBoxOp>
{
    protected override void Run(PriorBoxOp op, KernelContext k)
    {
        Shape map = k.InMeta("Input").Shape, image = k.InMeta("Image").Shape;
        int rows = map[2], columns = map[3];
        float stepW = op.StepW > 0 && op.StepH > 0 ? op.StepW : (float)image[3] / columns, stepH = op.StepW > 0 && op.StepH > 0 ? op.StepH : (float)image[2] / rows;
        List<(float W, float H)> sizes = Sizes(op);
        Span<float> boxes = k.Out<float>("Boxes").Span;
        int at = 0;
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                float centerX = (x + op.Offset) * stepW, centerY = (y + op.Offset) * stepH;
                foreach ((float w, float h) in sizes)
                {
                    var box = new Box((centerX - (w / 2)) / image[3], (centerY - (h / 2)) / image[2], (centerX + (w / 2)) / image[3], (centerY + (h / 2)) / image[2]);
                    box.CopyTo(boxes, at++);
                }
            }
        }
        Priors.Finish(boxes, op.Clip, op.Variances ?? [0.1f, 0.1f, 0.2f, 0.2f], k.Out<float>("Variances").Span);
    }

    private static List<(float W, float H)> Sizes(PriorBoxOp op)
    {
        var sizes = new List<(float, float)>();
        for (int i = 0; i < op.MinSizes.Length; i++)
        {
            float side = op.MinSizes[i];
            float between = op.MaxSizes is { Length: > 0 } largest ? MathF.Sqrt(side * largest[i]) : 0;
            if (op.MinMaxAspectRatiosOrder)
            {
                sizes.Add((side, side));
                if (between > 0)
                    sizes.Add((between, between));
            }
            foreach (float ratio in op.Ratios())
            {
                if (op.MinMaxAspectRatiosOrder && Math.Abs(ratio - 1) < 1e-6f)
                    continue;
                sizes.Add((side * MathF.Sqrt(ratio), side / MathF.Sqrt(ratio)));
            }
            if (!op.MinMaxAspectRatiosOrder && between > 0)
                sizes.Add((between, between));
        }
        return sizes;
    }
}

internal sealed class DensityPriorBoxKernel : Kernel<DensityPriorBoxOp>
{
    protected override void Run(DensityPriorBoxOp op, KernelContext k)
    {
        Shape map = k.InMeta("Input").Shape, image = k.InMeta("Image").Shape;
        int rows = map[2], columns = map[3];
        float stepW = op.StepW > 0 && op.StepH > 0 ? op.StepW : (float)image[3] / columns, stepH = op.StepW > 0 && op.StepH > 0 ? op.StepH : (float)image[2] / rows;
        int step = (int)((stepW + stepH) * 0.5f);
        Span<float> boxes = k.Out<float>("Boxes").Span;
        int at = 0;
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                float centerX = (x + op.Offset) * stepW, centerY = (y + op.Offset) * stepH;
                for (int s = 0; s < op.FixedSizes.Length; s++)
                    at = Grid(op, s, step, centerX, centerY, image, boxes, at);
            }
        }
        Priors.Finish(boxes, op.Clip, op.Variances ?? [0.1f, 0.1f, 0.2f, 0.2f], k.Out<float>("Variances").Span);
    }

    private static int Grid(DensityPriorBoxOp op, int size, int step, float centerX, float centerY, Shape image, Span<float> boxes, int at)
    {
        int density = op.Densities[size], shift = step / density;
        foreach (float ratio in op.FixedRatios)
        {
            float w = op.FixedSizes[size] * MathF.Sqrt(ratio), h = op.FixedSizes[size] / MathF.Sqrt(ratio);
            float firstX = centerX - (step / 2f) + (shift / 2f), firstY = centerY - (step / 2f) + (shift / 2f);
            for (int i = 0; i < density * density; i++)
            {
                float x = firstX + (i % density * shift), y = firstY + (i / density * shift);
                var box = new Box(Math.Max((x - (w / 2)) / image[3], 0), Math.Max((y - (h / 2)) / image[2], 0), Math.Min((x + (w / 2)) / image[3], 1), Math.Min((y + (h / 2)) / image[2], 1));
                box.CopyTo(boxes, at++);
            }
        }
        return at;
    }
}

internal sealed class AnchorGeneratorKernel : Kernel<AnchorGeneratorOp>
{
    protected override void Run(AnchorGeneratorOp op, KernelContext k)
    {
        Shape map = k.InMeta("Input").Shape;
        float strideW = op.Stride[0], strideH = op.Stride[1];
        Span<float> boxes = k.Out<float>("Anchors").Span;
        int at = 0;
        for (int y = 0; y < map[2]; y++)
        {
            for (int x = 0; x < map[3]; x++)
            {
                float centerX = (x * strideW) + (op.Offset * (strideW - 1)), centerY = (y * strideH) + (op.Offset * (strideH - 1));
                foreach (float ratio in op.AspectRatios)
                {
                    float baseW = MathF.Round(MathF.Sqrt(strideW * strideH / ratio), MidpointRounding.AwayFromZero), baseH = MathF.Round(baseW * ratio, MidpointRounding.AwayFromZero);
                    foreach (float size in op.AnchorSizes)
                    {
                        float halfW = 0.5f * ((size / strideW * baseW) - 1), halfH = 0.5f * ((size / strideH * baseH) - 1);
                        new Box(centerX - halfW, centerY - halfH, centerX + halfW, centerY + halfH).CopyTo(boxes, at++);
                    }
                }
            }
        }
        Priors.Finish(boxes, false, op.Variances, k.Out<float>("Variances").Span);
    }
}

internal static class Priors
{
    public static void Finish(Span<float> boxes, bool clip, float[] variances, Span<float> repeated)
    {
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = variances[i % 4];
        for (int i = 0; clip && i < boxes.Length; i++)
            boxes[i] = Math.Clamp(boxes[i], 0f, 1f);
    }
}
