using System.Diagnostics;
using System.Xml.Linq;
using Trireme.Formats.Images;
using Trireme.Samples.Mnist;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed class MnistTests(SampleData data)
{
    // Twice what guessing gives; these are twenty steps.
    private const double Learned = 0.2;

    [Theory]
    [InlineData("lenet", "model")]
    [InlineData("lenet", "basic")]
    [InlineData("mlp", "model")]
    [InlineData("mlp", "basic")]
    [InlineData("cnn", "basic")]
    [InlineData("linear", "model")]
    public void Every_network_trains_with_either_api(string model, string api)
    {
        string folder = data.NewFolder();
        Recorded run = Run("--model", model, "--api", api, "--data", "digits", "--epochs", "2", "--save", folder);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal("", run.Errors);
        Assert.Matches(@"^test accuracy: [01]\.\d{4}$", run.Lines[^1]);
        Assert.InRange(Accuracy(run), Learned, 1);
        Assert.Contains("data: synthetic digits, 600 pictures to train on and 200 to test on", run.Lines);
        Assert.Equal("svg", XDocument.Load(Path.Combine(folder, "loss.svg")).Root!.Name.LocalName);
        Assert.True(ImageFile.Load(Path.Combine(folder, "predictions.png")).Width > 280);
        Assert.Equal(28, ImageFile.Load(Path.Combine(folder, "picture.png")).Height);
        Assert.NotEmpty(Paddle.Load(Path.Combine(folder, "mnist.pdparams")));
        Assert.NotEmpty(Paddle.Load(Path.Combine(folder, "mnist.pdopt")));
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("rmsprop")]
    [InlineData("adagrad")]
    public void Every_optimizer_trains_at_its_own_rate(string optimizer)
    {
        Recorded run = Run("--model", "linear", "--data", "digits", "--optimizer", optimizer, "--save", data.NewFolder());
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.InRange(Accuracy(run), Learned, 1);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("basic")]
    public void A_resumed_run_ends_with_the_weights_of_a_whole_one(string api)
    {
        (string whole, string parts) = (data.NewFolder(), data.NewFolder());
        string[] common = ["--model", "mlp", "--api", api, "--data", "digits", "--optimizer", "momentum", "--schedule", "constant", "--seed", "5"];
        Run([.. common, "--epochs", "3", "--save", whole]);
        Run([.. common, "--epochs", "1", "--save", parts]);
        Recorded resumed = Run([.. common, "--epochs", "3", "--save", parts, "--resume"]);

        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Contains("resume: 1 epochs were done before", resumed.Lines);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "mnist.pdparams")), File.ReadAllBytes(Path.Combine(parts, "mnist.pdparams")));
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "loss.svg")), File.ReadAllText(Path.Combine(parts, "loss.svg")));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_weights()
    {
        (string whole, string parts) = (data.NewFolder(), data.NewFolder());
        var options = new Options("lenet", "model", "digits", 3, 64, "adam", 0.001, "onecycle", 5, parts, false, null);
        using var stop = new CancellationTokenSource();
        Recorded stopped = Recorded.Run(() =>
        {
            Console.SetOut(new Trigger("Epoch 2/3", stop));
            Assert.ThrowsAny<OperationCanceledException>(() => Program.Run(options, stop.Token));
            return 0;
        });
        Assert.False(File.Exists(Path.Combine(parts, "mnist.pdparams")), stopped.Output);
        foreach (Options next in (Options[])[options with { Resume = true }, options with { Save = whole }])
        {
            Recorded.Run(() =>
            {
                Program.Run(next, default);
                return 0;
            });
        }
        Assert.Equal(File.ReadAllText(Path.Combine(whole, "loss.svg")), File.ReadAllText(Path.Combine(parts, "loss.svg")));
        OrderedDictionary<string, object?> expected = Paddle.Load(Path.Combine(whole, "mnist.pdparams"));
        OrderedDictionary<string, object?> actual = Paddle.Load(Path.Combine(parts, "mnist.pdparams"));
        foreach ((string key, object? value) in expected)
            Assert.Equal(((Tensor)value!).ToArray<float>(), ((Tensor)actual[key]!).ToArray<float>());
    }

    [Fact]
    public void Resuming_needs_a_run_with_the_same_options()
    {
        string folder = data.NewFolder();
        Recorded nothing = Run("--data", "digits", "--save", folder, "--resume");
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("--resume: there is no", nothing.Errors);

        Run("--model", "linear", "--data", "digits", "--epochs", "1", "--save", folder);
        Recorded other = Run("--model", "linear", "--data", "digits", "--batch-size", "32", "--save", folder, "--resume");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("--batch-size 64", other.Errors);
        Assert.Contains("--batch-size 32", other.Errors);
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs is '0': it must be a whole number of at least 1.")]
    [InlineData("--batch-size", "many", "--batch-size is 'many'")]
    [InlineData("--lr", "nan", "--lr is 'nan': it must be a number above 0")]
    [InlineData("--lr", "-1", "--lr is '-1'")]
    [InlineData("--model", "resnet", "'lenet' 'mlp' 'cnn' 'linear'")]
    [InlineData("--colour", "red", "--colour")]
    [InlineData("--predict", "/no/such/file.png", "--predict: there is no file '/no/such/file.png'")]
    public void A_bad_option_is_named(string option, string value, string expected)
    {
        Recorded run = Run(option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Errors);
        Assert.Equal("", run.Output);
    }

    // The number of threads is read once a process.
    [Fact]
    public async Task A_wrong_environment_variable_ends_it_with_a_message()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(Program).Assembly.Location, "--model", "linear", "--data", "digits", "--save", data.NewFolder()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TRIREME_NUM_THREADS"] = "many";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("TRIREME_NUM_THREADS is \"many\".", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors + await output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_option()
    {
        Recorded run = Run("--help");
        Assert.Equal(0, run.ExitCode);
        string[] options = ["model", "api", "data", "epochs", "batch-size", "optimizer", "lr", "schedule", "seed", "save", "resume", "predict"];
        foreach (string option in options)
            Assert.Contains("--" + option, run.Output);
    }

    [Fact]
    public void A_stopped_run_ends_without_saving_half_an_epoch()
    {
        string folder = data.NewFolder();
        var options = new Options("linear", "model", "digits", 5, 64, "sgd", 0.1, "constant", 1, folder, false, null);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (string api in Options.Apis)
        {
            Recorded run = Recorded.Run(() =>
            {
                Assert.ThrowsAny<OperationCanceledException>(() => Program.Run(options with { Api = api }, stop.Token));
                return 0;
            });
            Assert.False(Directory.Exists(folder), run.Output);
        }
    }

    /// <summary>Stops training when a line is printed.</summary>
    private sealed class Trigger(string line, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value == line)
                stop.Cancel();
        }
    }

    private static Recorded Run(params string[] args) => Recorded.Run(() => Program.Main(args));

    private static double Accuracy(Recorded run) => double.Parse(run.Lines[^1].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
}
