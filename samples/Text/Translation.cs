using Trireme.Fluid;
using Trireme.IO;
using Trireme.NN;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Samples.Text;

/// <summary>A network that reads, one that writes, and beam search. The language to translate into: the same words backwards.</summary>
internal static class Translation
{
    private const int Start = 0, End = 1, Letters = 5, Vocabulary = 2 + Letters, Width = 24, Beam = 2, Longest = 5, Steps = 120;

    public static void Run()
    {
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Paddle.Seed(1);
        // A source, what stands before each word of its translation, and the translation.
        Sample[] pairs = [.. Enumerable.Range(0, Letters * Letters).Select(i => (A: 2L + (i / Letters), B: 2L + (i % Letters)))
            .Select(s => new Sample((long[])[s.A, s.B], (long[])[Start, s.B, s.A], (long[])[s.B, s.A, End]))];
        Executor executor = Api.Executor(Api.CPUPlace());
        using (Api.ProgramGuard(new Trireme.Static.Program(), new Trireme.Static.Program()))
            Train(executor, pairs);
        // The writer finds the parameters by their names.
        using (Api.ProgramGuard(new Trireme.Static.Program(), new Trireme.Static.Program()))
            Translate(executor, pairs);
    }

    private static void Train(Executor executor, Sample[] pairs)
    {
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
        executor.Run(Api.DefaultStartupProgram());
        Dictionary<string, Tensor> feed = new DataFeeder([source, target, next]).Feed(pairs);
        for (int step = 0; step < Steps; step++)
        {
            float value = executor.Run(Api.DefaultMainProgram(), feed, [cost])[0].Item<float>();
            if (step % 30 == 0 || step == Steps - 1)
                Console.WriteLine(FormattableString.Invariant($"step {step}: cost {value:f4}"));
        }
    }

    private static void Translate(Executor executor, Sample[] pairs)
    {
        Variable source = Words("source");
        Variable firstIds = Layers.Data("first_ids", [1], dtype: "int64", lodLevel: 2), firstScores = Layers.Data("first_scores", [1], lodLevel: 2);
        (Tensor ids, _) = BeamWriter.Write(Encoder(source), firstIds, firstScores, Beam, End, Longest,
            (state, ids, scores) => Step(state, Target(ids), s => Layers.LodReset(s, scores)));
        int[] ones = [.. Enumerable.Repeat(1, pairs.Length)];
        Tensor found = executor.Run(Api.DefaultMainProgram(), new Dictionary<string, Tensor>
        {
            ["source"] = new DataFeeder([source]).Feed(pairs.Select(p => new Sample(p[0])))["source"],
            ["first_ids"] = Api.CreateLodTensor(Paddle.Full([pairs.Length, 1], Start, "int64"), [ones, ones]),
            ["first_scores"] = Api.CreateLodTensor(Paddle.Zeros([pairs.Length, 1]), [ones, ones]),
        }, [ids])[0];
        // The best sentence of each source is its first; it begins with the start.
        int[] sources = [.. found.Lod![0].ToArray()], sentences = [.. found.Lod![1].ToArray()];
        long[] words = found.ToArray<long>();
        long[][] best = [.. Enumerable.Range(0, pairs.Length).Select(s => words[(sentences[sources[s]] + 1)..sentences[sources[s] + 1]])];
        foreach (int i in (int[])[1, 7, 13])
            Console.WriteLine($"{string.Join(' ', (long[])pairs[i][0]!)} -> {string.Join(' ', best[i])}");
        Console.WriteLine($"{best.Zip(pairs).Count(p => p.First.SequenceEqual((long[])p.Second[2]!))} of {pairs.Length} sentences are right");
    }

    private static Variable Words(string name) => Layers.Data(name, [1], dtype: "int64", lodLevel: 1);

    private static Tensor Target(Tensor words) => Layers.Embedding(words, [Vocabulary, Width], paramAttr: "target_words");

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
}
