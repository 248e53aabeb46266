using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

/// <summary>Non-maximum suppression class by class; the operators differ in what they say beside the boxes.</summary>
internal abstract unsafe class MulticlassNmsKernel<TOp> : Kernel<TOp>
    where TOp : MulticlassNmsBase
{
    protected override void Run(TOp op, KernelContext k)
    {
        var input = new NmsInput(k);
        var kept = new List<(int Label, float Score, Box Box, int Index)>();
        var counts = new List<int>();
        for (int image = 0; image < input.Images; image++)
        {
            int before = kept.Count;
            kept.AddRange(Image(op, input, image));
            counts.Add(kept.Count - before);
        }
        bool saysEmptiness = op.SaysEmptiness && kept.Count == 0;
        Span<float> rows = k.Allocate<float>("Out", saysEmptiness ? (1, 1) : (kept.Count, 6)).Span;
        if (saysEmptiness)
            rows[0] = -1;
        for (int i = 0; i < kept.Count; i++)
            NmsInput.Write(rows, i, kept[i].Label, kept[i].Score, kept[i].Box);
        k.SetLod("Out", Lod.FromLengths(saysEmptiness ? [1] : counts));
        Extra(k, kept.ConvertAll(b => b.Index), counts);
    }

    protected virtual void Extra(KernelContext k, List<int> indices, List<int> counts)
    {
    }

    protected static void WriteIndex(KernelContext k, List<int> indices, List<int> counts)
    {
        indices.ToArray().CopyTo(k.Allocate<int>("Index", (indices.Count, 1)).Span);
        k.SetLod("Index", Lod.FromLengths(counts));
    }

    private static List<(int Label, float Score, Box Box, int Index)> Image(TOp op, NmsInput input, int image)
    {
        float extra = op.Normalized ? 0 : 1;
        var found = new List<(int Label, float Score, Box Box, int Index)>();
        for (int label = 0; label < input.Classes; label++)
        {
            if (label == op.BackgroundLabel)
                continue;
            int c = label;
            List<int> candidates = Suppression.Best(i => input.Score(image, c, i), input.Count(image), op.ScoreThreshold, op.NmsTopK);
            foreach (int i in Suppression.Keep(candidates, i => input.BoxOf(image, c, i), op.NmsThreshold, op.NmsEta, extra))
                found.Add((c, input.Score(image, c, i), input.BoxOf(image, c, i), input.Index(image, c, i)));
        }
        // The best of all classes, still class by class.
        return op.KeepTopK >= 0 && found.Count > op.KeepTopK ? found.OrderByDescending(b => b.Score).Take(op.KeepTopK).OrderBy(b => b.Label).ToList() : found;
    }
}

internal sealed class MulticlassNms1Kernel : MulticlassNmsKernel<MulticlassNmsOp>;

internal sealed class MulticlassNms2Kernel : MulticlassNmsKernel<MulticlassNms2Op>
{
    protected override void Extra(KernelContext k, List<int> indices, List<int> counts) => WriteIndex(k, indices, counts);
}

internal sealed class MulticlassNms3Kernel : MulticlassNmsKernel<MulticlassNms3Op>
{
    protected override void Extra(KernelContext k, List<int> indices, List<int> counts)
    {
        WriteIndex(k, indices, counts);
        counts.ToArray().CopyTo(k.Allocate<int>("NmsRoisNum", counts.Count).Span);
    }
}

internal sealed class MatrixNmsKernel : Kernel<MatrixNmsOp>
{
    protected override void Run(MatrixNmsOp op, KernelContext k)
    {
        var input = new NmsInput(k);
        var kept = new List<(int Label, float Score, Box Box, int Index)>();
        var counts = new List<int>();
        for (int image = 0; image < input.Images; image++)
        {
            var found = new List<(int Label, float Score, Box Box, int Index)>();
            for (int label = 0; label < input.Classes; label++)
            {
                if (label != op.BackgroundLabel)
                    Class(op, input, image, label, found);
            }
            IEnumerable<(int, float Score, Box, int)> best = found.OrderByDescending(b => b.Score);
            int before = kept.Count;
            kept.AddRange(op.KeepTopK >= 0 ? best.Take(op.KeepTopK) : best);
            counts.Add(kept.Count - before);
        }
        Span<float> rows = k.Allocate<float>("Out", (kept.Count, 6)).Span;
        Span<int> index = k.Allocate<int>("Index", (kept.Count, 1)).Span;
        for (int i = 0; i < kept.Count; i++)
        {
            NmsInput.Write(rows, i, kept[i].Label, kept[i].Score, kept[i].Box);
            index[i] = kept[i].Index;
        }
        counts.ToArray().CopyTo(k.Allocate<int>("RoisNum", counts.Count).Span);
        k.SetLod("Out", Lod.FromLengths(counts));
        k.SetLod("Index", Lod.FromLengths(counts));
    }

    private static void Class(MatrixNmsOp op, NmsInput input, int image, int label, List<(int, float, Box, int)> found)
    {
        List<int> places = Suppression.Best(i => input.Score(image, label, i), input.Count(image), op.ScoreThreshold, op.NmsTopK);
        // For each box the largest overlap with a better one: how sure it is that that one stays.
        var worst = new float[places.Count];
        for (int i = 0; i < places.Count; i++)
        {
            Box box = input.BoxOf(image, label, places[i]);
            float decay = 1;
            for (int j = 0; j < i; j++)
            {
                float overlap = box.Overlap(input.BoxOf(image, label, places[j]), op.Normalized ? 0 : 1);
                worst[i] = Math.Max(worst[i], overlap);
                float fall = op.UseGaussian ? MathF.Exp(((worst[j] * worst[j]) - (overlap * overlap)) * op.GaussianSigma) : (1 - overlap) / (1 - worst[j]);
                decay = Math.Min(decay, fall);
            }
            float score = input.Score(image, label, places[i]) * decay;
            if (score > op.PostThreshold)
                found.Add((label, score, box, input.Index(image, label, places[i])));
        }
    }
}
