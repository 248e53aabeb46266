namespace Trireme.Text;

/// <summary>Words by how often they occur.</summary>
internal static class WordIndex
{
    /// <summary>The word that stands for those without a number; it has the last number.</summary>
    public const string Unknown = "<unk>";

    /// <summary>Numbers the words that occur more than <paramref name="cutoff"/> times: frequent ones first, equally frequent ones in alphabetical
    /// order.</summary>
    public static Dictionary<string, int> Of(IEnumerable<KeyValuePair<string, int>> frequencies, int cutoff)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string word, _) in frequencies.Where(f => f.Value > cutoff).OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal))
            index.Add(word, index.Count);
        index[Unknown] = index.Count;
        return index;
    }

    /// <summary>The numbers of words; <paramref name="unknown"/> for those that have none.</summary>
    public static long[] Ids(IReadOnlyDictionary<string, int> index, IEnumerable<string> words, int unknown)
        => words.Select(word => (long)index.GetValueOrDefault(word, unknown)).ToArray();
}
