using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Formats.Files;

namespace Trireme.Samples.Mnist;

/// <summary>Trains a network on pictures of digits, evaluates it, saves it, loads it again and lets it read a picture.</summary>
internal static class Program
{
    private const int Failed = 1, BadOptions = 2, Stopped = 130;

    public static int Main(string[] args)
    {
        if (Options.Parse(args, out int exitCode) is not { } options)
            return exitCode;
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler onCtrlC = (_, e) =>
        {
            e.Cancel = !stop.IsCancellationRequested;    // the first one ends the run after the current step, the second one at once
            stop.Cancel();
        };
        Console.CancelKeyPress += onCtrlC;
        try
        {
            Run(options, stop.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"\nstopped; finished epochs are kept in {options.Save}: --resume goes on from there");
            return Stopped;
        }
        catch (OptionException e)
        {
            Console.Error.WriteLine(e.Message);
            return BadOptions;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidArgumentException or InvalidFileException)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
        finally
        {
            Console.CancelKeyPress -= onCtrlC;
        }
    }

    public static void Run(Options options, CancellationToken stop)
    {
        Tensor? picture = options.Predict is { } file ? Picture.Read(file) : null;    // a bad file is met before training, not after
        Pictures pictures = Pictures.Load(options.Data);
        Console.WriteLine($"data: {pictures.Name}, {pictures.Train.Length} pictures to train on and {pictures.Test.Length} to test on");

        options = options with { Data = pictures.Source };    // what auto found: a resumed run must find the same

        Paddle.Seed(options.Seed);
        Layer network = Networks.Create(options.Model);
        Optimizer optimizer = options.CreateOptimizer(network.Parameters(), pictures.Train.Length);
        var progress = new Progress(options, network, optimizer);
        if (options.Resume)
            progress.Load();

        double accuracy = options.Api == "model"
            ? ModelTraining.Run(options, pictures, network, optimizer, progress, stop)
            : BasicTraining.Run(options, pictures, network, optimizer, progress, stop);

        Layer trained = Networks.Create(options.Model);
        trained.SetStateDict(Paddle.Load(options.InFolder("mnist.pdparams")));
        var report = new Report(options, pictures, trained);
        report.DrawLosses(progress.Losses);
        report.DrawPredictions();
        report.Predict(picture, options.Predict);
        Console.WriteLine(FormattableString.Invariant($"test accuracy: {accuracy:0.0000}"));
    }
}
