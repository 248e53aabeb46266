using System.Globalization;
using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Samples.Mnist;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(string Model, string Api, string Data, int Epochs, int BatchSize, string Optimizer, double Lr, int Seed, string Save, bool Resume, string? Predict)
{
    public static readonly string[] Apis = ["model", "basic"];
    public static readonly string[] Optimizers = ["adam", "adamw", "sgd", "momentum", "rmsprop", "adagrad"];

    /// <summary>The options that a resumed run must share with the run it continues.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture,
        $"--model {Model} --data {Data} --batch-size {BatchSize} --optimizer {Optimizer} --lr {Lr} --seed {Seed}");

    /// <summary>The options, or null where help was printed or something is wrong; then <paramref name="exitCode"/> is to be returned.</summary>
    public static Options? Parse(string[] args, out int exitCode) => CommandLine.Parse(args, out exitCode);

    public static double DefaultRate(string optimizer) => optimizer switch
    {
        "sgd" or "momentum" or "adagrad" => 0.01,
        _ => 0.001,
    };

    public string InFolder(string file) => Path.Combine(Save, file);

    public Optimizer CreateOptimizer(List<Parameter> parameters) => Optimizer switch
    {
        "adam" => new Adam(Lr, parameters: parameters),
        "adamw" => new AdamW(Lr, parameters: parameters),
        "sgd" => new SGD(Lr, parameters),
        "momentum" => new Momentum(Lr, momentum: 0.9, parameters),
        "rmsprop" => new RMSProp(Lr, parameters: parameters),
        "adagrad" => new Adagrad(Lr, parameters: parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(Optimizer), Optimizer, "There is no such optimizer."),
    };
}
