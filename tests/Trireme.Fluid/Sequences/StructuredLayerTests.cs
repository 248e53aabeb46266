using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Sequences;

/// <summary>Layers over tags and tokens against enumerations of all paths.</summary>
public class StructuredLayerTests
{
    private static IEnumerable<int[]> Paths(int symbols, int length)
        => length == 0 ? [[]] : Paths(symbols, length - 1).SelectMany(p => Enumerable.Range(0, symbols).Select(s => (int[])[.. p, s]));

    [Fact]
    public void A_chain_is_normalized_over_all_paths_and_decodes_the_best()
    {
        using var p = new LayerProgram();
        int[] lengths = [2, 4, 1];
        long[] tags = [0, 2, 1, 1, 0, 2, 2];
        Variable x = Layers.Data("x", [3], lodLevel: 1), label = Layers.Data("label", [1], dtype: "int64", lodLevel: 1);
        Tensor cost = Layers.LinearChainCrf(x, label, new NN.ParamAttr("crfw", new NN.Initializers.Uniform()));
        Tensor path = Layers.CrfDecoding(x, "crfw"), right = Layers.CrfDecoding(x, "crfw", label);
        Assert.Equal(1, ((Variable)path).LodLevel);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([7, 3]) * 2, lengths), ["label"] = Tokens(lengths, tags) };
        Tensor[] r = p.Run(feed, cost, path, right);
        double[][] emission = Rows(feed["x"]), w = Rows(p.Parameter("crfw"));
        var expected = new List<double[]>();
        var best = new List<long>();
        for (int s = 0, begin = 0; s < lengths.Length; begin += lengths[s++])
        {
            double Score(int[] y) => w[0][y[0]] + w[1][y[^1]] + y.Select((t, i) => emission[begin + i][t] + (i > 0 ? w[2 + y[i - 1]][t] : 0)).Sum();
            int[][] all = Paths(3, lengths[s]).ToArray();
            expected.Add([Math.Log(all.Sum(y => Math.Exp(Score(y)))) - Score(tags[begin..(begin + lengths[s])].Select(t => (int)t).ToArray())]);
            best.AddRange(all.MaxBy(Score)!.Select(t => (long)t));
        }
        Near(expected.ToArray(), r[0]);
        Assert.Equal(best, r[1].ToArray<long>());
        Assert.Equal(best.Zip(tags, (a, b) => a == b ? 1L : 0L), r[2].ToArray<long>());
        p.Trains(Layers.Mean(cost), feed);
        Assert.Throws<InvalidArgumentException>(() => Layers.CrfDecoding(x, "unknown"));
    }

    [Fact]
    public void Chunks_are_counted_by_tags_of_begin_and_inside()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], dtype: "int64", lodLevel: 1), label = Layers.Data("label", [1], dtype: "int64", lodLevel: 1);
        var all = Layers.ChunkEval(x, label, "IOB", 2);
        var without = Layers.ChunkEval(x, label, "IOB", 2, [1]);
        // Tags: B0 0, I0 1, B1 2, I1 3, outside 4. Found are 3 chunks of 4, two of them rightly.
        var feed = new Dictionary<string, Tensor> { ["x"] = Tokens([5, 2], 0, 1, 4, 2, 3, 4, 0), ["label"] = Tokens([5, 2], 0, 1, 4, 2, 2, 4, 0) };
        Tensor[] r = p.Run(feed, all.Precision, all.Recall, all.F1Score, all.NumInferChunks, all.NumLabelChunks, all.NumCorrectChunks, without.NumInferChunks, without.F1Score);
        Assert.Equal(2f / 3, r[0].Item<float>(), 5);
        Assert.Equal(0.5f, r[1].Item<float>(), 5);
        Assert.Equal(4f / 7, r[2].Item<float>(), 5);
        Assert.Equal([3L, 4, 2, 2], new[] { r[3], r[4], r[5], r[6] }.Select(t => t.Item<long>()));
        Assert.Equal(1f, r[7].Item<float>(), 5);
    }

    [Fact]
    public void Distances_count_edits()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], dtype: "int64", lodLevel: 1), y = Layers.Data("y", [1], dtype: "int64", lodLevel: 1);
        (Tensor share, Tensor count) = Layers.EditDistance(x, y);
        (Tensor edits, _) = Layers.EditDistance(x, y, normalized: false);
        (Tensor without, _) = Layers.EditDistance(x, y, normalized: false, ignoredTokens: ['t', 'i']);
        long[] Letters(string s) => s.Select(c => (long)c).ToArray();
        var feed = new Dictionary<string, Tensor> { ["x"] = Tokens([6, 2], [.. Letters("kitten"), .. Letters("ab")]), ["y"] = Tokens([7, 2], [.. Letters("sitting"), .. Letters("ba")]) };
        Tensor[] r = p.Run(feed, share, count, edits, without);
        Near([[3.0 / 7], [1]], r[0]);
        Assert.Equal(2L, r[1].Item<long>());
        Near([[3], [2]], r[2]);
        // What is left are "ken" and "sng".
        Near([[3], [2]], r[3]);
    }

    [Fact]
    public void The_greedy_decoder_drops_repetitions_then_blanks()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [3], lodLevel: 1);
        Tensor y = Layers.CtcGreedyDecoder(x, 0);
        int[] winners = [1, 1, 0, 1, 2, 2, 0, 0];
        Tensor rows = Paddle.ToTensor(winners.SelectMany(w => Enumerable.Range(0, 3).Select(k => k == w ? 0.8f : 0.1f)).ToArray()).Reshape([8, 3]);
        Tensor r = p.Run(new() { ["x"] = Ragged(rows, 6, 2) }, y)[0];
        Assert.Equal([1L, 1, 2], r.ToArray<long>());
        Assert.Equal("[[0, 3, 3]]", r.Lod!.ToString());
    }

    [Fact]
    public void Temporal_classification_sums_over_all_alignments()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2], lodLevel: 1), label = Layers.Data("label", [1], dtype: "int32", lodLevel: 1);
        Tensor logits = Layers.Fc(x, 3), cost = Layers.Warpctc(logits, label);
        p.Start();
        int[] lengths = [3, 4];
        int[][] labels = [[1], [2, 2]];
        var feed = new Dictionary<string, Tensor>
        {
            ["x"] = Ragged(Numbers([7, 2]) * 2, lengths),
            ["label"] = Ragged(Paddle.ToTensor(new[] { 1, 2, 2 }).Reshape([3, 1]), 1, 2),
        };
        Tensor[] r = p.Run(feed, cost, logits);
        double[][] probabilities = Rows(r[1]).Select(row => row.Select(v => Math.Exp(v) / row.Sum(Math.Exp)).ToArray()).ToArray();
        var expected = new List<double[]>();
        for (int s = 0, begin = 0; s < 2; begin += lengths[s++])
        {
            double sum = Paths(3, lengths[s]).Where(path => path.Where((t, i) => t != 0 && (i == 0 || path[i - 1] != t)).SequenceEqual(labels[s]))
                .Sum(path => path.Select((t, i) => probabilities[begin + i][t]).Aggregate((a, b) => a * b));
            expected.Add([-Math.Log(sum)]);
        }
        Near(expected.ToArray(), r[0], 1e-4);
        p.Trains(Layers.ReduceSum(cost), feed);
    }
}
