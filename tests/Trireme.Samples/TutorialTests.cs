using System.Globalization;
using Trireme.IO;
using Trireme.Samples.Tutorials;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed class TutorialTests(SampleData data, ITestOutputHelper output)
{
    private const string Array = @"\[\d\.[\de-]*\]";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_guide_prints_what_the_tutorial_prints(bool isStatic)
    {
        Recorded run = Run(isStatic ? HighLevelGuide.RunStatic : HighLevelGuide.Run);
        Assert.Equal(["=============train dataset=============", "traindata1 label1", "traindata2 label2"], run.Lines[..3]);
        Assert.Contains("Total params: 407,050", run.Lines);
        Assert.Contains("The loss value printed in the log is the current step, and the metric is the average value of previous steps.", run.Lines);
        Assert.Contains("Epoch 1/1", run.Lines);
        Assert.Contains(run.Lines, l => Matches(l,
            @"^step 19/19 \[={30}\] - loss: \d\.\d{4}(e-\d\d)? - acc: \d\.\d{4} - errors: \d+\.\d{4} - \d+(ms|us|s)/step$"));
        Assert.Contains("Eval begin...", run.Lines);
        Assert.Contains("Eval samples: 200", run.Lines);
        Assert.Contains(run.Lines, l => Matches(l, @"^\{'loss': \[[\d.e-]+\], 'acc': [\d.]+, 'errors': [\d.]+\}$"));
        Assert.Contains("Predict begin...", run.Lines);
        Assert.Contains("Predict samples: 200", run.Lines);
        Assert.Equal("outputs: 1, batches: 7, the first batch: [32, 10]", run.Lines[^2]);
        Assert.Equal("the model for inference takes: [-1, 1, 28, 28]", run.Lines[^1]);
    }

    [Fact]
    public void The_course_prints_loss_and_accuracy()
    {
        Recorded run = Run(Course.Run);
        Assert.Matches($"^epoch: 0, batch: 0, loss is: {Array}, acc is {Array}$", run.Lines[0]);
        Assert.Equal("start evaluation .......", run.Lines[^2]);
        Assert.Matches(@"^loss=\d+\.\d+, acc=\d\.\d+$", run.Lines[^1]);
    }

    [Fact]
    public void The_resumed_run_equals_the_whole_one()
    {
        Recorded run = Run(Resume.Run);
        Assert.Equal("weights of the resumed run equal those of the whole run: True", run.Lines[^1]);
        string[] losses = [.. run.Lines.Where(l => l.StartsWith("epoch_id: 1, batch_id: 0, ", StringComparison.Ordinal))];
        Assert.Equal(2, losses.Length);
        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void LeNet_trains_and_its_files_load_again()
    {
        Recorded run = Run(LeNetTraining.Run);
        Assert.Matches($"^epoch: 0, batch_id: 0, loss is: {Array}, acc is: {Array}$", run.Lines[0]);
        Assert.Matches($"^epoch: 1, batch_id: 0, loss is: {Array}, acc is: {Array}$", run.Lines[1]);
        Assert.Matches(@"^predicted: \[\d( \d){9}\], as the trained network does: True$", run.Lines[^1]);
    }

    [Fact]
    public void Training_evaluation_and_prediction_run_step_by_step()
    {
        Recorded run = Run(TrainEvaluatePredict.Run);
        Assert.Contains(run.Lines, l => Matches(l, @"^true label: \d, pred label: \d$"));
        Assert.Equal("Eval samples: 200", run.Lines[^1]);
    }

    [Fact]
    public void Four_unknowns_are_found()
    {
        Recorded run = Recorded.Run(() =>
        {
            LinearSystem.Run(data.NewFolder());
            return 0;
        });
        Assert.Equal(["[1 1 1 1 1]", "[2 2 2 2 2]", "[1. 1. 1. 1. 1.]"], run.Lines[..3]);
        for (int i = 0; i < 10; i++)
            Assert.Matches($@"^iter={50 * i},cost=\d+\.\d+(e-\d\d)?$", run.Lines[3 + i]);
        Assert.Matches(@"^9a\+5b\+2c\+10d=\[(9[6-9]|10[0-3])\.\d*\]$", run.Lines[^1]);
    }

    [Fact]
    public void House_prices_follow_a_line()
    {
        if (SharedData.Find("data/uci-housing/housing.data", output) is not { } path)
            return;
        Recorded run = Recorded.Run(() =>
        {
            FitALine.Run(data.NewFolder(), path);
            return 0;
        });
        Assert.Matches(@"^Train cost, Step 0, Cost \d+\.\d{6}$", run.Lines[0]);
        Assert.Matches(@"^Test cost, Step 0, Cost \d+\.\d{6}$", run.Lines[1]);
        double[] costs = [.. run.Lines.Where(l => l.StartsWith("Test cost", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ')[^1], CultureInfo.InvariantCulture))];
        Assert.InRange(costs[^1], 5, costs[0] / 4);
        Assert.Equal("infer results: (House Price)", run.Lines[^22]);
        Assert.Matches(@"^9: \d+\.\d\d$", run.Lines[^12]);
        Assert.Equal(["ground truth:", "0: 8.50", "1: 5.00", "2: 11.90"], run.Lines[^11..^7]);
    }

    [Fact]
    public void Programs_read_digits_both_ways_on_two_places()
    {
        Recorded run = Run((train, test, _) => MnistFluid.Run(train, test, epochs: 4));
        string[] losses = [.. run.Lines.Where(l => l.StartsWith("loss is ", StringComparison.Ordinal))];
        Assert.All(losses, l => Assert.Matches(@"^loss is \[array\(\[ *\d+\.[\de-]* *, *\d+\.[\de-]* *\], dtype=float32\)\]$", l));
        Assert.Equal(8, run.Lines.Count(l => l == "End of epoch"));
        string[] accuracies = [.. run.Lines.Where(l => l.StartsWith("accuracy is ", StringComparison.Ordinal))];
        Assert.Equal(8, accuracies.Length);
        Assert.All([accuracies[3], accuracies[7]], a => Assert.InRange(double.Parse(a.Split(' ')[^1], CultureInfo.InvariantCulture), 0.25, 1));
    }

    [Fact]
    public void Pictures_are_told_apart_by_two_networks()
    {
        if (SharedData.Find("data/cifar10-slice/cifar-10-python-slice.tar.gz", output) is not { } path)
            return;
        Recorded run = Recorded.Run(() =>
        {
            ImageClassification.Run(data.NewFolder(), path, epochs: 3, pictures: 640);
            return 0;
        });
        Assert.Equal(8, run.Lines.Length);
        foreach (string name in (string[])["resnet", "vgg"])
        {
            double[][] epochs = [.. run.Lines.Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => l.Split([' ', ',']).Where(w => w.Contains('.', StringComparison.Ordinal))
                .Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray())];
            Assert.Equal(3, epochs.Length);
            Assert.True(epochs[2][0] < epochs[0][0] - 0.2, string.Join('\n', run.Lines));
            Assert.InRange(epochs[2][1], 0.15, 1);
        }
        Assert.Matches(@"^infer results: \d( \d){7}$", run.Lines[3]);
    }

    private static bool Matches(string line, string pattern) => System.Text.RegularExpressions.Regex.IsMatch(line, pattern);

    private Recorded Run(Action<Dataset, Dataset, string> tutorial) => Recorded.Run(() =>
    {
        tutorial(data.Train, data.Test, data.NewFolder());
        return 0;
    });
}
