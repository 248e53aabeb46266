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
    public void Words_get_tags()
    {
        Recorded run = Recorded.Run(() => TextProgram.Main([NewFolder(), "tagging"]));
        Assert.Equal(0, run.ExitCode);
        double[] costs = [.. run.Lines[1..6].Select(l => Last(l))];
        Assert.True(costs[^1] < costs[0] / 2, $"{costs[0]} to {costs[^1]}");
        Assert.InRange(Last(run.Lines[^2]), 0.8, 1);
        System.Text.RegularExpressions.Match right = System.Text.RegularExpressions.Regex.Match(run.Lines[^1], @"^tags that are right: (0\.\d{4}); word by word at best (0\.\d{4})$");
        Assert.True(Last(right.Groups[1].Value) > Last(right.Groups[2].Value) + 0.12, run.Lines[^1]);
    }

    [Fact]
    public void Sentences_are_translated_by_beam_search()
    {
        Recorded run = Recorded.Run(() => TextProgram.Main([NewFolder(), "translation"]));
        Assert.Equal(0, run.ExitCode);
        Assert.True(Last(run.Lines[5]) < 0.2, run.Lines[5]);
        Assert.InRange(int.Parse(run.Lines[^1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 23, 25);
        Assert.EndsWith(" of 25 sentences are right", run.Lines[^1]);
    }

    // Men like deeds and women like tears; an odd film is of one kind, an even one of the other.
    [Fact]
    public void Films_are_recommended()
    {
        string folder = NewFolder();
        string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(1, count).Select(i => line(i) + "\n"));
        using (var zip = System.IO.Compression.ZipFile.Open(Path.Combine(folder, "ml-1m.zip"), System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach ((string name, string text) in new[]
            {
                ("movies", Lines(20, i => $"{i}::The {(i % 2 == 1 ? "Fight" : "Farewell")} {i} (1999)::{(i % 2 == 1 ? "Action|Thriller" : "Drama")}")),
                ("users", Lines(60, i => $"{i}::{(i % 3 == 0 ? "F" : "M")}::{(i % 2 == 0 ? 25 : 35)}::{i % 7}::1")),
                ("ratings", Lines(1200, i => $"{((i - 1) / 20) + 1}::{((i - 1) % 20) + 1}::{(((((i - 1) / 20) + 1) % 3 == 0) == (i % 2 == 0) ? 5 : 2)}::0")),
            })
            {
                using var writer = new StreamWriter(zip.CreateEntry($"ml-1m/{name}.dat").Open());
                writer.Write(text);
            }
        }
        Recorded run = Recorded.Run(() => TextProgram.Main([folder, "recommender"]));
        Assert.Equal(0, run.ExitCode);
        double[] costs = [.. run.Lines[1..3].Select(Last)];
        Assert.True(costs[1] < costs[0], $"{costs[0]} to {costs[1]}");
        Assert.True(costs[1] < 1, $"{costs[1]}");
        Assert.All(run.Lines[3..], l => Assert.Matches(@"^person \d+, film \d+: \d\.\d\d stars, in truth [25]$", l));
    }

    private static double Last(string line) => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private string NewFolder() => Directory.CreateDirectory(data.NewFolder()).FullName;

    [Fact]
    public void A_wrong_call_is_explained()
    {
        Recorded run = Recorded.Run(() => TextProgram.Main(["nowhere"]));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("usage: ", run.Errors);
    }
}
