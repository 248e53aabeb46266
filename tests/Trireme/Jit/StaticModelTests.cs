using Trireme.Callbacks;
using Trireme.IO;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Jit;

public sealed class StaticModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OneLineMakesAModelStaticAndTheNumbersStay()
    {
        TensorDataset data = Data();
        (List<double> Losses, Logs Evaluation, float[] Predictions, List<float[]> Weights) Run(bool isStatic)
        {
            if (isStatic)
                Paddle.EnableStatic();
            try
            {
                Layer net = ToStaticTests.Network(dropout: true);
                var model = new Model(net, [new InputSpec([-1, 1, 6, 6])], [new InputSpec([-1, 1], DType.Int8)]);
                model.Prepare(new Adam(0.01, parameters: model.Parameters(), gradClip: new ClipGradByGlobalNorm(1.0)), new CrossEntropyLoss(), new Accuracy());
                using var random = new Generator(5).UseOnThisThread();
                var history = new Losses();
                model.Fit(data, batchSize: 4, epochs: 2, verbose: 0, callbacks: [history], accumulateGradBatches: 2);
                Logs evaluation = model.Evaluate(data, batchSize: 4, verbose: 0);
                Tensor predictions = model.Predict(data, batchSize: 4, stackOutputs: true, verbose: 0)[0][0];
                model.Save(Path.Combine(_folder, isStatic ? "static" : "eager"));
                model.Save(Path.Combine(_folder, isStatic ? "static-inference" : "eager-inference"), training: false);
                Assert.Equal(!isStatic, Paddle.InDynamicMode());
                return (history.Values, evaluation, predictions.ToArray<float>(), net.StateDict().Values.Select(t => t.ToArray<float>()).ToList());
            }
            finally
            {
                Paddle.DisableStatic();
            }
        }

        var eager = Run(false);
        var program = Run(true);
        Assert.Equal(6, eager.Losses.Count);
        Assert.Equal(eager.Losses, program.Losses);
        // In inference the layers' convolution and normalization are one operator, and rounded once less.
        Assert.Equal(((double[])eager.Evaluation["loss"]!)[0], ((double[])program.Evaluation["loss"]!)[0], 1e-5);
        Assert.Equal(eager.Evaluation["acc"], program.Evaluation["acc"]);
        for (int i = 0; i < program.Predictions.Length; i++)
            Assert.Equal(eager.Predictions[i], program.Predictions[i], 1e-5f);
        Assert.Equal(eager.Weights, program.Weights);

        foreach (string name in new[] { "static-inference", "eager-inference" })
        {
            TranslatedLayer loaded = Trireme.Jit.Load(Path.Combine(_folder, name));
            Assert.Equal(program.Predictions[..12], loaded.Call(ToStaticTests.Images(10, 3)[0..4]).ToArray<float>());
        }
        var again = new Model(ToStaticTests.Network(dropout: true), new InputSpec([-1, 1, 6, 6]));
        again.Load(Path.Combine(_folder, "static"));
        Assert.Equal(eager.Predictions, again.Predict(Data(), batchSize: 4, stackOutputs: true, verbose: 0)[0][0].ToArray<float>());
    }

    [Fact]
    public void GradientsAreAddedUpAfterAPrediction()
    {
        Tensor[] given = [ToStaticTests.Images(4, 1)], wanted = [ToStaticTests.Labels(4, 1)];
        Paddle.EnableStatic();
        try
        {
            var model = new Model(ToStaticTests.Network(), [new InputSpec([-1, 1, 6, 6])], [new InputSpec([-1, 1])]);
            model.Prepare(new SGD(0.01, parameters: model.Parameters()), new CrossEntropyLoss());
            double[] before = model.TrainBatch(given, wanted, update: false).Losses;
            Assert.Single(before);
            model.PredictBatch(given);
            Assert.Equal(before, model.TrainBatch(given, wanted, update: false).Losses);
        }
        finally
        {
            Paddle.DisableStatic();
        }
    }

    private static TensorDataset Data() => new([ToStaticTests.Images(10, 3), ToStaticTests.Labels(10, 1)]);

    private sealed class Losses : Callback
    {
        public List<double> Values { get; } = [];

        public override void OnTrainBatchEnd(int step, Logs? logs) => Values.Add(((double[])logs!["loss"]!)[0]);
    }
}
