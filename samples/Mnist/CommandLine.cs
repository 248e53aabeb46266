using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Trireme.Samples.Mnist;

/// <summary>The command line: what each option means and may be.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Model = Choice("--model", "The network.", "lenet", Networks.Names);
    private static readonly Option<string> Api = Choice("--api", "model: the high-level API, Model.Fit. basic: a loop written by hand.", "model", Options.Apis);
    private static readonly Option<string> Data = Choice("--data",
        "auto: MNIST where it is cached or can be downloaded, else digits. digits: synthetic, drawn by the library.", "auto", Pictures.Sources);
    private static readonly Option<int> Epochs = Count("--epochs", "How often the training data is gone through.", 2);
    private static readonly Option<int> BatchSize = Count("--batch-size", "Pictures a step.", 64);
    private static readonly Option<string> Optimizer = Choice("--optimizer", "How weights are updated.", "adam", Options.Optimizers);
    private static readonly Option<double?> Lr = Rate("--lr",
        "The learning rate [default: 0.001; sgd 0.03; momentum and adagrad 0.01].");
    private static readonly Option<string> Schedule = Choice("--schedule",
        "onecycle: the rate rises to four times --lr, then falls to almost nothing.", "onecycle", Options.Schedules);
    private static readonly Option<int> Seed = Count("--seed", "What random numbers start from; the same seed gives the same weights.", 1, least: 0);
    private static readonly Option<string> Save = new("--save")
    {
        Description = "The folder for what the run writes.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("out", "mnist"),
    };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on from the last finished epoch that is kept in --save." };
    private static readonly Option<string?> Predict = new("--predict")
    {
        Description = "A picture to recognize, PNG, JPEG or BMP [default: one of the test pictures].",
        HelpName = "FILE",
    };

    public static Options? Parse(string[] args, out int exitCode)
    {
        var command = new RootCommand("Trains a network to recognize handwritten digits.")
        {
            Model, Api, Data, Epochs, BatchSize, Optimizer, Lr, Schedule, Seed, Save, Resume, Predict,
        };
        ParseResult result = command.Parse(args);
        foreach (ParseError error in result.Errors)
            Console.Error.WriteLine(error.Message.Replace("\n\t", " ", StringComparison.Ordinal).Trim());
        if (result.Errors.Count > 0)
        {
            Console.Error.WriteLine("--help lists the options.");
            exitCode = 2;
            return null;
        }
        exitCode = result.Action is null ? 0 : result.Invoke();
        if (result.Action is not null)
            return null;
        string optimizer = result.GetValue(Optimizer)!;
        return new Options(result.GetValue(Model)!, result.GetValue(Api)!, result.GetValue(Data)!, result.GetValue(Epochs), result.GetValue(BatchSize),
            optimizer, result.GetValue(Lr) ?? Options.DefaultRate(optimizer), result.GetValue(Schedule)!, result.GetValue(Seed),
            result.GetValue(Save)!, result.GetValue(Resume), result.GetValue(Predict));
    }

    private static Option<string> Choice(string name, string description, string @default, string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => @default };
        return option.AcceptOnlyFromAmong(values);
    }

    private static Option<int> Count(string name, string description, int @default, int least = 1) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => @default,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out int value) || value < least)
                result.AddError($"{name} is '{text}': it must be a whole number of at least {least}.");
            return value;
        },
    };

    private static Option<double?> Rate(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "RATE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!double.TryParse(text, CultureInfo.InvariantCulture, out double value) || !(value > 0) || double.IsInfinity(value))
                result.AddError($"{name} is '{text}': it must be a number above 0, usually between 0.00001 and 1.");
            return value;
        },
    };
}
