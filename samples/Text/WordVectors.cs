using Trireme.Fluid;
using Trireme.IO;
using Trireme.NN;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Samples.Text;

/// <summary>word2vec: four words tell the fifth, and words that stand in the same places get similar vectors.</summary>
internal static class WordVectors
{
    private const int Width = 24, BatchSize = 256;

    public static void Run(Sentences sentences)
    {
        using ProgramGuard programs = Api.ProgramGuard(new Trireme.Static.Program(), new Trireme.Static.Program());
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Paddle.Seed(1);
        Variable[] words = [.. Enumerable.Range(0, 5).Select(i => Layers.Data($"word{i}", [1], dtype: "int64"))];
        ParamAttr table = "vectors";
        Tensor[] vectors = [.. words[..4].Select(w => Layers.Embedding(w, [sentences.Vocabulary, Width], isSparse: true, paramAttr: table))];
        Tensor hidden = Layers.Fc(Layers.Concat(vectors, axis: 1), 64, act: "sigmoid");
        // Of the many words only the own and some drawn ones are looked at.
        Tensor cost = Layers.Mean(Layers.Nce(hidden, words[4], sentences.Vocabulary, numNegSamples: 10, sampler: "log_uniform"));
        Optimizer.Adam(0.005).Minimize(cost);

        Executor executor = Api.Executor(Api.CPUPlace());
        executor.Run(Api.DefaultStartupProgram());
        var feeder = new DataFeeder([.. words]);
        foreach ((int i, Sample[] batch) in Groups(sentences.Train).Chunk(BatchSize).Index())
        {
            float value = executor.Run(Api.DefaultMainProgram(), feeder.Feed(batch), [cost])[0].Item<float>();
            if (i % 100 == 0)
                Console.WriteLine(FormattableString.Invariant($"batch {i}: cost {value:f4}"));
        }
        Console.WriteLine($"the vectors are {Scope.Global.FindVar("vectors")!.GetTensor().Shape}");
    }

    private static IEnumerable<Sample> Groups(IEnumerable<Sample> sentences)
        => sentences.Select(s => (long[])s[0]!).SelectMany(w => Enumerable.Range(0, Math.Max(0, w.Length - 4)).Select(i => new Sample(w[i], w[i + 1], w[i + 2], w[i + 3], w[i + 4])));
}
