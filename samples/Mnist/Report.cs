using Trireme.Formats.Charts;
using Trireme.Formats.Images;
using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Mnist;

/// <summary>What there is to look at after training: the loss curve, a page of predicted pictures, the prediction for one picture.</summary>
internal sealed class Report
{
    private const int Page = 100, Smoothing = 50;

    private readonly Options _options;
    private readonly Pictures _pictures;
    private readonly Layer _network;

    public Report(Options options, Pictures pictures, Layer network)
    {
        (_options, _pictures, _network) = (options, pictures, network);
        network.Eval();
    }

    public void DrawLosses(List<float> losses)
    {
        string file = _options.InFolder("loss.svg");
        int[] ends = [.. Enumerable.Range(1, losses.Count).Where(step => step % Smoothing == 0)];
        new LineChart($"{_options.Model} on {_pictures.Name}", "step", "loss")
            .Add("loss of a step", losses.Select(l => (double)l))
            .Add($"mean of {Smoothing} steps", [.. ends.Select(e => (double)e)], [.. ends.Select(e => (double)losses[(e - Smoothing)..e].Average())])
            .Save(file);
        Console.WriteLine($"loss curve: {file}");
    }

    public void DrawPredictions()
    {
        string file = _options.InFolder("predictions.png");
        var grid = new ImageGrid(columns: 10, scale: 2, title: "predicted (where wrong: the truth)");
        for (int i = 0; i < Math.Min(Page, _pictures.Test.Length); i++)
        {
            Image image = TestImage(i);
            (int predicted, int truth) = (Recognize(Picture.ToInput(image)).Class, TestLabel(i));
            string caption = _pictures.Classes[predicted] + (predicted == truth ? "" : $" ({_pictures.Classes[truth]})");
            grid.Add(image, caption, emphasized: predicted != truth);
        }
        grid.Save(file);
        Console.WriteLine($"predictions: {file}");
    }

    /// <summary>Prints what a picture shows; where none is given, one of the test pictures is written to a file, read back and taken.</summary>
    public void Predict(Tensor? picture, string? file)
    {
        if (picture is null)
        {
            file = _options.InFolder("picture.png");
            ImageFile.Save(TestImage(0), file);
            picture = Picture.Read(file);
        }
        (int predicted, float probability) = Recognize(picture);
        Console.WriteLine(FormattableString.Invariant($"{file}: {_pictures.Classes[predicted]} (probability {probability:0.0000})"));
    }

    private Image TestImage(int index) => (Image)_pictures.TestImages[index][0]!;

    private int TestLabel(int index) => (int)((long[])_pictures.TestImages[index][1]!)[0];

    private (int Class, float Probability) Recognize(Tensor input)
    {
        using IDisposable noGrad = Paddle.NoGrad();
        Tensor probabilities = F.Softmax(_network.Call(input))[0];
        int best = probabilities.Argmax().Item<int>();
        return (best, probabilities[best].Item<float>());
    }
}
