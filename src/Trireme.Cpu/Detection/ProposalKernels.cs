using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Detection;

internal sealed class GenerateProposalsKernel : Kernel<GenerateProposalsOp>
{
    protected override void Run(GenerateProposalsOp op, KernelContext k)
        => new Proposals(1, op.PreNmsTopN, op.PostNmsTopN, op.NmsThresh, Math.Max(op.MinSize, 1), op.Eta, "ImInfo").Run(k);
}

internal sealed class GenerateProposalsV2Kernel : Kernel<GenerateProposalsV2Op>
{
    protected override void Run(GenerateProposalsV2Op op, KernelContext k)
        => new Proposals(op.PixelOffset ? 1 : 0, op.PreNmsTopN, op.PostNmsTopN, op.NmsThresh, Math.Max(op.MinSize, 1), op.Eta, "ImShape").Run(k);
}

/// <summary>The regions of a proposal network: the best anchors, moved, cut off at the image, large enough, and not overlapping.</summary>
internal sealed record Proposals(float Extra, int PreNms, int PostNms, float Threshold, float MinSize, float Eta, string InfoSlot)
{
    private static readonly float LargestGrowth = MathF.Log(1000f / 16);

    public unsafe void Run(KernelContext k)
    {
        Data<float> scores = k.In<float>("Scores"), deltas = k.In<float>("BboxDeltas"), anchors = k.In<float>("Anchors"), variances = k.In<float>("Variances"), info = k.In<float>(InfoSlot);
        int images = scores.Shape[0], kinds = scores.Shape[1], plane = scores.Shape[2] * scores.Shape[3], columns = info.Shape[1];
        var regions = new List<(Box Box, float Score)>();
        var counts = new List<int>();
        for (int image = 0; image < images; image++)
        {
            float* score = scores.Pointer + ((long)image * kinds * plane), delta = deltas.Pointer + ((long)image * 4 * kinds * plane);
            // Anchors are counted place by place; scores lie anchor by anchor.
            float ScoreOf(int i) => score[(i % kinds * plane) + (i / kinds)];
            List<int> best = Suppression.Best(ScoreOf, kinds * plane, float.NegativeInfinity, PreNms > 0 ? PreNms : -1);
            float height = info[image * columns], width = info[(image * columns) + 1], scale = columns > 2 ? info[(image * columns) + 2] : 1;
            var boxes = new Dictionary<int, Box>();
            foreach (int i in best)
            {
                Box box = Moved(anchors.Span, variances.Span, i, delta + (i % kinds * 4 * plane) + (i / kinds), plane);
                box = new Box(Math.Clamp(box.X1, 0, width - Extra), Math.Clamp(box.Y1, 0, height - Extra), Math.Clamp(box.X2, 0, width - Extra), Math.Clamp(box.Y2, 0, height - Extra));
                if (IsLarge(box, width, height, scale))
                    boxes[i] = box;
            }
            List<int> kept = Suppression.Keep(best.FindAll(boxes.ContainsKey), i => boxes[i], Threshold, Eta, Extra, PostNms > 0 ? PostNms : -1);
            int before = regions.Count;
            regions.AddRange(kept.Select(i => (boxes[i], ScoreOf(i))));
            // An image without regions has one without extent.
            if (kept.Count == 0)
                regions.Add((default, 0));
            counts.Add(regions.Count - before);
        }
        Span<float> rois = k.Allocate<float>("RpnRois", (regions.Count, 4)).Span, probabilities = k.Allocate<float>("RpnRoiProbs", (regions.Count, 1)).Span;
        for (int i = 0; i < regions.Count; i++)
        {
            regions[i].Box.CopyTo(rois, i);
            probabilities[i] = regions[i].Score;
        }
        counts.ToArray().CopyTo(k.Allocate<int>("RpnRoisNum", counts.Count).Span);
        k.SetLod("RpnRois", Lod.FromLengths(counts));
        k.SetLod("RpnRoiProbs", Lod.FromLengths(counts));
    }

    // The four numbers of an anchor lie a plane apart.
    private unsafe Box Moved(ReadOnlySpan<float> anchors, ReadOnlySpan<float> variances, int i, float* delta, int plane)
        => Box.At(anchors, i).Moved([delta[0], delta[plane], delta[2 * plane], delta[3 * plane]], variances.Slice(4 * i, 4), Extra, LargestGrowth);

