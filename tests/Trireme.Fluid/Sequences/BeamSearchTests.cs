using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Sequences;

/// <summary>Beam search against a search written over lists.</summary>
public class BeamSearchTests
{
    private static Tensor Levels(Tensor rows, int[] sources, int[] prefixes) => Trireme.Fluid.Fluid.CreateLodTensor(rows, [sources, prefixes]);

    [Fact]
    public void One_step_keeps_the_best_of_each_source()
    {
        using var p = new LayerProgram();
        Variable preIds = Layers.Data("pre_ids", [1], dtype: "int64", lodLevel: 2), preScores = Layers.Data("pre_scores", [1], lodLevel: 2), ids = Layers.Data("ids", [3], dtype: "int64", lodLevel: 2),
            scores = Layers.Data("scores", [3], lodLevel: 2);
        var kept = Layers.BeamSearch(preIds, preScores, ids, scores, beamSize: 2, endId: 0, returnParentIdx: true);
        var grown = Layers.BeamSearch(preIds, preScores, null, scores, beamSize: 2, endId: 0, isAccumulated: false);
        Assert.Equal(2, ((Variable)kept.SelectedIds).LodLevel);
        // Two sources with two prefixes each; the first prefix of the second source has ended, so has everything of the third.
        int[] sources = [2, 2, 1], prefixes = [1, 1, 1, 1, 1];
        float[,] values = { { 0.5f, 0.3f, 0.2f }, { 0.6f, 0.3f, 0.1f }, { 0.9f, 0.5f, 0.1f }, { 0.7f, 0.5f, 0.1f }, { 0.9f, 0.8f, 0.7f } };
        var feed = new Dictionary<string, Tensor>
        {
            ["pre_ids"] = Levels(Paddle.ToTensor(new long[,] { { 1 }, { 2 }, { 0 }, { 4 }, { 0 } }), sources, prefixes),
            ["pre_scores"] = Levels(Paddle.ToTensor(new float[,] { { 0.1f }, { 0.2f }, { 0.6f }, { 0.4f }, { 0.5f } }), sources, prefixes),
            ["ids"] = Levels(Paddle.ToTensor(new long[,] { { 4, 2, 5 }, { 2, 1, 3 }, { 3, 5, 2 }, { 8, 2, 1 }, { 1, 2, 3 } }), sources, prefixes),
            ["scores"] = Levels(Paddle.ToTensor(values), sources, prefixes),
        };
        Tensor[] r = p.Run(feed, kept.SelectedIds, kept.SelectedScores, kept.ParentIdx, grown.SelectedIds, grown.SelectedScores);
        Assert.Equal([4L, 2, 0, 8], r[0].ToArray<long>());
        Near([[0.5], [0.6], [0.6], [0.7]], r[1]);
        Assert.Equal([0, 1, 2, 3], r[2].ToArray<int>());
        Assert.Equal("[[0, 2, 4, 5], [0, 1, 2, 3, 4, 4]]", r[0].Lod!.ToString());
        // Probabilities of columns: 0.1 + log 0.5 and 0.2 + log 0.6; the ended prefix keeps its 0.6, the other adds log 0.7.
        Assert.Equal([0L, 0, 0, 0], r[3].ToArray<long>());
        Near([[0.1 + Math.Log(0.5)], [0.2 + Math.Log(0.6)], [0.6], [0.4 + Math.Log(0.7)]], r[4]);
    }

    [Fact]
    public void A_loop_of_steps_finds_what_a_search_over_lists_finds()
    {
        using var p = new LayerProgram(seed: 5);
        const int Words = 6, Beam = 3, Longest = 6, End = 1;
        Variable firstIds = Layers.Data("first_ids", [1], dtype: "int64", lodLevel: 2), firstScores = Layers.Data("first_scores", [1], lodLevel: 2);
        Tensor longest = Layers.FillConstant([1], "int64", Longest), counter = Layers.FillConstant([1], "int64", 0);
        Variable ids = Layers.ArrayWrite(firstIds, counter), scores = Layers.ArrayWrite(firstScores, counter);
        Tensor condition = Layers.LessThan(counter, longest);
        using (new Layers.While(condition).Block())
        {
            Tensor preIds = Layers.ArrayRead(ids, counter), preScores = Layers.ArrayRead(scores, counter);
            Tensor chances = Layers.Softmax(Layers.Embedding(preIds, [Words, Words], paramAttr: new NN.ParamAttr("table", new NN.Initializers.Uniform(-2, 2))));
            (Tensor best, Tensor tokens) = Layers.Topk(chances, Beam);
            Tensor sums = Layers.ElementwiseAdd(Layers.Log(best), Layers.Reshape(preScores, [-1]), axis: 0);
            var step = Layers.BeamSearch(preIds, preScores, tokens, Layers.LodReset(sums, preScores), Beam, End);
            Layers.Increment(counter);
            Layers.ArrayWrite(step.SelectedIds, counter, ids);
            Layers.ArrayWrite(step.SelectedScores, counter, scores);
            Layers.LogicalAnd(Layers.LessThan(counter, longest), Layers.LogicalNot(Layers.IsEmpty(step.SelectedIds)), condition);
        }
        (Tensor sentences, Tensor values) = Layers.BeamSearchDecode(ids, scores, Beam, End);
        p.Start();
        long[] starts = [0, 3, 4];
        var feed = new Dictionary<string, Tensor>
        {
            ["first_ids"] = Levels(Paddle.ToTensor(starts).Reshape([3, 1]), [1, 1, 1], [1, 1, 1]),
            ["first_scores"] = Levels(Paddle.Zeros([3, 1]), [1, 1, 1], [1, 1, 1]),
        };
        Tensor[] r = p.Run(feed, sentences, values);
        double[][] table = Rows(p.Parameter("table")).Select(row => row.Select(v => v - Math.Log(row.Sum(Math.Exp))).ToArray()).ToArray();
        int[] bySource = r[0].Lod![0].ToArray(), bySentence = r[0].Lod![1].ToArray();
        Assert.Equal([0, 3, 6, 9], bySource);
        for (int s = 0; s < starts.Length; s++)
        {
            (List<long> Tokens, double Score)[] expected = Search(table, starts[s], Beam, Longest, End);
            for (int i = 0; i < Beam; i++)
            {
                int from = bySentence[bySource[s] + i], to = bySentence[bySource[s] + i + 1];
                Assert.Equal(expected[i].Tokens, r[0].ToArray<long>()[from..to]);
                Assert.Equal(expected[i].Score, r[1].ToArray<float>()[to - 1], 1e-4);
            }
        }
    }

    private static (List<long> Tokens, double Score)[] Search(double[][] table, long start, int beam, int longest, long end)
    {
        var hypotheses = new List<(List<long> Tokens, double Score)> { ([start], 0) };
        for (int step = 0; step < longest && hypotheses.Any(h => h.Tokens[^1] != end); step++)
        {
            hypotheses = hypotheses
                .SelectMany(h => h.Tokens[^1] == end ? [h] : table[h.Tokens[^1]].Select((v, k) => (Tokens: (List<long>)[.. h.Tokens, k], Score: h.Score + v)))
                .OrderByDescending(h => h.Score).Take(beam).ToList();
        }
        return hypotheses.OrderByDescending(h => h.Score).ToArray();
    }
}
