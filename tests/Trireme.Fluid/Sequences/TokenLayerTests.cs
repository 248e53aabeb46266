using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Sequences;

public class TokenLayerTests
{
    [Fact]
    public void Places_are_added_as_waves()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [4], lodLevel: 1), block = Layers.Data("block", [3, 6]);
        Tensor y = Layers.AddPositionEncoding(x, 2.0, 0.5), z = Layers.AddPositionEncoding(block, 1.0, 1.0);
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([5, 4]), 2, 3), ["block"] = Numbers([2, 3, 6]) };
        Tensor[] r = p.Run(feed, y, z);
        double Wave(int t, int feature, int width)
        {
            int half = width / 2, k = feature % half;
            double angle = t * Math.Pow(10000, -(double)k / (half - 1));
            return feature < half ? Math.Sin(angle) : Math.Cos(angle);
        }
        int[] places = [0, 1, 0, 1, 2];
        Near(Rows(feed["x"]).Select((row, n) => row.Select((v, d) => (2 * v) + (0.5 * Wave(places[n], d, 4))).ToArray()).ToArray(), r[0]);
        Near(Rows(feed["block"]).Select(row => row.Select((v, i) => v + Wave(i / 6, i % 6, 6)).ToArray()).ToArray(), r[1].Reshape([2, 18]));
        Assert.Equal(feed["x"].Lod, r[0].Lod);
        Assert.Throws<InvalidArgumentException>(() => Layers.AddPositionEncoding(Layers.Data("odd", [3], lodLevel: 1), 1, 1));
    }

    [Fact]
    public void Hashes_are_those_the_guide_prints()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], dtype: "int32", lodLevel: 1);
        Tensor y = Layers.Hash(x, 1000, numHash: 4);
        Tensor r = p.Run(new() { ["x"] = Ragged(Paddle.ToTensor(new[,] { { 1, 2 }, { 3, 4 } }), 2) }, y)[0];
        Assert.Equal("[2, 4, 1]", r.Shape.ToString());
        Assert.Equal([722L, 407, 337, 395, 603, 590, 386, 901], r.ToArray<long>());
    }

    [Fact]
    public void Columns_are_drawn_with_their_probabilities()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [3]);
        Tensor y = Layers.SamplingId(x, dtype: "int64"), again = Layers.SamplingId(x, seed: 3);
        Tensor rows = Paddle.ToTensor(new[] { 0.2f, 0.5f, 0.3f }).Reshape([1, 3]).Expand([8000, 3]);
        Tensor[] r = p.Run(new() { ["x"] = rows }, y, again);
        long[] drawn = r[0].ToArray<long>();
        Assert.Equal("[8000]", r[0].Shape.ToString());
        Assert.Equal(0.2, drawn.Count(k => k == 0) / 8000.0, 0.02);
        Assert.Equal(0.5, drawn.Count(k => k == 1) / 8000.0, 0.02);
        Assert.Equal(r[1].ToArray<float>(), p.Run(new() { ["x"] = rows }, again)[0].ToArray<float>());
    }

    [Theory]
    [InlineData("ROC")]
    [InlineData("PR")]
    public void Areas_go_on_over_batches(string curve)
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [1], dtype: "int64");
        (Tensor all, Tensor last, Tensor[] states) = Layers.Auc(x, label, curve, numThresholds: 200, slideSteps: 2);
        Assert.Equal([402L, 402, 201, 201], states.Select(s => s.Shape.Numel));
        p.Start();
        var seen = new List<(double Score, long Label)>();
        for (int batch = 0; batch < 3; batch++)
        {
            (double Score, long Label)[] rows = Enumerable.Range(0, 40).Select(i => (((i * 37) + (batch * 11)) % 100 / 100.0, (long)((((i * 53) + batch) % 100) < ((i * 37) % 100) ? 1 : 0))).ToArray();
            seen.AddRange(rows);
            var feed = new Dictionary<string, Tensor>
            {
                ["x"] = Paddle.ToTensor(rows.SelectMany(r => new[] { 1 - (float)r.Score, (float)r.Score }).ToArray()).Reshape([40, 2]),
                ["label"] = Paddle.ToTensor(rows.Select(r => r.Label).ToArray()).Reshape([40, 1]),
            };
            Tensor[] r = p.Run(feed, all, last);
            Assert.Equal("[1]", r[0].Shape.ToString());
            Func<IReadOnlyList<(double, long)>, double> area = curve == "ROC" ? Pairs : Steps;
            Assert.Equal(area(seen), r[0].Item<double>(), 1e-9);
            Assert.Equal(area(seen.TakeLast(80).ToArray()), r[1].Item<double>(), 1e-9);
        }
        Assert.Throws<InvalidArgumentException>(() => Layers.Auc(x, label, "other"));
    }

    // The share of pairs of a positive and a negative whose scores stand in the right order; equal ones count a half.
    private static double Pairs(IReadOnlyList<(double Score, long Label)> rows)
        => rows.Where(r => r.Label == 1).SelectMany(a => rows.Where(r => r.Label == 0).Select(b => Math.Abs(a.Score - b.Score) < 1e-9 ? 0.5 : a.Score > b.Score ? 1 : 0)).Average();

    private static double Steps(IReadOnlyList<(double Score, long Label)> rows)
        => rows.Select(r => r.Score).Distinct().Sum(t =>
        {
            int right = rows.Count(r => r.Score >= t - 1e-9 && r.Label == 1), found = rows.Count(r => r.Score >= t - 1e-9), here = rows.Count(r => Math.Abs(r.Score - t) < 1e-9 && r.Label == 1);
            return (double)here / rows.Count(r => r.Label == 1) * right / found;
        });

    [Fact]
    public void Intersections_over_unions_are_averaged_over_classes_that_occur()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [4], dtype: "int64"), label = Layers.Data("label", [4], dtype: "int64");
        (Tensor mean, Tensor wrong, Tensor right) = Layers.MeanIou(x, label, 4);
        long[] found = [0, 0, 1, 2, 2, 1, 1, 0], truth = [0, 1, 1, 2, 1, 1, 0, 0];
        Tensor[] r = p.Run(new() { ["x"] = Paddle.ToTensor(found).Reshape([2, 4]), ["label"] = Paddle.ToTensor(truth).Reshape([2, 4]) }, mean, wrong, right);
        double Share(long k) => (double)found.Zip(truth).Count(t => t.First == k && t.Second == k) / found.Zip(truth).Count(t => t.First == k || t.Second == k);
        Assert.Equal((Share(0) + Share(1) + Share(2)) / 3, r[0].Item<float>(), 5);
        Assert.Equal([2, 3, 1, 0], r[1].ToArray<int>());
        Assert.Equal([2, 2, 1, 0], r[2].ToArray<int>());
    }
}
