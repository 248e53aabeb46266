using Trireme.IO;

namespace Trireme.Tests.Fluid.Training;

/// <summary>Sentences of film reviews, favourable (1) and not (0) in turn, as numbers of words.</summary>
internal sealed class Reviews
{
    private Reviews(Dictionary<string, int> words, Sample[] train, Sample[] test) => (Words, Train, Test) = (words, train, test);

    /// <summary>The number of each frequent word; the number behind the last one stands for all others.</summary>
    public Dictionary<string, int> Words { get; }

    public int Vocabulary => Words.Count + 1;

    public Sample[] Train { get; }

    public Sample[] Test { get; }

    /// <summary>The first sentences are for training, the next for evaluation.</summary>
    public static Reviews Read(string folder, int train, int test, int minCount)
    {
        string[] good = File.ReadAllLines(Path.Combine(folder, "rt-polarity.pos")), bad = File.ReadAllLines(Path.Combine(folder, "rt-polarity.neg"));
        (string[] Words, long Label)[] all = Enumerable.Range(0, train + test)
            .Select(i => ((i % 2 == 0 ? good : bad)[i / 2].Split(' ', StringSplitOptions.RemoveEmptyEntries), 1L - (i % 2))).ToArray();
        Dictionary<string, int> words = all.Take(train).SelectMany(s => s.Words).GroupBy(w => w).Where(g => g.Count() >= minCount).Select(g => g.Key)
            .Order(StringComparer.Ordinal).Select((w, i) => (w, i)).ToDictionary(p => p.w, p => p.i);
        Sample[] samples = all.Select(s => new Sample(s.Words.Select(w => (long)words.GetValueOrDefault(w, words.Count)).ToArray(), s.Label)).ToArray();
        return new Reviews(words, samples[..train], samples[train..]);
    }
}
