using Trireme.IO;

namespace Trireme.Samples.Text;

/// <summary>Sentences of film reviews as numbers of words, favourable (1) and not (0) in turn; every tenth pair is for evaluation.</summary>
internal sealed record Sentences(IReadOnlyDictionary<string, int> Words, Sample[] Train, Sample[] Test)
{
    /// <summary>The number behind the last word stands for all that are rare.</summary>
    public int Vocabulary => Words.Count + 1;

    public static Sentences Read(string folder)
    {
        string[] good = File.ReadAllLines(Path.Combine(folder, "rt-polarity.pos")), bad = File.ReadAllLines(Path.Combine(folder, "rt-polarity.neg"));
        (string[] Words, long Label, bool IsTest)[] all = good.Zip(bad).SelectMany((pair, i) => new[] { (Split(pair.First), 1L, i % 10 == 0), (Split(pair.Second), 0L, i % 10 == 0) }).ToArray();
        Dictionary<string, int> words = all.Where(s => !s.IsTest).SelectMany(s => s.Words).GroupBy(w => w).Where(g => g.Count() >= 3).Select(g => g.Key)
            .Order(StringComparer.Ordinal).Select((w, i) => (w, i)).ToDictionary(p => p.w, p => p.i);
        Sample Numbered((string[] Words, long Label, bool IsTest) s) => new(s.Words.Select(w => (long)words.GetValueOrDefault(w, words.Count)).ToArray(), s.Label);
        return new Sentences(words, all.Where(s => !s.IsTest).Select(Numbered).ToArray(), all.Where(s => s.IsTest).Select(Numbered).ToArray());
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
