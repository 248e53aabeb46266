using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

internal sealed class BoxDecoderAndAssignKernel : Kernel<BoxDecoderAndAssignOp>
{
    protected override void Run(BoxDecoderAndAssignOp op, KernelContext k)
    {
        Span<float> priors = k.In<float>("PriorBox").Span, variance = k.In<float>("PriorBoxVar").Span, targets = k.In<float>("TargetBox").Span,
            scores = k.In<float>("BoxScore").Span;
        Span<float> decoded = k.Out<float>("DecodeBox").Span, assigned = k.Out<float>("OutputAssignBox").Span;
        int rows = priors.Length / 4, classes = rows == 0 ? 0 : scores.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            Box prior = Box.At(priors, row);
            int best = -1;
            for (int c = 0; c < classes; c++)
            {
                int at = (row * classes) + c;
                prior.Moved(targets.Slice(4 * at, 4), variance, 1, op.BoxClip).CopyTo(decoded, at);
                if (c > 0 && scores[at] > (best < 0 ? -1 : scores[(row * classes) + best]))
                    best = c;
            }
            // Without a class, the box stays where it was.
            (best > 0 ? Box.At(decoded, (row * classes) + best) : prior).CopyTo(assigned, row);
        }
    }
}

internal sealed class RetinanetDetectionOutputKernel : Kernel<RetinanetDetectionOutputOp>
{
    private static readonly float[] NoVariance = [1, 1, 1, 1];

    protected override void Run(RetinanetDetectionOutputOp op, KernelContext k)
    {
        Data<float> info = k.In<float>("ImInfo");
        var kept = new List<(int Label, float Score, Box Box)>();
        var counts = new List<int>();
        for (int image = 0; image < info.Shape[0]; image++)
        {
            List<(int Label, float Score, Box Box)> found = Image(op, k, image, info[3 * image], info[(3 * image) + 1], info[(3 * image) + 2]);
            kept.AddRange(found);
            counts.Add(found.Count);
        }
        Span<float> rows = k.Allocate<float>("Out", (kept.Count, 6)).Span;
        for (int i = 0; i < kept.Count; i++)
            NmsInput.Write(rows, i, kept[i].Label + 1, kept[i].Score, kept[i].Box);
        k.SetLod("Out", Lod.FromLengths(counts));
    }

    private static List<(int Label, float Score, Box Box)> Image(RetinanetDetectionOutputOp op, KernelContext k, int image, float height, float width,
        float scale)
    {
        int levels = k.Count("BBoxes"), classes = k.In<float>("Scores").Shape[2];
        float right = MathF.Round(width / scale, MidpointRounding.AwayFromZero) - 1, bottom = MathF.Round(height / scale, MidpointRounding.AwayFromZero) - 1;
        var candidates = new List<(int Label, float Score, Box Box)>();
        for (int level = 0; level < levels; level++)
        {
            Data<float> deltas = k.In<float>("BBoxes", level), scores = k.In<float>("Scores", level), anchors = k.In<float>("Anchors", level);
            int count = anchors.Shape[0], first = image * count * classes;
            // The coarsest level may say something whatever it is worth.
            foreach (int i in Suppression.Best(i => scores[first + i], count * classes, level < levels - 1 ? op.ScoreThreshold : 0, op.NmsTopK))
            {
                Box box = Box.At(anchors.Span, i / classes).Moved(deltas.Span.Slice(4 * ((image * count) + (i / classes)), 4), NoVariance, 1);
                box = new Box(Math.Clamp(box.X1 / scale, 0, right), Math.Clamp(box.Y1 / scale, 0, bottom), Math.Clamp(box.X2 / scale, 0, right),
                    Math.Clamp(box.Y2 / scale, 0, bottom));
                candidates.Add((i % classes, scores[first + i], box));
            }
        }
        var found = new List<(int Label, float Score, Box Box)>();
        for (int label = 0; label < classes; label++)
        {
            int c = label;
            List<int> own = Suppression.Largest(Enumerable.Range(0, candidates.Count).Where(i => candidates[i].Label == c).ToList(), i
                => candidates[i].Score, -1);
            found.AddRange(Suppression.Keep(own, i => candidates[i].Box, op.NmsThreshold, op.NmsEta, 1).Select(i => candidates[i]));
        }
        return op.KeepTopK >= 0 && found.Count > op.KeepTopK ? found.OrderByDescending(b => b.Score).Take(op.KeepTopK).OrderBy(b => b.Label).ToList() : found;
    }
}
