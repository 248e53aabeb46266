using Trireme.Fluid;
using Trireme.IO;
using Trireme.NN;
using Trireme.Static;
using Trireme.Tests.Fluid.Sequences;
using Xunit.Abstractions;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The machine translation tutorial: a network that reads, one that writes, and beam search. The language: the same words backwards.</summary>
public class TranslationTests(ITestOutputHelper output)
{
    private const int Start = 0, End = 1, Letters = 5, Vocabulary = 2 + Letters, Width = 24, Beam = 2;

    private static Tensor Encoder(Variable source)
    {
        Tensor input = Layers.Fc(Layers.Embedding(source, [Vocabulary, Width], paramAttr: "source_words"), 4 * Width, paramAttr: "reader_w", biasAttr: false);
        return Layers.SequenceLastStep(Layers.DynamicLstm(input, 4 * Width, paramAttr: "lstm_w", biasAttr: "lstm_b").Hidden);
    }

    private static (Tensor State, Tensor Chances) Step(Tensor state, Tensor word, Func<Tensor, Tensor>? between = null)
    {
        Tensor next = Layers.Fc([state, word], Width, paramAttr: [new ParamAttr("state_w"), new ParamAttr("word_w")], biasAttr: "state_b", act: "tanh");
        return (next, Layers.Fc(between is null ? next : between(next), Vocabulary, paramAttr: "out_w", biasAttr: "out_b", act: "softmax"));
    }

    private static Tensor Target(Tensor words) => Layers.Embedding(words, [Vocabulary, Width], paramAttr: "target_words");

    [Fact]
    public void Words_come_out_backwards()
    {
        Sample[] pairs = Enumerable.Range(0, Letters * Letters).Select(i => new[] { 2L + (i / Letters), 2L + (i % Letters) })
            .Select(s => new Sample(s, (long[])[Start, s[1], s[0]], (long[])[s[1], s[0], End])).ToArray();
        using var p = new LayerProgram();
        Variable source = Words("source"), target = Words("target"), next = Words("next");
        var rnn = new Layers.DynamicRNN();
        Tensor context = Encoder(source), embedded = Target(target);
        using (rnn.Block())
        {
            Tensor word = rnn.StepInput(embedded), before = rnn.Memory(init: context, needReorder: true);
            (Tensor state, Tensor chances) = Step(before, word);
            rnn.UpdateMemory(before, state);
            rnn.Output(chances);
        }
        Tensor cost = Layers.Mean(Layers.CrossEntropy(rnn.Call(), next));
        Optimizer.Adam(0.02).Minimize(cost);
        p.Start();
        Dictionary<string, Tensor> feed = new DataFeeder([source, target, next]).Feed(pairs);
        float[] costs = [.. Enumerable.Range(0, 120).Select(_ => p.Run(feed, cost)[0].Item<float>())];
        output.WriteLine($"cost {costs[0]} to {costs[^1]}");
        Assert.True(costs[^1] < 0.2f);

        var writer = new Program();
        using ProgramGuard guard = Api.ProgramGuard(writer, new Program());
        source = Words("source");
        Variable firstIds = Layers.Data("first_ids", [1], dtype: "int64", lodLevel: 2), firstScores = Layers.Data("first_scores", [1], lodLevel: 2);
        (Tensor ids, Tensor _) = Write(Encoder(source), firstIds, firstScores);
        int[] ones = Enumerable.Repeat(1, pairs.Length).ToArray();
        Tensor found = new Executor().Run(writer, new Dictionary<string, Tensor>
        {
            ["source"] = feed["source"],
            ["first_ids"] = Api.CreateLodTensor(Paddle.Full([pairs.Length, 1], Start, "int64"), [ones, ones]),
            ["first_scores"] = Api.CreateLodTensor(Paddle.Zeros([pairs.Length, 1]), [ones, ones]),
        }, [ids])[0];
        int[] sources = found.Lod![0].ToArray(), sentences = found.Lod![1].ToArray();
        long[] words = found.ToArray<long>();
        int right = Enumerable.Range(0, pairs.Length).Count(s => words[sentences[sources[s]]..sentences[sources[s] + 1]].SequenceEqual([Start, .. (long[])pairs[s][2]!]));
        output.WriteLine($"{right} of {pairs.Length} sentences are right");
        Assert.True(right >= 23, $"{right} of {pairs.Length}");

        static Variable Words(string name) => Layers.Data(name, [1], dtype: "int64", lodLevel: 1);
    }

    private static (Tensor Ids, Tensor Scores) Write(Tensor context, Tensor firstIds, Tensor firstScores)
    {
        Tensor longest = Layers.FillConstant([1], "int64", 5), counter = Layers.FillConstant([1], "int64", 0);
        Variable states = Layers.ArrayWrite(context, counter), ids = Layers.ArrayWrite(firstIds, counter), scores = Layers.ArrayWrite(firstScores, counter);
        Tensor condition = Layers.LessThan(counter, longest);
        using (new Layers.While(condition).Block())
        {
            Tensor preIds = Layers.ArrayRead(ids, counter), preScores = Layers.ArrayRead(scores, counter), before = Layers.SequenceExpand(Layers.ArrayRead(states, counter), preScores);
            (Tensor state, Tensor chances) = Step(before, Target(preIds), s => Layers.LodReset(s, preScores));
            (Tensor best, Tensor tokens) = Layers.Topk(chances, Beam);
            Tensor sums = Layers.ElementwiseAdd(Layers.Log(best), Layers.Reshape(preScores, [-1]), axis: 0);
            var step = Layers.BeamSearch(preIds, preScores, tokens, sums, Beam, End);
            Layers.Increment(counter);
            Layers.ArrayWrite(state, counter, states);
            Layers.ArrayWrite(step.SelectedIds, counter, ids);
            Layers.ArrayWrite(step.SelectedScores, counter, scores);
            Layers.LogicalAnd(Layers.LessThan(counter, longest), Layers.LogicalNot(Layers.IsEmpty(step.SelectedIds)), condition);
        }
        return Layers.BeamSearchDecode(ids, scores, Beam, End);
    }
}
