using System.Text;

namespace Trireme.Text;

/// <summary>The words of the reviews in an archive of IMDB's.</summary>
internal sealed class Reviews
{
    private readonly List<(string Name, string[] Words)> _reviews = [];

    /// <summary>Reads the reviews whose name is wanted.</summary>
    public static Reviews Read(string path, Func<string, bool> wanted)
    {
        var reviews = new Reviews();
        // One string for each word, however often it occurs.
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = new MemoryStream();
        Archive.Read(path, (name, content) =>
        {
            if (!wanted(name))
                return;
            bytes.SetLength(0);
            content.CopyTo(bytes);
            string[] words = Tokens(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            for (int i = 0; i < words.Length; i++)
                words[i] = known.TryGetValue(words[i], out string? same) ? same : known[words[i]] = words[i];
            reviews._reviews.Add((name, words));
        });
        return reviews;
    }

    /// <summary>The folder of a labelled review: <c>aclImdb/train/pos/</c> and the like; null for other files.</summary>
    public static string? PartOf(string name)
    {
        string[] parts = name.Split('/');
        return parts is ["aclImdb", "train" or "test", "pos" or "neg", ..] && name.EndsWith(".txt", StringComparison.Ordinal)
            ? string.Join('/', parts[..3]) + "/" : null;
    }

    /// <summary>The reviews in a folder, in the archive's order.</summary>
    public IEnumerable<string[]> Of(string folder) => _reviews.Where(r => PartOf(r.Name) == folder).Select(r => r.Words);

    /// <summary>How often each word occurs.</summary>
    public Dictionary<string, int> Frequencies()
    {
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in _reviews.SelectMany(r => r.Words))
            frequencies[word] = frequencies.GetValueOrDefault(word) + 1;
        return frequencies;
    }

    private static string[] Tokens(Span<byte> text)
    {
        int length = 0;
        foreach (byte b in text)
        {
            if (char.IsAscii((char)b) && (char.IsPunctuation((char)b) || char.IsSymbol((char)b)))
                continue;
            text[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
        }
        return Encoding.UTF8.GetString(text[..length]).Split([' ', '\t', '\n', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries);
    }
}
