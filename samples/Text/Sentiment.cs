using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;
using Files = Trireme.Fluid.IO;

namespace Trireme.Samples.Text;

/// <summary>Praise or blame: stacked LSTMs over sentences of different lengths. The checkpoint of the first epoch is loaded again before the second.</summary>
internal static class Sentiment
{
    private const int Width = 32, Epochs = 2, BatchSize = 64;

    public static void Run(Sentences sentences)
    {
        using ProgramGuard programs = Api.ProgramGuard(new Trireme.Static.Program(), new Trireme.Static.Program());
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Paddle.Seed(1);
        Variable words = Layers.Data("words", [1], dtype: "int64", lodLevel: 1), label = Layers.Data("label", [1], dtype: "int64");
        Tensor prediction = StackedLstm(words, sentences.Vocabulary);
        Tensor cost = Layers.Mean(Layers.CrossEntropy(prediction, label)), accuracy = Layers.Accuracy(prediction, label);
        Trireme.Static.Program test = Api.DefaultMainProgram().Clone(forTest: true);
        Optimizer.Adam(0.002).Minimize(cost);

        Executor executor = Api.Executor(Api.CPUPlace());
        executor.Run(Api.DefaultStartupProgram());
        var feeder = new DataFeeder([words, label]);
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach ((int i, Sample[] batch) in sentences.Train.Chunk(BatchSize).Index())
            {
                Tensor[] r = executor.Run(Api.DefaultMainProgram(), feeder.Feed(batch), [cost, accuracy]);
                if (i % 50 == 0)
                    Console.WriteLine(FormattableString.Invariant($"epoch {epoch}, batch {i}: cost {r[0].Item<float>():f4}, accuracy {r[1].Item<float>():f4}"));
            }
            Console.WriteLine(FormattableString.Invariant($"epoch {epoch}: accuracy {executor.Run(test, feeder.Feed(sentences.Test), [accuracy.Name])[0].Item<float>():f4} on {sentences.Test.Length} sentences"));
            Files.SavePersistables(executor, folder);
            Files.LoadPersistables(executor, folder);
        }
        Directory.Delete(folder, recursive: true);
    }

    // The second network reads backwards what the first one and its input say.
    private static Tensor StackedLstm(Tensor words, int vocabulary)
    {
        Tensor input = Layers.Fc(Layers.Embedding(words, [vocabulary, Width], isSparse: true), 4 * Width);
        Tensor hidden = Layers.DynamicLstm(input, 4 * Width).Hidden;
        input = Layers.Fc([input, hidden], 4 * Width);
        hidden = Layers.DynamicLstm(input, 4 * Width, isReverse: true).Hidden;
        return Layers.Fc([Layers.SequencePool(input, "max"), Layers.SequencePool(hidden, "max")], 2, act: "softmax");
    }
}
