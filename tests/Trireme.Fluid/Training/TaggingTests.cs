using Trireme.Fluid;
using Trireme.IO;
using Trireme.NN;
using Trireme.Static;
using Trireme.Tests.Fluid.Sequences;
using Xunit.Abstractions;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The labelling tutorial: a chain over tags finds what single words do not tell.</summary>
public class TaggingTests(ITestOutputHelper output)
{
    private const int Tags = 3, Words = 12;

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

    [Fact]
    public void A_chain_reads_tags_from_their_order()
    {
        Sample[] train = Sentences(240, 1), test = Sentences(100, 2);
        using var p = new LayerProgram();
        Variable words = Layers.Data("words", [1], dtype: "int64", lodLevel: 1), tags = Layers.Data("tags", [1], dtype: "int64", lodLevel: 1);
        Tensor emission = Layers.Fc(Layers.Embedding(words, [Words, 8]), Tags);
        Tensor cost = Layers.Mean(Layers.LinearChainCrf(emission, tags, new ParamAttr("crfw", learningRate: 0.5)));
        Tensor path = Layers.CrfDecoding(emission, "crfw"), right = Layers.CrfDecoding(emission, "crfw", tags);
        var chunks = Layers.ChunkEval(path, tags, "plain", Tags);
        Program forward = p.Main.Clone(forTest: true);
        Optimizer.Adam(0.05).Minimize(cost);
        p.Start();
        var feeder = new DataFeeder([words, tags]);
        float[] costs = [.. Enumerable.Range(0, 5).SelectMany(_ => train.Chunk(24)).Select(b => p.Run(feeder.Feed(b), cost)[0].Item<float>())];
        Tensor[] r = new Executor().Run(forward, feeder.Feed(test), [right.Name, chunks.F1Score.Name]);
        double found = r[0].ToArray<long>().Average();

        (long Word, long Tag)[] pairs = test.SelectMany(s => ((long[])s[0]!).Zip((long[])s[1]!)).ToArray();
        double single = pairs.GroupBy(x => x.Word).Sum(g => g.GroupBy(x => x.Tag).Max(t => t.Count())) / (double)pairs.Length;
        output.WriteLine($"cost {costs[0]} to {costs[^1]}; right {found}, at best word by word {single}; F1 {r[1].Item<float>()}");
        Assert.True(costs[^1] < costs[0] / 2);
        Assert.True(found > single + 0.12, $"{found} against {single}");
        Assert.InRange(r[1].Item<float>(), 0.8f, 1f);
    }
}
