using TextProgram = Trireme.Samples.Text.Program;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed class TextTests(SampleData data)
{
    // Praise has words of its own, so has blame; both stand among words that say nothing.
    private string Reviews()
    {
        string folder = data.NewFolder();
        Directory.CreateDirectory(folder);
        var random = new System.Random(1);
        string[] good = ["fine", "moving", "clever", "bright"], bad = ["dull", "flat", "silly", "tedious"], other = ["the", "film", "is", "a", "story", "with", "its", "cast", "and", "plot"];
        string[] Lines(string[] own) => [.. Enumerable.Range(0, 200).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(5, 10)).Select(i => i % 4 == 2 ? own[random.Next(4)] : other[random.Next(10)])))];
        File.WriteAllLines(Path.Combine(folder, "rt-polarity.pos"), Lines(good));
        File.WriteAllLines(Path.Combine(folder, "rt-polarity.neg"), Lines(bad));
        return folder;
    }

    [Fact]
    public void Sentences_are_judged()
    {
        Recorded run = Recorded.Run(() => TextProgram.Main([Reviews(), "sentiment"]));
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^epoch 0, batch 0: cost \d\.\d{4}, accuracy \d\.\d{4}$", run.Lines[1]);
        System.Text.RegularExpressions.Match last = System.Text.RegularExpressions.Regex.Match(run.Lines[^1], @"^epoch 1: accuracy (\d\.\d{4}) on 40 sentences$");
        Assert.InRange(double.Parse(last.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 0.9, 1.0);
    }

    [Fact]
    public void Words_get_vectors()
    {
        Recorded run = Recorded.Run(() => TextProgram.Main([Reviews(), "words"]));
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^batch 0: cost \d\.\d{4}$", run.Lines[1]);
        Assert.Equal("the vectors are [19, 24]", run.Lines[^1]);
    }

    [Fact]
    public void A_wrong_call_is_explained()
    {
        Recorded run = Recorded.Run(() => TextProgram.Main(["nowhere"]));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("usage: ", run.Errors);
    }
}
