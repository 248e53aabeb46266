using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Detection;

public sealed class LabelLayerTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public LabelLayerTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    [Fact]
    public void Masks_follow_the_regions_that_are_trained()
    {
        Variable proposed = Layers.Data("proposed", [4], lodLevel: 1), classes = Layers.Data("classes", [1], dtype: DType.Int32, lodLevel: 1),
            crowd = Layers.Data("crowd", [1], dtype: DType.Int32, lodLevel: 1), objects = Layers.Data("objects", [4], lodLevel: 1),
            info = Layers.Data("info", [3]), outlines = Layers.Data("outlines", [2], lodLevel: 3);
        var boxes = Layers.GenerateProposalLabels(proposed, classes, crowd, objects, info, classNums: 2, useRandom: false);
        var masks = Layers.GenerateMaskLabels(info, classes, crowd, outlines, boxes.Rois, boxes.LabelsInt32, 2, 4);
        Assert.Equal([-1, 8], boxes.BboxTargets.Shape.ToArray());
        Dictionary<string, Tensor> feed = new()
        {
            ["proposed"] = Ragged(Floats([2, 4], 30, 30, 38, 38, 0, 0, 8, 6), 2),
            ["classes"] = Ragged(Ints([1, 1], 1), 1),
            ["crowd"] = Ragged(Ints([1, 1], 0), 1),
            ["objects"] = Ragged(Floats([1, 4], 0, 0, 8, 8), 1),
            ["info"] = Floats([1, 3], 50, 50, 1),
            ["outlines"] = Floats([4, 2], 0, 0, 8, 0, 8, 8, 0, 8),
        };
        feed["outlines"].Lod = Lod.FromLengths((int[])[1], (int[])[1], (int[])[4]);
        float[][] found = LayerProgram.Run(_main, feed, boxes.LabelsInt32, masks.MaskRois, masks.RoiHasMaskInt32, masks.MaskInt32);
        Assert.Equal([1, 1, 0], found[0]);
        Assert.Equal([0, 0, 8, 8, 0, 0, 8, 6], found[1]);
        Assert.Equal([0, 1], found[2]);
        Assert.All(found[3][16..32], v => Assert.Equal(1, v));
        Assert.Throws<InvalidArgumentException>(() => Layers.GenerateProposalLabels(proposed, classes, crowd, objects, info));
    }

    [Fact]
    public void Regions_are_straightened_in_programs()
    {
        Variable x = LayerProgram.Data("x", [-1, 2, 6, 6]), rois = Layers.Data("rois", [8], lodLevel: 1);
        Tensor y = Layers.RoiPerspectiveTransform(x, rois, 3, 3), slope = Api.Gradients([Layers.ReduceSum(y)], [x])[0]!;
        Tensor image = Numbers([1, 2, 6, 6]);
        Dictionary<string, Tensor> feed = new() { ["x"] = image, ["rois"] = Ragged(Floats([1, 8], 1, 1, 3, 1, 3, 3, 1, 3), 1) };
        float[][] found = LayerProgram.Run(_main, feed, y, slope);
        Given.Near(image.Slice(2, 1, 4).Slice(3, 1, 4).ToArray<float>(), found[0]);
        Given.Near(Enumerable.Range(0, 72).Select(i => i % 6 is >= 1 and <= 3 && i / 6 % 6 is >= 1 and <= 3 ? 1f : 0), found[1]);
    }

    [Theory]
    [InlineData("integral", false)]
    [InlineData("11point", false)]
    [InlineData("integral", true)]
    public void Precision_of_a_batch_and_of_all_batches(string version, bool difficult)
    {
        const int Classes = 3;
        Variable found = Layers.Data("found", [6], lodLevel: 1), labels = Layers.Data("labels", [1], dtype: DType.Int32, lodLevel: 1),
            boxes = Layers.Data("boxes", [4], lodLevel: 1), hard = Layers.Data("hard", [1], dtype: DType.Int32, lodLevel: 1);
        var metric = new Trireme.Fluid.Metrics.DetectionMAP(found, labels, boxes, difficult ? hard : null, Classes,
            evaluateDifficult: !difficult, apVersion: version);
        (Tensor current, Tensor accumulated) = metric.GetMapVar();
        var executor = new Executor();
        executor.Run(_startup);
        for (int pass = 0; pass < 2; pass++)
        {
            var seen = new List<Image>();
            for (int seed = 0; seed < 4; seed++)
            {
                Image[] batch = [Image.Drawn(2 * seed), Image.Drawn((2 * seed) + 1)];
                seen.AddRange(batch);
                Dictionary<string, Tensor> feed = new()
                {
                    ["found"] = Ragged(Floats([batch.Sum(i => i.Found.Length), 6], batch.SelectMany(i => i.Found.SelectMany(f => f)).ToArray()),
                        batch.Select(i => i.Found.Length).ToArray()),
                    ["labels"] = Objects(batch, o => Ints([o.Length, 1], o.Select(v => (int)v[0]).ToArray())),
                    ["boxes"] = Objects(batch, o => Floats([o.Length, 4], o.SelectMany(v => v[2..]).ToArray())),
                };
                if (difficult)
                    feed["hard"] = Objects(batch, o => Ints([o.Length, 1], o.Select(v => (int)v[1]).ToArray()));
                Tensor[] results = executor.Run(_main, feed, [current, accumulated]);
                Assert.Equal(MeanPrecision(batch, version, difficult), results[0].ToArray<float>()[0], 1e-5);
                Assert.Equal(MeanPrecision(seen, version, difficult), results[1].ToArray<float>()[0], 1e-5);
            }
            metric.Reset(executor);
        }

        static Tensor Objects(Image[] batch, Func<float[][], Tensor> make)
            => Ragged(make(batch.SelectMany(i => i.Objects).ToArray()), batch.Select(i => i.Objects.Length).ToArray());
    }

    // Found: class, score, box; objects: class, whether difficult, box.
    private sealed record Image(float[][] Found, float[][] Objects)
    {
        public static Image Drawn(int seed)
        {
            var random = new System.Random(seed + 11);
            float[][] objects = Enumerable.Range(0, 4).Select(_ => (float[])[random.Next(1, 3), random.Next(2), .. Box(random)]).ToArray();
            float[][] found = objects.Concat(objects).Select(o => (float[])[random.Next(4) == 0 ? 3 - o[0] : o[0], random.NextSingle(),
                .. o[2..].Select(v => Math.Clamp(v + (0.08f * (random.NextSingle() - 0.5f)), 0, 1))]).ToArray();
            return new Image(found, objects);
        }

        private static float[] Box(System.Random random)
        {
            float x = 0.6f * random.NextSingle(), y = 0.6f * random.NextSingle();
            return [x, y, x + 0.2f + (0.2f * random.NextSingle()), y + 0.2f + (0.2f * random.NextSingle())];
        }
    }

    private static double MeanPrecision(IReadOnlyList<Image> images, string version, bool skipsDifficult)
    {
        var all = new List<double>();
        foreach (int label in (int[])[1, 2])
        {
            var marks = new List<(float Score, bool Hit)>();
            int objects = images.Sum(i => i.Objects.Count(o => o[0] == label && !(skipsDifficult && o[1] == 1)));
            foreach (Image image in images)
            {
                var taken = new HashSet<float[]>();
                foreach (float[] found in image.Found.Where(f => f[0] == label).OrderByDescending(f => f[1]))
                {
                    float[]? best = image.Objects.Where(o => o[0] == label).MaxBy(o => Overlap(found[2..], o[2..]));
                    bool near = best is not null && Overlap(found[2..], best[2..]) > 0.5;
                    if (near && skipsDifficult && best![1] == 1)
                        continue;
                    marks.Add((found[1], near && taken.Add(best!)));
                }
            }
            if (objects == 0)
                continue;
            (float Score, bool Hit)[] ranked = marks.OrderByDescending(m => m.Score).ToArray();
            double[] precision = ranked.Select((_, i) => (double)ranked[..(i + 1)].Count(m => m.Hit) / (i + 1)).ToArray();
            double[] recall = ranked.Select((_, i) => (double)ranked[..(i + 1)].Count(m => m.Hit) / objects).ToArray();
            all.Add(version == "integral" ? ranked.Select((m, i) => m.Hit ? precision[i] / objects : 0).Sum()
                : Enumerable.Range(0, 11).Average(k => precision.Where((_, i) => recall[i] >= (k / 10.0) - 1e-9).DefaultIfEmpty(0).Max()));
        }
        return all.Average();
    }

    private static double Overlap(float[] a, float[] b)
    {
        double w = Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]), h = Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]);
        return w <= 0 || h <= 0 ? 0 : w * h / (((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - (w * h));
    }
}
