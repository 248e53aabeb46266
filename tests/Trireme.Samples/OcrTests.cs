using System.Globalization;
using System.Text.RegularExpressions;
using Trireme.Formats.Images;
using Trireme.Tests.Shared;
using Trireme.Vision.Transforms;
using Xunit.Abstractions;
using Ocr = Trireme.Samples.Ocr.Program;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed partial class OcrTests(SampleData data, ITestOutputHelper output)
{
    // What an evaluation of the same network by other means gives: pixels above 0.3 fill columns 49 to 194 and rows 42 to 57; 145 x 15 grows by
    // 145 * 15 * 1.5 / 320 = 10.195 on every side.
    private static readonly double[] Hello = [38.8, 31.8, 204.2, 31.8, 204.2, 67.2, 38.8, 67.2];

    [Fact]
    public void The_drawn_word_is_found()
    {
        if (Models() is not { } models)
            return;
        string annotated = Path.Combine(data.NewFolder(), "annotated.png");
        Recorded run = Run(models, models.Hello, annotated);
        AssertFound(run, Hello, angle: 0);
        Image picture = ImageFile.Load(models.Hello).ToRgb(), drawn = ImageFile.Load(annotated);
        Assert.Equal((96, 320, 3), (drawn.Height, drawn.Width, drawn.Channels));
        Assert.Equal((230, 30, 30), (drawn[32, 100, 0], drawn[32, 100, 1], drawn[32, 100, 2]));
        Assert.Equal(picture[50, 100, 0], drawn[50, 100, 0]);
    }

    [Fact]
    public void A_word_upside_down_is_told_from_an_upright_one()
    {
        if (Models() is not { } models)
            return;
        string folder = data.NewFolder(), turned = Path.Combine(folder, "turned.png");
        Directory.CreateDirectory(folder);
        ImageFile.Save(Functional.Rotate(ImageFile.Load(models.Hello), 180), turned);
        // The network sees the letters otherwise upside down: its box is a few pixels off the turned one.
        AssertFound(Run(models, turned, Path.Combine(folder, "boxes.png")), [114.8, 27.8, 280.2, 27.8, 280.2, 63.2, 114.8, 63.2], angle: 180, within: 8);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Recorded run = Recorded.Run(() => Ocr.Main(["x.png", "--det", "folder", "--rec", "other"]));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--rec and --dict belong together", run.Errors);
        run = Recorded.Run(() => Ocr.Main(["x.png", "--det", "folder", "--output", "x.jpg"]));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("must be a PNG file", run.Errors);
        run = Recorded.Run(() => Ocr.Main([Path.Combine(data.Folder, "none.png"), "--det", data.Folder]));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none.png", run.Errors);
    }

    private static void AssertFound(Recorded run, double[] corners, int angle, double within = 1)
    {
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 line of text", run.Lines[0]);
        double[] numbers = [.. Number().Matches(run.Lines[1]).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        for (int i = 0; i < 8; i++)
            Assert.Equal(corners[i], numbers[i], within);
        Assert.InRange(numbers[8], 0.9, 1);
        Assert.Equal(angle, numbers[9]);
        Assert.InRange(numbers[10], 0.9, 1);
    }

    private static Recorded Run((string Det, string Cls, string Hello) models, string picture, string annotated)
        => Recorded.Run(() => Ocr.Main([picture, "--det", models.Det, "--cls", models.Cls, "--output", annotated]));

    private (string Det, string Cls, string Hello)? Models()
    {
        const string Files = "data/paddle-files/";
        return SharedData.Find(Files + "ppocr-det-v3-ch", output) is { } det && SharedData.Find(Files + "ppocr-cls-v2.0", output) is { } cls
            && SharedData.Find(Files + "hello-96x320.pgm", output) is { } hello ? (det, cls, hello) : null;
    }

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?")]
    private static partial Regex Number();
}
