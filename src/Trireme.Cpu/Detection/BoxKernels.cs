using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

internal sealed class BoxCoderKernel : Kernel<BoxCoderOp>
{
    protected override void Run(BoxCoderOp op, KernelContext k)
    {
        Span<float> prior = k.In<float>("PriorBox").Span, target = k.In<float>("TargetBox").Span, coded = k.Out<float>("OutputBox").Span;
        Span<float> variances = k.Has("PriorBoxVar") ? k.In<float>("PriorBoxVar").Span : default;
        Shape shape = k.OutMeta("OutputBox").Shape;
        float extra = op.BoxNormalized ? 0 : 1;
        for (int i = 0; i < shape[0]; i++)
        {
            for (int j = 0; j < shape[1]; j++)
            {
                int p = op.Encodes || op.Axis == 0 ? j : i, at = (i * shape[1]) + j;
                ReadOnlySpan<float> variance = variances.Length > 0 ? variances.Slice(variances.Length > 4 ? 4 * p : 0, 4) : op.Variance is { Length: 4 } all ? all : [1f, 1f, 1f, 1f];
                if (op.Encodes)
                    Encode(Box.At(prior, p), Box.At(target, i), variance, extra, coded.Slice(4 * at, 4));
                else
                    Box.At(prior, p).Moved(target.Slice(4 * at, 4), variance, extra).CopyTo(coded, at);
            }
        }
        k.SetLod("OutputBox", k.Lod("TargetBox"));
    }

    private static void Encode(Box prior, Box target, ReadOnlySpan<float> variance, float extra, Span<float> coded)
    {
        float w = prior.X2 - prior.X1 + extra, h = prior.Y2 - prior.Y1 + extra;
        coded[0] = (((target.X1 + target.X2) / 2) - (prior.X1 + (w / 2))) / w / variance[0];
        coded[1] = (((target.Y1 + target.Y2) / 2) - (prior.Y1 + (h / 2))) / h / variance[1];
        coded[2] = MathF.Log(MathF.Abs((target.X2 - target.X1 + extra) / w)) / variance[2];
        coded[3] = MathF.Log(MathF.Abs((target.Y2 - target.Y1 + extra) / h)) / variance[3];
    }
}

internal sealed class BoxClipKernel : Kernel<BoxClipOp>
{
    protected override void Run(BoxClipOp op, KernelContext k)
    {
        Span<float> boxes = k.In<float>("Input").Span, clipped = k.Out<float>("Output").Span, info = k.In<float>("ImInfo").Span;
        int images = info.Length / 3, rows = k.InMeta("Input").Shape[0], width = rows == 0 ? 0 : boxes.Length / rows;
        Lod? lod = k.Lod("Input");
        if (lod is not null && lod[-1].Length - 1 != images)
            throw new InvalidArgumentException($"box_clip: Input has {lod[-1].Length - 1} sequences, ImInfo {images} images.");
        for (int i = 0; i < images; i++)
        {
            // Without sequences, the first dimension counts images, or all boxes are one image's.
            int start = lod is not null ? lod[-1][i] : images == 1 ? 0 : i, end = lod is not null ? lod[-1][i + 1] : images == 1 ? rows : i + 1;
            float right = MathF.Round(info[(3 * i) + 1] / info[(3 * i) + 2], MidpointRounding.AwayFromZero) - 1;
            float bottom = MathF.Round(info[3 * i] / info[(3 * i) + 2], MidpointRounding.AwayFromZero) - 1;
            for (int j = start * width; j < end * width; j++)
                clipped[j] = Math.Max(Math.Min(boxes[j], j % 2 == 0 ? right : bottom), 0);
        }
    }
}

internal sealed class IouSimilarityKernel : Kernel<IouSimilarityOp>
{
    protected override void Run(IouSimilarityOp op, KernelContext k)
    {
        Span<float> x = k.In<float>("X").Span, y = k.In<float>("Y").Span, overlaps = k.Out<float>("Out").Span;
        int rows = x.Length / 4, columns = y.Length / 4;
        float extra = op.BoxNormalized ? 0 : 1;
        for (int i = 0; i < rows; i++)
        {
            Box box = Box.At(x, i);
            for (int j = 0; j < columns; j++)
                overlaps[(i * columns) + j] = box.Overlap(Box.At(y, j), extra);
        }
    }
}

