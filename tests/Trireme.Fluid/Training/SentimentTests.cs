using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit.Abstractions;
using Api = Trireme.Fluid.Fluid;
using Files = Trireme.Fluid.IO;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The sentiment tutorial: networks over sentences of different lengths learn to tell praise from blame.</summary>
public class SentimentTests(ITestOutputHelper output)
{
    private const int Width = 16;

    private static Tensor Convolution(Tensor words, int vocabulary)
    {
        Tensor embedded = Layers.Embedding(words, [vocabulary, 2 * Width], isSparse: true);
        return Layers.Fc([Nets.SequenceConvPool(embedded, Width, 3, act: "tanh", poolType: "sqrt"), Nets.SequenceConvPool(embedded, Width, 4, act: "tanh", poolType: "sqrt")], 2, act: "softmax");
    }

    private static Tensor Lstm(Tensor words, int vocabulary)
    {
        Tensor input = Layers.Fc(Layers.Embedding(words, [vocabulary, 2 * Width], isSparse: true), 4 * Width);
        return Layers.Fc(Layers.SequencePool(Layers.DynamicLstm(input, 4 * Width).Hidden, "average"), 2, act: "softmax");
    }

    private static Tensor Stacked(Tensor words, int vocabulary)
    {
        Tensor input = Layers.Fc(Layers.Embedding(words, [vocabulary, 2 * Width], isSparse: true), 4 * Width), hidden = Layers.DynamicLstm(input, 4 * Width).Hidden;
        input = Layers.Fc([input, hidden], 4 * Width);
        hidden = Layers.DynamicLstm(input, 4 * Width, isReverse: true).Hidden;
        return Layers.Fc([Layers.SequencePool(input, "average"), Layers.SequencePool(hidden, "average")], 2, act: "softmax");
    }

    private static Tensor Gated(Tensor words, int vocabulary)
    {
        Tensor embedded = Layers.Embedding(words, [vocabulary, 2 * Width], isSparse: true);
        Tensor[] ends = [.. new[] { false, true }.Select(r => Layers.SequencePool(Layers.DynamicGru(Layers.Fc(embedded, 3 * Width), Width, isReverse: r), "average"))];
        return Layers.Fc(ends, 2, act: "softmax");
    }

    [Theory]
    [InlineData("convolution", 4)]
    [InlineData("lstm", 3)]
    [InlineData("stacked", 3)]
    [InlineData("gru", 3)]
    public void Sentences_that_were_never_seen_are_judged(string network, int epochs)
    {
        if (SharedData.Find("data/rt-polarity", output) is not { } folder)
            return;
        var reviews = Reviews.Read(folder, 2400, 800, minCount: 3);
        using var p = new LayerProgram();
        Variable words = Layers.Data("words", [1], dtype: "int64", lodLevel: 1), label = Layers.Data("label", [1], dtype: "int64");
        Func<Tensor, int, Tensor> build = network switch { "convolution" => Convolution, "lstm" => Lstm, "stacked" => Stacked, _ => Gated };
        Tensor prediction = build(words, reviews.Vocabulary), cost = Layers.Mean(Layers.CrossEntropy(prediction, label)), accuracy = Layers.Accuracy(prediction, label);
        Program test = p.Main.Clone(forTest: true);
        Optimizer.Adam(0.005).Minimize(cost);
        p.Start();
        var feeder = new DataFeeder([words, label]);
        var executor = new Executor();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float[] costs = [.. reviews.Train.Chunk(60).Select(batch => p.Run(feeder.Feed(batch), cost)[0].Item<float>())];
            output.WriteLine($"epoch {epoch}: cost {costs.Average()}");
        }
        float found = executor.Run(test, feeder.Feed(reviews.Test), [accuracy.Name])[0].Item<float>();
        output.WriteLine($"accuracy {found} on {reviews.Test.Length} sentences, {reviews.Vocabulary} words");
        Assert.True(found > 0.59f, $"{network}: {found}");
    }

    [Fact]
    public void Training_that_was_saved_and_loaded_goes_on_exactly()
    {
        if (SharedData.Find("data/rt-polarity", output) is not { } shared)
            return;
        var reviews = Reviews.Read(shared, 120, 2, minCount: 1);
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var p = new LayerProgram();
        Variable words = Layers.Data("words", [1], dtype: "int64", lodLevel: 1), label = Layers.Data("label", [1], dtype: "int64");
        Tensor cost = Layers.Mean(Layers.CrossEntropy(Lstm(words, reviews.Vocabulary), label));
        Optimizer.Adam(0.01).Minimize(cost);
        Dictionary<string, Tensor>[] batches = [.. reviews.Train.Chunk(20).Select(new DataFeeder([words, label]).Feed)];
        string[] names = p.Main.ListVars().Where(v => v.Persistable).Select(v => v.Name).ToArray();
        Dictionary<string, float[]> Values() => names.ToDictionary(n => n, n => Scope.Global.FindVar(n)!.GetTensor().Cast("float32").ToArray<float>());

        Paddle.Seed(3);
        p.Start();
        float[] whole = [.. batches.Select(b => p.Run(b, cost)[0].Item<float>())];
        Dictionary<string, float[]> expected = Values();
        try
        {
            using (Api.ScopeGuard(new Scope()))
            {
                Paddle.Seed(3);
                p.Start();
                Assert.Equal(whole[..3], batches[..3].Select(b => p.Run(b, cost)[0].Item<float>()));
                Files.SavePersistables(new Executor(), folder, p.Main);
            }
            using (Api.ScopeGuard(new Scope()))
            {
                Paddle.Seed(4);
                p.Start();
                Files.LoadPersistables(new Executor(), folder, p.Main);
                Assert.Equal(whole[3..], batches[3..].Select(b => p.Run(b, cost)[0].Item<float>()));
                Dictionary<string, float[]> found = Values();
                Assert.All(names, n => Assert.Equal(expected[n], found[n]));
            }
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
