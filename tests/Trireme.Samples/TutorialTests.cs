using Trireme.IO;
using Trireme.Samples.Tutorials;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed class TutorialTests(SampleData data)
{
    private const string Array = @"\[\d\.[\de-]*\]";

    [Fact]
    public void The_guide_prints_what_the_tutorial_prints()
    {
        Recorded run = Run(HighLevelGuide.Run);
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
        Assert.Equal("outputs: 1, batches: 7, the first batch: [32, 10]", run.Lines[^1]);
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
        => Assert.Matches($"^epoch: 0, batch_id: 0, loss is: {Array}, acc is: {Array}$", Run(LeNetTraining.Run).Lines[0]);

    [Fact]
    public void Training_evaluation_and_prediction_run_step_by_step()
    {
        Recorded run = Run(TrainEvaluatePredict.Run);
        Assert.Contains(run.Lines, l => Matches(l, @"^true label: \d, pred label: \d$"));
        Assert.Equal("Eval samples: 200", run.Lines[^1]);
    }

    private static bool Matches(string line, string pattern) => System.Text.RegularExpressions.Regex.IsMatch(line, pattern);

    private Recorded Run(Action<Dataset, Dataset, string> tutorial) => Recorded.Run(() =>
    {
        tutorial(data.Train, data.Test, data.NewFolder());
        return 0;
    });
}
