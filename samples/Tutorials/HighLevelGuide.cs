using Trireme.Callbacks;
using Trireme.IO;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Tutorials;

/// <summary>The guide to the high-level API: a dataset, a network, a loss, a metric and a callback of one's own, and <see cref="Model"/>'s loops.</summary>
internal static class HighLevelGuide
{
    /// <summary>The same in static mode: one line more, the rest as it is.</summary>
    public static void RunStatic(Dataset train, Dataset test, string folder)
    {
        Paddle.EnableStatic();
        Run(train, test, folder);
        Paddle.DisableStatic();
    }

    public static void Run(Dataset train, Dataset test, string folder)
    {
        Console.WriteLine("=============train dataset=============");
        foreach ((object? data, object? label) in new Words("train"))
            Console.WriteLine($"{data} {label}");

        // The InputSpecs are for static mode and for models for inference; without them the first batch says what the data looks like.
        var model = new Model(new MnistNet(), new InputSpec([-1, 1, 28, 28], "float32", "image"), new InputSpec([-1, 1], "int8", "label"));
        model.Summary([1, 1, 28, 28]);
        model.Prepare(new Adam(parameters: model.Parameters()), new MeanCrossEntropy(), new Accuracy(), new ErrorCount());
        model.Fit(train, epochs: 1, batchSize: 32, verbose: 1, callbacks: [new LowestLoss()]);

        Logs result = model.Evaluate(test, batchSize: 32, verbose: 1);
        Console.WriteLine(result);
        List<Tensor[]> predictions = model.Predict(test, batchSize: 32, verbose: 1);
        Console.WriteLine($"outputs: {predictions.Count}, batches: {predictions[0].Length}, the first batch: {predictions[0][0].Shape}");

        model.Save(Path.Combine(folder, "guide"));
        new Model(new MnistNet()).Load(Path.Combine(folder, "guide"));

        model.Save(Path.Combine(folder, "guide-inference"), training: false);
        Console.WriteLine($"the model for inference takes: {Jit.Load(Path.Combine(folder, "guide-inference")).InputSpecs[0].Shape}");
    }

    private sealed class Words(string mode) : Dataset
    {
        public override int Length => 4;
        public override Sample this[int idx] => ($"{mode}data{idx + 1}", $"label{idx + 1}");
    }

    private sealed class MnistNet : Layer
    {
        public Flatten Flatten { get; } = new();
        public Linear Linear1 { get; } = new(784, 512);
        public Linear Linear2 { get; } = new(512, 10);
        public ReLU Relu { get; } = new();
        public Dropout Dropout { get; } = new(0.2);

        public override Tensor Forward(Tensor input)
        {
            Tensor y = Relu.Call(Linear1.Call(Flatten.Call(input)));
            return Linear2.Call(Dropout.Call(y));
        }
    }

    private sealed class MeanCrossEntropy : Layer
    {
        public override Tensor Forward(Tensor input, Tensor label)
            => F.SoftmaxWithCrossEntropy(input, label, axis: 1).Mean();
    }

    /// <summary>How many examples of the epoch were wrong.</summary>
    private sealed class ErrorCount : Metric
    {
        private long _errors;

        public override IReadOnlyList<string> Name() => ["errors"];

        public override void Reset() => _errors = 0;

        public override Tensor[] Compute(params Tensor[] args) => [args[0].Argmax(1), args[1].Flatten()];

        public override double[] Update(params Tensor[] args)
        {
            _errors += args[0].ToArray<long>().Zip(args[1].ToArray<long>()).Count(p => p.First != p.Second);
            return Accumulate();
        }

        public override double[] Accumulate() => [_errors];
    }

    private sealed class LowestLoss : Callback
    {
        private double _lowest = double.PositiveInfinity;

        public override void OnTrainBatchEnd(int step, Logs? logs = null) => _lowest = Math.Min(_lowest, logs?.Number("loss") ?? _lowest);

        public override void OnTrainEnd(Logs? logs = null) => Console.WriteLine(FormattableString.Invariant($"lowest loss of a step: {_lowest:0.0000}"));
    }
}
