using Trireme.Fluid;
using Trireme.IO;
using Trireme.NN;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The word2vec tutorial: four words tell which one follows.</summary>
public class WordVectorTests(ITestOutputHelper output)
{
    [Fact]
    public void Four_words_say_more_about_the_next_than_frequencies_do()
    {
        if (SharedData.Find("data/rt-polarity", output) is not { } folder)
            return;
        var reviews = Reviews.Read(folder, 1200, 200, minCount: 30);
        static Sample[] Grams(IEnumerable<Sample> sentences)
            => sentences.Select(s => (long[])s[0]!).SelectMany(w => Enumerable.Range(0, Math.Max(0, w.Length - 4)).Select(i => new Sample(w[i], w[i + 1], w[i + 2], w[i + 3], w[i + 4]))).ToArray();
        Sample[] train = Grams(reviews.Train), test = Grams(reviews.Test);

        using var p = new LayerProgram();
        Variable[] words = [.. Enumerable.Range(0, 5).Select(i => Layers.Data($"word{i}", [1], dtype: "int64"))];
        ParamAttr shared = "shared_w";
        Tensor[] vectors = [.. words[..4].Select(w => Layers.Embedding(w, [reviews.Vocabulary, 16], isSparse: true, paramAttr: shared))];
        Tensor hidden = Layers.Fc(Layers.Concat(vectors, axis: 1), 48, act: "sigmoid"), prediction = Layers.Fc(hidden, reviews.Vocabulary, act: "softmax");
        Tensor cost = Layers.Mean(Layers.CrossEntropy(prediction, words[4]));
        Program forward = p.Main.Clone(forTest: true);
        Optimizer.Adam(0.005).Minimize(cost);
        Assert.Equal(5, p.ParameterNames().Length);
        p.Start();
        var feeder = new DataFeeder([.. words]);
        for (int epoch = 0; epoch < 3; epoch++)
            output.WriteLine($"epoch {epoch}: cost {train.Chunk(128).Select(b => p.Run(feeder.Feed(b), cost)[0].Item<float>()).Average()}");
        float found = new Executor().Run(forward, feeder.Feed(test), [cost.Name])[0].Item<float>();

        double[] counts = new double[reviews.Vocabulary];
        foreach (Sample gram in train)
            counts[(int)(long)gram[4]!]++;
        double frequencies = test.Average(g => -Math.Log((counts[(int)(long)g[4]!] + 1) / (train.Length + reviews.Vocabulary)));
        output.WriteLine($"{train.Length} groups of {reviews.Vocabulary} words; cost {found}, by frequencies {frequencies}");
        Assert.True(found < frequencies - 0.1, $"{found} against {frequencies}");
    }
}
