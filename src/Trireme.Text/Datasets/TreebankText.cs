using Trireme.Formats.Files;
using Trireme.IO;

namespace Trireme.Text;

/// <summary>The lines of the Penn Treebank in the archive simple-examples.tgz, and the samples made of them.</summary>
internal sealed class TreebankText
{
    public const string Start = "<s>", End = "<e>";

    private readonly Dictionary<string, List<string>> _parts = [];

    /// <summary>Reads parts: <c>train</c>, <c>valid</c>, <c>test</c>.</summary>
    public static TreebankText Read(string path, params string[] parts)
    {
        var text = new TreebankText();
        Archive.Read(path, (name, content) =>
        {
            if (parts.FirstOrDefault(p => name == $"simple-examples/data/ptb.{p}.txt") is { } part)
                text._parts[part] = Archive.Lines(content).ToList();
        });
        foreach (string part in parts)
        {
            if (!text._parts.ContainsKey(part))
                throw new InvalidFileException(path, 0, $"there is no file simple-examples/data/ptb.{part}.txt in it",
                    "Give the archive as published, simple-examples.tgz.");
        }
        return text;
    }

    public static string RequireDataType(string dataType, int windowSize, string name)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        string type = dataType.ToUpperInvariant();
        if (type is not ("NGRAM" or "SEQ"))
            throw new InvalidArgumentException($"{name}: the data type is '{dataType}'.", "It must be 'NGRAM' or 'SEQ'.");
        if (type == "NGRAM" && windowSize < 1)
            throw new InvalidArgumentException($"{name}: the window is {windowSize} words.", "With n-grams it is their n, at least 1.", "Pass windowSize.");
        return type;
    }

    /// <summary>The numbers of the words of the training and the validation part.</summary>
    public Dictionary<string, int> Index(int minWordFreq)
    {
        Dictionary<string, int> frequencies = Imikolov.WordCount(_parts["valid"], Imikolov.WordCount(_parts["train"]));
        frequencies.Remove(WordIndex.Unknown);
        // The marks have numbers however short the text is: sequences need them.
        return WordIndex.Of(frequencies.Select(f => f.Key is Start or End ? KeyValuePair.Create(f.Key, Math.Max(f.Value, minWordFreq + 1)) : f), minWordFreq);
    }

    /// <summary>The samples of a part.</summary>
    public IEnumerable<Sample> Samples(string part, IReadOnlyDictionary<string, int> index, string dataType, int windowSize)
    {
        int unknown = index[WordIndex.Unknown];
        foreach (string line in _parts[part])
        {
            long[] ids = WordIndex.Ids(index, [Start, .. Archive.Words(line), End], unknown);
            if (dataType == "SEQ")
            {
                if (windowSize <= 0 || ids.Length - 1 <= windowSize)
                    yield return new Sample(ids[..^1], ids[1..]);
                continue;
            }
            for (int i = 0; i + windowSize <= ids.Length; i++)
                yield return new Sample(ids[i..(i + windowSize)].Cast<object?>().ToArray());
        }
    }
}