internal sealed class PolygonBoxTransformKernel : Kernel<PolygonBoxTransformOp>
{
    protected override void Run(PolygonBoxTransformOp op, KernelContext k)
    {
        Data<float> x = k.In<float>("Input");
        Span<float> from = x.Span, to = k.Out<float>("Output").Span;
        int rows = x.Shape[2], columns = x.Shape[3], plane = rows * columns;
        for (int i = 0; i < from.Length; i++)
            to[i] = (4 * (i / plane % 2 == 0 ? i % columns : i / columns % rows)) - from[i];
    }
}

internal sealed class YoloBoxKernel : Kernel<YoloBoxOp>
{
    protected override unsafe void Run(YoloBoxOp op, KernelContext k)
    {
        Data<float> x = k.In<float>("X"), boxes = k.Out<float>("Boxes"), scores = k.Out<float>("Scores");
        Data<int> sizes = k.In<int>("ImgSize");
        boxes.Span.Clear();
        scores.Span.Clear();
        int anchors = op.Anchors.Count / 2, rows = x.Shape[2], columns = x.Shape[3], plane = rows * columns, images = x.Shape[0];
        Workers.For(images * anchors, plane * (long)(8 + op.ClassNum), (start, end) =>
        {
            for (int i = start; i < end; i++)
                Anchor(op, x.Pointer, i / anchors, i % anchors, rows, columns, sizes[2 * (i / anchors)], sizes[(2 * (i / anchors)) + 1], boxes.Pointer, scores.Pointer);
        });
    }

    private static unsafe void Anchor(YoloBoxOp op, float* x, int image, int anchor, int rows, int columns, int height, int width, float* boxes, float* scores)
    {
        int anchors = op.Anchors.Count / 2, plane = rows * columns, first = op.IouAware ? anchors : 0, stride = 5 + op.ClassNum;
        float* map = x + ((long)image * ((anchors * stride) + first) * plane), own = map + ((first + (anchor * stride)) * plane);
        float shift = -0.5f * (op.ScaleXY - 1);
        for (int cell = 0; cell < plane; cell++)
        {
            float confidence = Sigmoid(own[(4 * plane) + cell]);
            if (op.IouAware)
                confidence = MathF.Pow(confidence, 1 - op.IouAwareFactor) * MathF.Pow(Sigmoid(map[(anchor * plane) + cell]), op.IouAwareFactor);
            if (confidence < op.ConfThresh)
                continue;
            float centerX = ((cell % columns) + (Sigmoid(own[cell]) * op.ScaleXY) + shift) * width / columns;
            float centerY = ((cell / columns) + (Sigmoid(own[plane + cell]) * op.ScaleXY) + shift) * height / rows;
            float w = MathF.Exp(own[(2 * plane) + cell]) * op.Anchors[2 * anchor] * width / (op.DownsampleRatio * columns);
            float h = MathF.Exp(own[(3 * plane) + cell]) * op.Anchors[(2 * anchor) + 1] * height / (op.DownsampleRatio * rows);
            var box = new Box(centerX - (w / 2), centerY - (h / 2), centerX + (w / 2), centerY + (h / 2));
            if (op.ClipBbox)
                box = new Box(Math.Max(box.X1, 0), Math.Max(box.Y1, 0), Math.Min(box.X2, width - 1), Math.Min(box.Y2, height - 1));
            long at = ((long)image * anchors * plane) + (anchor * plane) + cell;
            box.CopyTo(new Span<float>(boxes + (4 * at), 4), 0);
            for (int c = 0; c < op.ClassNum; c++)
                scores[(at * op.ClassNum) + c] = confidence * Sigmoid(own[((5 + c) * plane) + cell]);
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
