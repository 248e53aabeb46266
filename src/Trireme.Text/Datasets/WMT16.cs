using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>English and German descriptions of pictures: the multimodal task of 2016 (Multi30K).</summary>
/// <remarks>
/// Mirrors paddle.text.WMT16. A sample is three int64 arrays: the source between <c>&lt;s&gt;</c> and <c>&lt;e&gt;</c>, the target after <c>&lt;s&gt;</c>,
/// the target before <c>&lt;e&gt;</c>. Dictionaries are made of the training part: the three marks, then words by frequency, equally frequent ones in the
/// order of the text. Elliott et al. 2016.
/// </remarks>
public sealed class WMT16 : Dataset
{
    private readonly List<Sample> _samples = [];

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive wmt16.tar.gz; null for the cache.</param>
    /// <param name="mode"><c>"train"</c>, <c>"test"</c> or <c>"val"</c>.</param>
    /// <param name="srcDictSize">How many words of the source language have a number, the three marks included; above 2.</param>
    /// <param name="trgDictSize">How many words of the target language have a number, the three marks included; above 2.</param>
    /// <param name="lang">The source language: <c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <exception cref="InvalidArgumentException">The mode or the language is unknown, a size is below 3, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or lacks a part.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public WMT16(string? dataFile = null, string mode = "train", int srcDictSize = -1, int trgDictSize = -1, string lang = "en", bool download = true)
    {
        ArgumentNullException.ThrowIfNull(mode);
        Mode = mode.ToLowerInvariant();
        if (Mode is not ("train" or "test" or "val"))
            throw new InvalidArgumentException($"WMT16: mode is '{mode}'.", "It must be 'train', 'test' or 'val'.");
        if (lang is not ("en" or "de"))
            throw new InvalidArgumentException($"WMT16: the source language is '{lang}'.", "It must be 'en' or 'de'.");
        if (srcDictSize < 3 || trgDictSize < 3)
            throw new InvalidArgumentException($"WMT16: the dictionaries are to have {srcDictSize} and {trgDictSize} words.",
                "Each has three marks, so at least 3.", "Pass srcDictSize and trgDictSize, such as 10000.");
        Lang = lang;
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Wmt16, download, "WMT16");
        var parts = new Dictionary<string, List<(string[] English, string[] German)>>();
        Archive.Read(DataFile, (name, content) =>
        {
            if (name == "wmt16/train" || name == $"wmt16/{Mode}")
                parts[name] = TranslationPairs.Columns(Archive.Lines(content)).ToList();
        });
        SrcDict = Dict(Part("train").Select(Source), srcDictSize);
        TrgDict = Dict(Part("train").Select(Target), trgDictSize);
        foreach ((string[], string[]) pair in Part(Mode))
            _samples.Add(TranslationPairs.SampleOf(Source(pair), Target(pair), SrcDict, TrgDict));

        List<(string[] English, string[] German)> Part(string name) => parts.TryGetValue($"wmt16/{name}", out List<(string[], string[])>? pairs) ? pairs
            : throw new InvalidFileException(DataFile, 0, $"there is no file wmt16/{name} in it", "Give the archive as published, wmt16.tar.gz.");
    }

    /// <summary>The file read.</summary>
    public string DataFile { get; }

    /// <summary>Which part this is: <c>"train"</c>, <c>"test"</c> or <c>"val"</c>.</summary>
    public string Mode { get; }

    /// <summary>The source language: <c>"en"</c> or <c>"de"</c>.</summary>
    public string Lang { get; }

    /// <summary>The number of each word of the source language; 2 stands for all others.</summary>
    public IReadOnlyDictionary<string, int> SrcDict { get; }

    /// <summary>The number of each word of the target language; 2 stands for all others.</summary>
    public IReadOnlyDictionary<string, int> TrgDict { get; }

    /// <summary>How many words of the source language have a number.</summary>
    public int SrcDictSize => SrcDict.Count;

    /// <summary>How many words of the target language have a number.</summary>
    public int TrgDictSize => TrgDict.Count;

    /// <inheritdoc/>
    public override int Length => _samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
        => (uint)idx < (uint)Length ? _samples[idx] : throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");

    /// <summary>The dictionary of a language: words to numbers.</summary>
    /// <param name="lang"><c>"en"</c> or <c>"de"</c>.</param>
    /// <exception cref="InvalidArgumentException">It is another language.</exception>
    /// <remarks>Mirrors paddle.text.WMT16.get_dict with reverse=False.</remarks>
    public IReadOnlyDictionary<string, int> GetDict(string lang)
        => lang is "en" or "de" ? lang == Lang ? SrcDict : TrgDict
            : throw new InvalidArgumentException($"WMT16: the language is '{lang}'.", "It must be 'en' or 'de'.");

    /// <summary>The dictionary of a language: numbers to words.</summary>
    /// <param name="lang"><c>"en"</c> or <c>"de"</c>.</param>
    /// <exception cref="InvalidArgumentException">It is another language.</exception>
    /// <remarks>Mirrors paddle.text.WMT16.get_dict with reverse=True.</remarks>
    public Dictionary<int, string> GetReverseDict(string lang) => TranslationPairs.Reverse(GetDict(lang));

    private string[] Source((string[] English, string[] German) pair) => Lang == "en" ? pair.English : pair.German;

    private string[] Target((string[] English, string[] German) pair) => Lang == "en" ? pair.German : pair.English;

    private static Dictionary<string, int> Dict(IEnumerable<string[]> sentences, int size)
    {
        var dict = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [TranslationPairs.Start] = 0,
            [TranslationPairs.End] = 1,
            [WordIndex.Unknown] = TranslationPairs.Unknown,
        };
        // Groups come in the order in which their words first occur, and the sort keeps it.
        IEnumerable<IGrouping<string, string>> words = sentences.SelectMany(s => s).GroupBy(w => w).Where(w => !dict.ContainsKey(w.Key));
        foreach (IGrouping<string, string> word in words.OrderByDescending(w => w.Count()).Take(size - dict.Count))
            dict.Add(word.Key, dict.Count);
        return dict;
    }
}
