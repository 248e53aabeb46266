using Trireme.Fluid;
using Trireme.NN;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.Sequences;

/// <summary>Layers over sequences against loops over each of them.</summary>
public class SequenceLayerTests
{
    private static readonly int[] Lengths = [3, 1, 4];

    private static IEnumerable<(int Begin, int Length)> Each()
    {
        int begin = 0;
        foreach (int length in Lengths)
        {
            yield return (begin, length);
            begin += length;
        }
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(4, null)]
    [InlineData(2, 0)]
    public void A_convolution_sees_the_rows_around_within_the_sequence(int size, int? start)
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1);
        ParamAttr bias = new NN.Initializers.Uniform();
        Tensor y = start is null ? Layers.SequenceConv(x, 3, size, biasAttr: bias, act: "tanh") : Graph.NN.SequenceConv(x, 3, size, paddingStart: start, biasAttr: bias, act: "tanh");
        Assert.Equal(1, ((Variable)y).LodLevel);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([8, 2]), Lengths) };
        double[][] rows = Rows(feed["x"]), filter = Rows(p.Parameter(p.ParameterNames()[0])), expected = new double[8][];
        double[] shift = p.Parameter(p.ParameterNames()[1]).ToArray<float>().Select(v => (double)v).ToArray();
        int from = start ?? -(size / 2);
        foreach ((int begin, int length) in Each())
        {
            for (int t = 0; t < length; t++)
            {
                double[] window = Enumerable.Range(t + from, size).SelectMany(i => i >= 0 && i < length ? rows[begin + i] : [0.0, 0.0]).ToArray();
                expected[begin + t] = Enumerable.Range(0, 3).Select(j => Math.Tanh(shift[j] + window.Select((v, i) => v * filter[i][j]).Sum())).ToArray();
            }
        }
        Near(expected, p.Run(feed, y)[0]);
        p.Trains(Layers.ReduceSum(Layers.Square(y)), feed);
    }

    [Fact]
    public void A_row_convolution_looks_ahead()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1);
        Tensor y = Layers.RowConv(x, 2, act: "relu");
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([8, 2]), Lengths) };
        double[][] rows = Rows(feed["x"]), filter = Rows(p.Parameter(p.ParameterNames()[0])), expected = new double[8][];
        Assert.Equal(3, filter.Length);
        foreach ((int begin, int length) in Each())
        {
            for (int t = 0; t < length; t++)
                expected[begin + t] = Enumerable.Range(0, 2).Select(d => Math.Max(0, Enumerable.Range(0, Math.Min(3, length - t)).Sum(i => rows[begin + t + i][d] * filter[i][d]))).ToArray();
        }
        Near(expected, p.Run(feed, y)[0]);
        p.Trains(Layers.ReduceSum(Layers.Square(y)), feed);
    }

    [Fact]
    public void A_convolution_and_a_pooling_go_together()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1);
        Tensor y = Nets.SequenceConvPool(x, 3, 3, act: "tanh", poolType: "max");
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([8, 2]), Lengths) };
        double[][] rows = Rows(feed["x"]), filter = Rows(p.Parameter(p.ParameterNames()[0]));
        double At(int begin, int length, int t, int j) => Math.Tanh(Enumerable.Range(t - 1, 3).Where(i => i >= 0 && i < length).Sum(i => (rows[begin + i][0] * filter[2 * (i - t + 1)][j]) + (rows[begin + i][1] * filter[(2 * (i - t + 1)) + 1][j])));
        Near(Each().Select(s => Enumerable.Range(0, 3).Select(j => Enumerable.Range(0, s.Length).Max(t => At(s.Begin, s.Length, t, j))).ToArray()).ToArray(), p.Run(feed, y)[0]);
        p.Trains(Layers.ReduceSum(Layers.Square(y)), feed);
    }

    [Fact]
    public void Sequences_become_rows()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1);
        string[] kinds = ["average", "sum", "sqrt", "max", "last", "first"];
        Tensor[] pooled = [.. kinds.Select(k => Layers.SequencePool(x, k, padValue: -7)), Layers.SequenceFirstStep(x), Layers.SequenceLastStep(x)];
        Assert.All(pooled, t => Assert.Equal(0, ((Variable)t).LodLevel));
        int[] lengths = [3, 0, 5];
        Tensor rows = Numbers([8, 2]);
        Tensor[] r = p.Run(new() { ["x"] = Ragged(rows, lengths) }, Array.ConvertAll(pooled, t => (FetchTarget)t));
        double[][] v = Rows(rows);
        double[] Each(Func<double[], double> f, int begin, int length) => [f(v[begin..(begin + length)].Select(a => a[0]).ToArray()), f(v[begin..(begin + length)].Select(a => a[1]).ToArray())];
        Func<double[], double>[] expected = [a => a.Average(), a => a.Sum(), a => a.Sum() / Math.Sqrt(a.Length), a => a.Max(), a => a[^1], a => a[0], a => a[0], a => a[^1]];
        for (int k = 0; k < expected.Length; k++)
            Near([Each(expected[k], 0, 3), k < 6 ? [-7, -7] : [0, 0], Each(expected[k], 3, 5)], r[k]);
        Assert.Throws<InvalidArgumentException>(() => Layers.SequencePool(x, "median"));
    }

    [Fact]
    public void Pooling_takes_away_the_innermost_of_two_levels()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], lodLevel: 2);
        Tensor sentences = Layers.SequencePool(x, "sum"), paragraphs = Layers.SequencePool(sentences, "max");
        Assert.Equal((1, 0), (((Variable)sentences).LodLevel, ((Variable)paragraphs).LodLevel));
        Tensor rows = Trireme.Fluid.Fluid.CreateLodTensor(Paddle.Arange(6, dtype: "float32").Reshape([6, 1]), [[2, 1], [3, 1, 2]]);
        Tensor[] r = p.Run(new() { ["x"] = rows }, sentences, paragraphs);
        Near([[3], [3], [9]], r[0]);
        Assert.Equal("[[0, 2, 3]]", r[0].Lod!.ToString());
        Near([[3], [9]], r[1]);
    }

    [Fact]
    public void A_softmax_sums_to_one_in_each_sequence()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], lodLevel: 1);
        Tensor y = Layers.SequenceSoftmax(x);
        Tensor rows = Numbers([8, 1]) * 30;
        double[] v = Rows(rows).Select(a => a[0]).ToArray();
        double[][] expected = Each().SelectMany(s => v[s.Begin..(s.Begin + s.Length)].Select(a => new[] { Math.Exp(a) / v[s.Begin..(s.Begin + s.Length)].Sum(Math.Exp) })).ToArray();
        Near(expected, p.Run(new() { ["x"] = Ragged(rows, Lengths) }, y)[0]);
    }

    [Fact]
    public void Sequences_are_repeated_as_the_guide_shows()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], lodLevel: 1), plain = Layers.Data("plain", [1]), y = Layers.Data("y", [1], lodLevel: 2), z = Layers.Data("z", [1], lodLevel: 1);
        Tensor whole = Layers.SequenceExpand(x, y, refLevel: 0), rows = Layers.SequenceExpand(plain, z), likewise = Layers.SequenceExpandAs(plain, z);
        var feed = new Dictionary<string, Tensor>
        {
            ["x"] = Ragged(Paddle.ToTensor(new float[,] { { 1 }, { 2 }, { 3 }, { 4 } }), 2, 2),
            ["plain"] = Paddle.ToTensor(new float[,] { { 1 }, { 2 }, { 3 } }),
            ["y"] = Trireme.Fluid.Fluid.CreateLodTensor(Numbers([8, 1]), [[2, 2], [3, 3, 1, 1]]),
            ["z"] = Ragged(Numbers([5, 1]), 2, 0, 3),
        };
        Tensor[] r = p.Run(feed, whole, rows, likewise);
        Assert.Equal([1f, 2, 1, 2, 3, 4, 3, 4], r[0].ToArray<float>());
        Assert.Equal("[[0, 2, 4, 6, 8]]", r[0].Lod!.ToString());
        Assert.Equal([1f, 1, 3, 3, 3], r[1].ToArray<float>());
        Assert.Equal([1f, 1, 3, 3, 3], r[2].ToArray<float>());
        Assert.Equal("[[0, 2, 2, 5]]", r[2].Lod!.ToString());
    }

    [Fact]
    public void Padding_comes_off_again()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1);
        (Tensor padded, Tensor length) = Layers.SequencePad(x, Layers.Assign(new[] { 9f }), maxlen: 5);
        (Tensor tight, _) = Layers.SequencePad(x, Layers.Assign(new[] { 9f }));
        Tensor back = Layers.SequenceUnpad(padded, length);
        Tensor rows = Ragged(Numbers([8, 2]), Lengths);
        Tensor[] r = p.Run(new() { ["x"] = rows }, padded, length, back, tight);
        double[][] v = Rows(rows);
        Near(Each().Select(s => Enumerable.Range(0, 5).SelectMany(t => t < s.Length ? v[s.Begin + t] : [9.0, 9.0]).ToArray()).ToArray(), r[0]);
        Assert.Equal([3L, 1, 4], r[1].ToArray<long>());
        Near(v, r[2]);
        Assert.Equal(rows.Lod, r[2].Lod);
        Assert.Equal("[3, 4, 2]", r[3].Shape.ToString());
    }

    [Fact]
    public void Sequences_are_cut_joined_reversed_and_reshaped()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1), offset = Layers.Data("offset", [1], dtype: "int64"), length = Layers.Data("length", [1], dtype: "int64");
        Tensor cut = Layers.SequenceSlice(x, offset, length), joined = Layers.SequenceConcat([x, cut]), turned = Layers.SequenceReverse(x), narrow = Layers.SequenceReshape(x, 1);
        Tensor rows = Ragged(Numbers([8, 2]), Lengths);
        var feed = new Dictionary<string, Tensor>
        {
            ["x"] = rows,
            ["offset"] = Paddle.ToTensor(new long[,] { { 1 }, { 0 }, { 2 } }),
            ["length"] = Paddle.ToTensor(new long[,] { { 2 }, { 1 }, { 2 } }),
        };
        Tensor[] r = p.Run(feed, cut, joined, turned, narrow);
        double[][] v = Rows(rows);
        Near([v[1], v[2], v[3], v[6], v[7]], r[0]);
        Near([v[0], v[1], v[2], v[1], v[2], v[3], v[3], v[4], v[5], v[6], v[7], v[6], v[7]], r[1]);
        Assert.Equal("[[0, 5, 7, 13]]", r[1].Lod!.ToString());
        Near([v[2], v[1], v[0], v[3], v[7], v[6], v[5], v[4]], r[2]);
        Near(v.SelectMany(a => a).Select(a => new[] { a }).ToArray(), r[3]);
        Assert.Equal("[[0, 6, 8, 16]]", r[3].Lod!.ToString());
        Assert.Throws<InvalidArgumentException>(() => Layers.SequenceReshape(x, 0));
    }

    [Fact]
    public void Tokens_are_listed_with_those_that_follow()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], dtype: "int64", lodLevel: 1);
        Tensor y = Layers.SequenceEnumerate(x, 2, padValue: 0);
        Tensor r = p.Run(new() { ["x"] = Tokens([3, 2], 1, 2, 3, 4, 5) }, y)[0];
        Assert.Equal([1L, 2, 2, 3, 3, 0, 4, 5, 5, 0], r.ToArray<long>());
    }

    [Fact]
    public void Updates_are_added_where_indices_say_and_flow_back()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [6]), ids = Layers.Data("ids", [1], dtype: "int64", lodLevel: 1), updates = Layers.Data("updates", [1], lodLevel: 1);
        Tensor y = Layers.SequenceScatter(Layers.Fc(x, 6), ids, updates);
        var feed = new Dictionary<string, Tensor>
        {
            ["x"] = Paddle.Zeros([3, 6]),
            ["ids"] = Tokens([3, 5, 4], 0, 1, 2, 5, 4, 3, 2, 1, 3, 2, 5, 4),
            ["updates"] = Ragged(Paddle.ToTensor(new[] { 0.3f, 0.3f, 0.4f, 0.1f, 0.2f, 0.3f, 0.4f, 0.0f, 0.2f, 0.3f, 0.1f, 0.4f }).Reshape([12, 1]), 3, 5, 4),
        };
        p.Start();
        Near([[0.3, 0.3, 0.4, 0, 0, 0], [0, 0, 0.4, 0.3, 0.2, 0.1], [0, 0, 0.3, 0.2, 0.4, 0.1]], p.Run(feed, y)[0]);
        feed["x"] = Numbers([3, 6]);
        p.Trains(Layers.ReduceSum(Layers.Square(y)), feed);
    }

    [Fact]
    public void Masks_count_up_to_lengths()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], dtype: "int64");
        Tensor own = Layers.SequenceMask(x), wide = Layers.SequenceMask(x, 4, "float32"), computed = Layers.SequenceMask(x, Layers.FillConstant([1], "int32", 3));
        Tensor[] r = p.Run(new() { ["x"] = Paddle.ToTensor(new long[,] { { 2 }, { 0 }, { 3 } }) }, own, wide, computed);
        Assert.Equal([1L, 1, 0, 0, 0, 0, 1, 1, 1], r[0].ToArray<long>());
        Assert.Equal("[3, 1, 3]", r[0].Shape.ToString());
        Assert.Equal([1f, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0], r[1].ToArray<float>());
        Assert.Equal(r[0].ToArray<long>(), r[2].ToArray<long>());
    }

    [Fact]
    public void Sequences_are_given_anew()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1]), y = Layers.Data("y", [1], lodLevel: 1), offsets = Layers.Data("offsets", [4], dtype: "int32", appendBatchSize: false);
        Tensor a = Layers.LodReset(x, targetLod: [0, 2, 6]), b = Layers.LodReset(x, y), c = Layers.LodReset(x, offsets);
        Assert.Equal(1, ((Variable)a).LodLevel);
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([6, 1]), ["y"] = Ragged(Numbers([6, 1]), 3, 3), ["offsets"] = Paddle.ToTensor(new[] { 0, 1, 2, 6 }) };
        Tensor[] r = p.Run(feed, a, b, c);
        Assert.Equal(["[[0, 2, 6]]", "[[0, 3, 6]]", "[[0, 1, 2, 6]]"], r.Select(t => t.Lod!.ToString()));
        Assert.Throws<InvalidArgumentException>(() => Layers.LodReset(x));
    }
}