    private bool IsLarge(Box box, float imageWidth, float imageHeight, float scale)
    {
        float w = ((box.X2 - box.X1) / scale) + Extra, h = ((box.Y2 - box.Y1) / scale) + Extra;
        if (w < MinSize || h < MinSize)
            return false;
        return Extra == 0 || (box.X1 + ((box.X2 - box.X1 + Extra) / 2) <= imageWidth && box.Y1 + ((box.Y2 - box.Y1 + Extra) / 2) <= imageHeight);
    }
}

internal sealed class DistributeFpnProposalsKernel : Kernel<DistributeFpnProposalsOp>
{
    protected override void Run(DistributeFpnProposalsOp op, KernelContext k)
    {
        Data<float> rois = k.In<float>("FpnRois");
        int[] offsets = RoiOffsets.Of(k, "FpnRois", "RoisNum", rois.Shape[0]);
        int levels = op.MaxLevel - op.MinLevel + 1, images = offsets.Length - 1, before = 0;
        var owners = new int[rois.Shape[0]];
        for (int i = 0; i < owners.Length; i++)
        {
            float side = MathF.Sqrt(Box.At(rois.Span, i).Area(op.PixelOffset ? 1 : 0));
            owners[i] = Math.Clamp((int)MathF.Floor(MathF.Log2((side / op.ReferScale) + 1e-6f) + op.ReferLevel), op.MinLevel, op.MaxLevel) - op.MinLevel;
        }
        Span<int> restore = k.Allocate<int>("RestoreIndex", (owners.Length, 1)).Span;
        for (int level = 0; level < levels; level++)
        {
            int[] own = Enumerable.Range(0, owners.Length).Where(i => owners[i] == level).ToArray();
            Span<float> part = k.Allocate<float>("MultiFpnRois", (own.Length, 4), level).Span;
            Span<int> counts = k.Allocate<int>("MultiLevelRoIsNum", images, level).Span;
            counts.Clear();
            int image = 0;
            for (int i = 0; i < own.Length; i++)
            {
                Box.At(rois.Span, own[i]).CopyTo(part, i);
                restore[own[i]] = before + i;
                while (own[i] >= offsets[image + 1])
                    image++;
                counts[image]++;
            }
            k.SetLod("MultiFpnRois", Lod.FromLengths(counts.ToArray()), level);
            before += own.Length;
        }
    }
}

internal sealed class CollectFpnProposalsKernel : Kernel<CollectFpnProposalsOp>
{
    protected override void Run(CollectFpnProposalsOp op, KernelContext k)
    {
        int levels = k.Count("MultiLevelRois"), images = 1;
        var all = new List<(Box Box, float Score, int Image)>();
        for (int level = 0; level < levels; level++)
        {
            Data<float> rois = k.In<float>("MultiLevelRois", level), scores = k.In<float>("MultiLevelScores", level);
            int[] offsets = k.Count("MultiLevelRoIsNum") > level ? RoiOffsets.FromCounts(k.In<int>("MultiLevelRoIsNum", level).Span)
                : k.Lod("MultiLevelRois", level)?[-1].ToArray() ?? [0, rois.Shape[0]];
            images = Math.Max(images, offsets.Length - 1);
            for (int image = 0; image + 1 < offsets.Length; image++)
            {
                for (int i = offsets[image]; i < offsets[image + 1]; i++)
                    all.Add((Box.At(rois.Span, i), scores[i], image));
            }
        }
        (Box Box, float Score, int Image)[] best = all.OrderByDescending(r => r.Score).Take(op.PostNmsTopN).OrderBy(r => r.Image).ToArray();
        Span<float> kept = k.Allocate<float>("FpnRois", (best.Length, 4)).Span;
        Span<int> counts = k.Allocate<int>("RoisNum", images).Span;
        counts.Clear();
        for (int i = 0; i < best.Length; i++)
        {
            best[i].Box.CopyTo(kept, i);
            counts[best[i].Image]++;
        }
        k.SetLod("FpnRois", Lod.FromLengths(counts.ToArray()));
    }
}

internal static class RoiOffsets
{
    public static int[] Of(KernelContext k, string rois, string counts, int rows)
        => k.Has(counts) ? FromCounts(k.In<int>(counts).Span) : k.Lod(rois)?[-1].ToArray() ?? [0, rows];

    public static int[] FromCounts(ReadOnlySpan<int> counts)
    {
        var offsets = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
            offsets[i + 1] = offsets[i] + counts[i];
        return offsets;
    }
}
