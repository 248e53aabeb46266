using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>French sentences and their English translations: a small part of the shared task of 2014.</summary>
/// <remarks>
/// Mirrors paddle.text.WMT14. A sample is three int64 arrays: the source between <c>&lt;s&gt;</c> and <c>&lt;e&gt;</c>, the target after <c>&lt;s&gt;</c>,
/// the target before <c>&lt;e&gt;</c>. Pairs with more than 80 numbers in the source or 80 words in the target are left out.
/// </remarks>
public sealed class WMT14 : Dataset
{
    private const int Longest = 80;

    private readonly List<Sample> _samples = [];

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive wmt14.tgz; null for the cache.</param>
    /// <param name="mode"><c>"train"</c>, <c>"test"</c> or <c>"gen"</c>.</param>
    /// <param name="dictSize">How many words of the archive's dictionaries are used; above 0.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <exception cref="InvalidArgumentException">The mode is unknown, the size is below 1, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or lacks a part.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public WMT14(string? dataFile = null, string mode = "train", int dictSize = -1, bool download = true)
    {
        ArgumentNullException.ThrowIfNull(mode);
        Mode = mode.ToLowerInvariant();
        if (Mode is not ("train" or "test" or "gen"))
            throw new InvalidArgumentException($"WMT14: mode is '{mode}'.", "It must be 'train', 'test' or 'gen'.");
        if (dictSize < 1)
            throw new InvalidArgumentException($"WMT14: dictSize is {dictSize}.", "It must be at least 1.", "Pass how many words to know, such as 30000.");
        DictSize = dictSize;
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Wmt14, download, "WMT14");
        (Dictionary<string, int>? source, Dictionary<string, int>? target) = (null, null);
        var pairs = new List<(string[], string[])>();
        Archive.Read(DataFile, (name, content) =>
        {
            if (name.EndsWith("src.dict", StringComparison.Ordinal))
                source = ReadDict(content);
            else if (name.EndsWith("trg.dict", StringComparison.Ordinal))
                target = ReadDict(content);
            else if (name.EndsWith($"{Mode}/{Mode}", StringComparison.Ordinal))
                pairs.AddRange(TranslationPairs.Columns(Archive.Lines(content)));
        });
        SrcDict = source ?? throw Lacks("src.dict");
        TrgDict = target ?? throw Lacks("trg.dict");
        foreach ((string[] from, string[] to) in pairs)
        {
            if (from.Length + 2 <= Longest && to.Length <= Longest)
                _samples.Add(TranslationPairs.SampleOf(from, to, SrcDict, TrgDict));
        }
    }

    /// <summary>The file read.</summary>
    public string DataFile { get; }

    /// <summary>Which part this is: <c>"train"</c>, <c>"test"</c> or <c>"gen"</c>.</summary>
    public string Mode { get; }

    /// <summary>How many words were asked for.</summary>
    public int DictSize { get; }

    /// <summary>The number of each word of the source language; 2 stands for all others.</summary>
    public IReadOnlyDictionary<string, int> SrcDict { get; }

    /// <summary>The number of each word of the target language; 2 stands for all others.</summary>
    public IReadOnlyDictionary<string, int> TrgDict { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
        => (uint)idx < (uint)Length ? _samples[idx] : throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");

    /// <summary>The dictionaries of source and target: words to numbers.</summary>
    /// <remarks>Mirrors paddle.text.WMT14.get_dict with reverse=False.</remarks>
    public (IReadOnlyDictionary<string, int> Src, IReadOnlyDictionary<string, int> Trg) GetDict() => (SrcDict, TrgDict);

    /// <summary>The dictionaries of source and target: numbers to words.</summary>
    /// <remarks>Mirrors paddle.text.WMT14.get_dict with reverse=True.</remarks>
    public (Dictionary<int, string> Src, Dictionary<int, string> Trg) GetReverseDict()
        => (TranslationPairs.Reverse(SrcDict), TranslationPairs.Reverse(TrgDict));

    private Dictionary<string, int> ReadDict(Stream content)
    {
        var dict = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int number, string line) in Archive.Lines(content).Take(DictSize).Index())
            dict[line.Trim()] = number;
        return dict;
    }

    private InvalidFileException Lacks(string name) => new(DataFile, 0, $"there is no file {name} in it", "Give the archive as published, wmt14.tgz.");
}
