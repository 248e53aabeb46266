using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Samples.Text;

/// <summary>Each word of a sentence gets a tag: a conditional random field learns which tags follow one another, more than words tell by themselves.</summary>
internal static class Tagging
{
    private const int Tags = 3, Words = 12, BatchSize = 24, Epochs = 5;

    public static void Run()
    {
        using ProgramGuard programs = Api.ProgramGuard(new Trireme.Static.Program(), new Trireme.Static.Program());
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Paddle.Seed(1);
        Variable words = Layers.Data("words", [1], dtype: "int64", lodLevel: 1), tags = Layers.Data("tags", [1], dtype: "int64", lodLevel: 1);
        Tensor emission = Layers.Fc(Layers.Embedding(words, [Words, 8]), Tags);
        Tensor cost = Layers.Mean(Layers.LinearChainCrf(emission, tags, new NN.ParamAttr("crfw", learningRate: 0.5)));
        Tensor path = Layers.CrfDecoding(emission, "crfw"), right = Layers.CrfDecoding(emission, "crfw", tags);
        var chunks = Layers.ChunkEval(path, tags, "plain", Tags);
        Trireme.Static.Program test = Api.DefaultMainProgram().Clone(forTest: true);
        Optimizer.Adam(0.05).Minimize(cost);

        Executor executor = Api.Executor(Api.CPUPlace());
        executor.Run(Api.DefaultStartupProgram());
        var feeder = new DataFeeder([words, tags]);
        Sample[] sentences = Sentences(240, seed: 1), unseen = Sentences(100, seed: 2);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            float[] costs = [.. sentences.Chunk(BatchSize).Select(b => executor.Run(Api.DefaultMainProgram(), feeder.Feed(b), [cost])[0].Item<float>())];
            Console.WriteLine(FormattableString.Invariant($"epoch {epoch}: cost {costs.Average():f4}"));
        }
        Tensor[] r = executor.Run(test, feeder.Feed(unseen), [right.Name, chunks.F1Score.Name]);
        Console.WriteLine(FormattableString.Invariant($"F1 {r[1].Item<float>():f4}"));
        Console.WriteLine(FormattableString.Invariant($"tags that are right: {r[0].ToArray<long>().Average():f4}; word by word at best {WordByWord(unseen):f4}"));
    }

    // Tags mostly follow one another in a circle; six words of ten belong to their tag, the others are any.
    private static Sample[] Sentences(int count, int seed)
    {
        var random = new System.Random(seed);
        return Enumerable.Range(0, count).Select(_ =>
        {
            long tag = random.Next(Tags);
            var words = new List<long>();
            var tags = new List<long>();
            for (int length = random.Next(5, 11); words.Count < length; tag = random.NextDouble() < 0.95 ? (tag + 1) % Tags : random.Next(Tags))
            {
                tags.Add(tag);
                words.Add(random.NextDouble() < 0.6 ? (tag * (Words / Tags)) + random.Next(Words / Tags) : random.Next(Words));
            }
            return new Sample(words.ToArray(), tags.ToArray());
        }).ToArray();
    }

    // How often the commonest tag of each word is right: nothing that looks at single words does better.
    private static double WordByWord(Sample[] sentences)
    {
        (long Word, long Tag)[] pairs = [.. sentences.SelectMany(s => ((long[])s[0]!).Zip((long[])s[1]!))];
        return pairs.GroupBy(p => p.Word).Sum(g => g.GroupBy(p => p.Tag).Max(t => t.Count())) / (double)pairs.Length;
    }
}
