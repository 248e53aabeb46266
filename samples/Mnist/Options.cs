using System.Globalization;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Optimizers.LR;

namespace Trireme.Samples.Mnist;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string Model, string Api, string Data, int Epochs, int BatchSize, string Optimizer, double Lr, string Schedule, int Seed,
    string Save, bool Resume, string? Predict)
{
    public static readonly string[] Apis = ["model", "basic"];
    public static readonly string[] Optimizers = ["adam", "adamw", "sgd", "momentum", "rmsprop", "adagrad"];
    public static readonly string[] Schedules = ["onecycle", "constant"];

    /// <summary>The options that a resumed run must share with the run it continues.</summary>
    /// <remarks>The number of epochs is one of them where the learning rate depends on it.</remarks>
    public string Identity => string.Create(CultureInfo.InvariantCulture,
        $"--model {Model} --data {Data} --batch-size {BatchSize} --optimizer {Optimizer} --lr {Lr} --schedule {Schedule} --seed {Seed}")
        + (Schedule == "constant" ? "" : $" --epochs {Epochs}");

    /// <summary>The options, or null where help was printed or something is wrong; then <paramref name="exitCode"/> is to be returned.</summary>
    public static Options? Parse(string[] args, out int exitCode) => CommandLine.Parse(args, out exitCode);

    public static double DefaultRate(string optimizer) => optimizer switch
    {
        "sgd" => 0.03,
        "momentum" or "adagrad" => 0.01,
        _ => 0.001,
    };

    public string InFolder(string file) => Path.Combine(Save, file);

    /// <summary>The optimizer for a training set of <paramref name="examples"/>.</summary>
    public Optimizer CreateOptimizer(List<Parameter> parameters, int examples)
    {
        LearningRate rate = Schedule == "constant" ? Lr : CreateSchedule(Epochs * ((examples + BatchSize - 1) / BatchSize));
        return Optimizer switch
        {
            "adam" => new Adam(rate, parameters: parameters),
            "adamw" => new AdamW(rate, parameters: parameters),
            "sgd" => new SGD(rate, parameters),
            "momentum" => new Momentum(rate, momentum: 0.9, parameters),
            "rmsprop" => new RMSProp(rate, parameters: parameters),
            "adagrad" => new Adagrad(rate, parameters: parameters),
            _ => throw new ArgumentOutOfRangeException(nameof(Optimizer), Optimizer, "There is no such optimizer."),
        };
    }

    // From the rate given up to four times as much, then down to almost nothing: in two epochs LeNet gets a third fewer digits wrong so.
    private OneCycleLR CreateSchedule(int steps) => new(maxLearningRate: 4 * Lr, totalSteps: steps, divideFactor: 4, endLearningRate: Lr / 1000);
}
