using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Detection;

/// <summary>The single shot detector: its loss against a plain one, and a small one that learns.</summary>
public sealed class SsdTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public SsdTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    [Theory]
    [InlineData("per_prediction", true)]
    [InlineData("bipartite", false)]
    public void The_loss_is_what_its_definition_says(string matchType, bool normalize)
    {
        const int priors = 5, classes = 3;
        Tensor location = Numbers([2, priors, 4], 0.37), confidence = Numbers([2, priors, classes], 0.71);
        float[] prior = [0.1f, 0.1f, 0.4f, 0.4f, 0.5f, 0.5f, 0.9f, 0.9f, 0, 0, 0.2f, 0.2f, 0.45f, 0.4f, 0.8f, 0.85f, 0.6f, 0.1f, 0.9f, 0.3f];
        float[] truth = [0.12f, 0.1f, 0.42f, 0.38f, 0.5f, 0.45f, 0.85f, 0.9f, 0.55f, 0.1f, 0.9f, 0.35f];
        int[] labels = [1, 2, 1];
        Variable loc = LayerProgram.Data("loc", [-1, priors, 4]), conf = LayerProgram.Data("conf", [-1, priors, classes]);
        Variable box = Layers.Data("box", [4], lodLevel: 1), label = Layers.Data("label", [1], dtype: DType.Int64, lodLevel: 1);
        Tensor loss = Layers.SsdLoss(loc, conf, box, label, Floats([priors, 4], prior), Floats([priors, 4], Enumerable.Range(0, priors * 4).Select(i
            => i % 4 < 2 ? 0.1f : 0.2f).ToArray()),
            overlapThreshold: 0.3, negPosRatio: 1, negOverlap: 0.4, locLossWeight: 0.7, confLossWeight: 1.3, matchType: matchType, normalize: normalize);
        Dictionary<string, Tensor> feed = new()
        {
            ["loc"] = location,
            ["conf"] = confidence,
            ["box"] = Ragged(Floats([3, 4], truth), 2, 1),
            ["label"] = Ragged(Longs([3, 1], Array.ConvertAll(labels, l => (long)l)), 2, 1),
        };
        float[] found = LayerProgram.Run(_main, feed, loss)[0];
        double[] expected = Plain(location.ToArray<float>(), confidence.ToArray<float>(), prior, truth, labels, [0, 2, 3], priors, classes, matchType,
            normalize);
        Given.Near(expected.Select(e => (float)e), found, 1e-4);
    }

    private static double[] Plain(float[] location, float[] confidence, float[] prior, float[] truth, int[] labels, int[] offsets, int priors, int classes,
        string matchType, bool normalize)
    {
        var losses = new double[2];
        int matched = 0;
        for (int n = 0; n < 2; n++)
        {
            var match = Enumerable.Repeat(-1, priors).ToArray();
            double Overlap(int o, int p)
            {
                double w = Math.Min(truth[(4 * o) + 2], prior[(4 * p) + 2]) - Math.Max(truth[4 * o], prior[4 * p]), h = Math.Min(truth[(4 * o) + 3],
                    prior[(4 * p) + 3]) - Math.Max(truth[(4 * o) + 1], prior[(4 * p) + 1]);
                double Area(float[] b, int i) => (b[(4 * i) + 2] - b[4 * i]) * (double)(b[(4 * i) + 3] - b[(4 * i) + 1]);
                double shared = w <= 0 || h <= 0 ? 0 : w * h;
                return shared / (Area(truth, o) + Area(prior, p) - shared);
            }
            // Greedily the best pair that is left; then, for per_prediction, whatever overlaps enough.
            var open = Enumerable.Range(offsets[n], offsets[n + 1] - offsets[n]).ToList();
            while (open.Count > 0)
            {
                var pairs = open.SelectMany(o => Enumerable.Range(0, priors).Where(p => match[p] < 0).Select(p => (o, p))).Where(t => Overlap(t.o,
                    t.p) > 1e-6).ToArray();
                if (pairs.Length == 0)
                    break;
                (int o, int p) = pairs.MaxBy(t => Overlap(t.o, t.p));
                match[p] = o;
                open.Remove(o);
            }
            int[] objects = Enumerable.Range(offsets[n], offsets[n + 1] - offsets[n]).ToArray();
            for (int p = 0; p < priors && matchType == "per_prediction"; p++)
            {
                int best = objects.MaxBy(o => Overlap(o, p));
                if (match[p] < 0 && Overlap(best, p) >= 0.3)
                    match[p] = best;
            }
            double ClassLoss(int p, int label)
            {
                double[] s = Enumerable.Range(0, classes).Select(c => (double)confidence[(((n * priors) + p) * classes) + c]).ToArray();
                return Math.Log(s.Sum(Math.Exp)) - s[label];
            }
            int positives = match.Count(m => m >= 0);
            matched += positives;
            // The distance of a prediction without a match is 0 here, so that it is below the limit.
            int[] negatives = Enumerable.Range(0, priors).Where(p => match[p] < 0).OrderByDescending(p => ClassLoss(p, 0)).Take(positives).ToArray();
            foreach (int p in Enumerable.Range(0, priors))
            {
                if (match[p] < 0)
                {
                    losses[n] += negatives.Contains(p) ? 1.3 * ClassLoss(p, 0) : 0;
                    continue;
                }
                losses[n] += 1.3 * ClassLoss(p, labels[match[p]]);
                double w = prior[(4 * p) + 2] - prior[4 * p], h = prior[(4 * p) + 3] - prior[(4 * p) + 1], x = prior[4 * p] + (w / 2), y = prior[(4 * p)
                    + 1] + (h / 2);
                float[] t = truth[(4 * match[p])..((4 * match[p]) + 4)];
                double[] code = [(((t[0] + t[2]) / 2) - x) / w / 0.1, (((t[1] + t[3]) / 2) - y) / h / 0.1, Math.Log((t[2] - t[0]) / w) / 0.2,
                    Math.Log((t[3] - t[1]) / h) / 0.2];
                for (int i = 0; i < 4; i++)
                {
                    double d = Math.Abs(location[(((n * priors) + p) * 4) + i] - code[i]);
                    losses[n] += 0.7 * (d < 1 ? 0.5 * d * d : d - 0.5);
                }
            }
        }
        return normalize ? losses.Select(l => l / matched).ToArray() : losses;
    }

    [Fact]
    public void A_small_detector_learns_where_its_squares_are()
    {
        Variable image = Layers.Data("image", [1, 16, 16]), box = Layers.Data("box", [4], lodLevel: 1), label = Layers.Data("label", [1], dtype: DType.Int64,
            lodLevel: 1);
        Tensor fine = Layers.Conv2d(image, 8, 3, stride: 2, padding: 1, act: "relu"), coarse = Layers.Conv2d(fine, 8, 3, stride: 2, padding: 1, act: "relu");
        (Tensor locs, Tensor confs, Tensor priors, Tensor variances) = Layers.MultiBoxHead([fine, coarse], image, 16, 2, [[2.0], [2.0, 3.0]], minSizes: [4.0,
            8.0], maxSizes: [6.0, 12.0],
            kernelSize: 3, pad: 1);
        Assert.Equal([-1, (64 * 4) + (16 * 6), 4], locs.Shape.ToArray());
        Assert.Equal([352, 4], priors.Shape.ToArray());
        Tensor loss = Layers.ReduceSum(Layers.SsdLoss(locs, confs, box, label, priors, variances));
        Program test = _main.Clone(forTest: true);
        Optimizer.Adam(0.01).Minimize(loss);
        Tensor found;
        using (Api.ProgramGuard(test))
            found = Layers.DetectionOutput(test.GlobalBlock().Var(locs.Name), test.GlobalBlock().Var(confs.Name), test.GlobalBlock().Var(priors.Name),
            test.GlobalBlock().Var(variances.Name), keepTopK: 5);
        var executor = new Executor();
        executor.Run(_startup);
        Dictionary<string, Tensor> feed = Squares();
        var losses = new List<float>();
        for (int step = 0; step < 40; step++)
            losses.Add(executor.Run(_main, feed, [loss])[0].ToArray<float>()[0]);
        Assert.True(losses[^1] < 0.5 * losses[0], $"from {losses[0]} to {losses[^1]}");
        Tensor best = executor.Run(test, feed, [found])[0];
        Assert.Equal(3, best.Lod![0].Length);
        Assert.Equal(6, best.Shape[1]);
        Assert.Equal(1f, best.ToArray<float>()[0]);
    }

    // Two images with one bright square each.
    private static Dictionary<string, Tensor> Squares()
    {
        var pixels = new float[2 * 16 * 16];
        for (int i = 0; i < pixels.Length; i++)
        {
            int n = i / 256, y = i / 16 % 16, x = i % 16;
            pixels[i] = n == 0 ? (x is >= 2 and < 8 && y is >= 3 and < 9 ? 1 : 0) : x is >= 9 and < 14 && y is >= 8 and < 13 ? 1 : 0;
        }
        return new()
        {
            ["image"] = Floats([2, 1, 16, 16], pixels),
            ["box"] = Ragged(Floats([2, 4], 2 / 16f, 3 / 16f, 8 / 16f, 9 / 16f, 9 / 16f, 8 / 16f, 14 / 16f, 13 / 16f), 1, 1),
            ["label"] = Ragged(Longs([2, 1], [1, 1]), 1, 1),
        };
    }
}
