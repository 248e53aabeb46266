using Trireme.Fluid;
using Trireme.Fluid.Datasets;
using Trireme.IO;
using Trireme.Static;
using Trireme.Vision.Datasets;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Samples.Text;

/// <summary>Films for people: one tower of layers for what is known of a person, one for a film; how nearly both point the same way is the rating.</summary>
internal static class Recommender
{
    private const int BatchSize = 64;

    public static void Run(string? dataFile, int epochs)
    {
        Func<IEnumerable<Sample>> train, test;
        try
        {
            (train, test) = (Movielens.Train(dataFile), Movielens.Test(dataFile));
        }
        catch (DownloadException e) when (e.FoundMd5 is null)
        {
            Console.WriteLine("the ratings are neither cached nor to be downloaded");
            return;
        }
        using ProgramGuard programs = Api.ProgramGuard(new Trireme.Static.Program(), new Trireme.Static.Program());
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Paddle.Seed(1);
        var inputs = new List<Variable>();
        Tensor person = Person(inputs, dataFile), film = Film(inputs, dataFile);
        Tensor rating = Layers.Scale(Layers.CosSim(person, film), scale: 5);
        inputs.Add(Layers.Data("score", [1]));
        Tensor cost = Layers.Mean(Layers.SquareErrorCost(rating, inputs[^1]));
        Trireme.Static.Program forward = Api.DefaultMainProgram().Clone(forTest: true);
        Optimizer.SGD(0.2).Minimize(cost);

        Executor executor = Api.Executor(Api.CPUPlace());
        executor.Run(Api.DefaultStartupProgram());
        var feeder = new DataFeeder([.. inputs]);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            var average = new WeightedAverage();
            foreach (List<Sample> batch in Paddle.Batch(Reader.Shuffle(train, bufSize: 8192), BatchSize)())
                average.Add(executor.Run(Api.DefaultMainProgram(), feeder.Feed(batch), [cost])[0], batch.Count);
            var tested = new WeightedAverage();
            foreach (List<Sample> batch in Paddle.Batch(test, BatchSize)())
                tested.Add(executor.Run(forward, feeder.Feed(batch), [cost.Name])[0], batch.Count);
            Console.WriteLine(FormattableString.Invariant($"epoch {epoch}: cost {average.Eval():f4}, test cost {tested.Eval():f4}"));
        }
        Sample[] some = [.. test().Take(5)];
        float[] found = executor.Run(forward, feeder.Feed(some), [rating.Name])[0].ToArray<float>();
        // The reader gives 1 to 5 stars as −3 to 5.
        foreach ((float stars, Sample sample) in found.Zip(some))
        {
            double truth = ((double[])sample[7]!)[0];
            Console.WriteLine(FormattableString.Invariant($"person {sample[0]}, film {sample[4]}: {(stars + 5) / 2:f2} stars, in truth {(truth + 5) / 2:f0}"));
        }
    }

    private static Tensor Person(List<Variable> inputs, string? dataFile) => Layers.Fc(Layers.Concat(
        [
            Known(inputs, "user_id", Movielens.MaxUserId(dataFile) + 1, 32),
            Known(inputs, "gender_id", 2, 16),
            Known(inputs, "age_id", Movielens.AgeTable.Count, 16),
            Known(inputs, "job_id", Movielens.MaxJobId(dataFile) + 1, 16),
        ], axis: 1), 200, act: "tanh");

    private static Tensor Film(List<Variable> inputs, string? dataFile)
    {
        Tensor id = Known(inputs, "movie_id", Movielens.MaxMovieId(dataFile) + 1, 32);
        Tensor kinds = Layers.SequencePool(Words(inputs, "category_id", Movielens.MovieCategories(dataFile).Count), "sum");
        Tensor title = Nets.SequenceConvPool(Words(inputs, "movie_title", Movielens.GetMovieTitleDict(dataFile).Count), 32, 3, act: "tanh", poolType: "sum");
        return Layers.Fc(Layers.Concat([id, kinds, title], axis: 1), 200, act: "tanh");
    }

    private static Tensor Known(List<Variable> inputs, string name, int count, int width)
    {
        inputs.Add(Layers.Data(name, [1], dtype: "int64"));
        return Layers.Fc(Layers.Embedding(inputs[^1], [count, width], isSparse: true, paramAttr: $"{name}_table"), width);
    }

    private static Tensor Words(List<Variable> inputs, string name, int count)
    {
        inputs.Add(Layers.Data(name, [1], dtype: "int64", lodLevel: 1));
        return Layers.Embedding(inputs[^1], [count, 32], isSparse: true);
    }
}
