using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>The Penn Treebank's sentences for language models, as n-grams or as sequences.</summary>
/// <remarks>
/// Mirrors paddle.text.Imikolov. With <c>"NGRAM"</c> a sample is the numbers of n words that follow each other, n fields of int64; sentences begin with
/// <c>&lt;s&gt;</c> and end with <c>&lt;e&gt;</c>. With <c>"SEQ"</c> it is two int64 arrays: <c>&lt;s&gt;</c> and the sentence, the sentence and
/// <c>&lt;e&gt;</c>. Mikolov et al. 2010.
/// </remarks>
public sealed class Imikolov : Dataset
{
    private readonly Sample[] _samples;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive simple-examples.tgz; null for the cache.</param>
    /// <param name="dataType"><c>"NGRAM"</c> or <c>"SEQ"</c>.</param>
    /// <param name="windowSize">The n of the n-grams, at least 1; with <c>"SEQ"</c> the length beyond which sentences are left out, where above 0.</param>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="minWordFreq">Words that occur this many times or fewer have no number of their own.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <exception cref="InvalidArgumentException">The mode, the data type or the window is impossible, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or lacks a part.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public Imikolov(string? dataFile = null, string dataType = "NGRAM", int windowSize = -1, string mode = "train", int minWordFreq = 50, bool download = true)
    {
        Mode = DatasetSource.IsTrain(mode, "Imikolov") ? "train" : "test";
        DataType = TreebankText.RequireDataType(dataType, windowSize, "Imikolov");
        (WindowSize, MinWordFreq) = (windowSize, minWordFreq);
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Imikolov, download, "Imikolov");
        TreebankText text = TreebankText.Read(DataFile, "train", "valid", Mode);
        WordIdx = text.Index(minWordFreq);
        _samples = text.Samples(Mode, WordIdx, DataType, windowSize).ToArray();
    }

    /// <summary>The file read.</summary>
    public string DataFile { get; }

    /// <summary><c>"NGRAM"</c> or <c>"SEQ"</c>.</summary>
    public string DataType { get; }

    /// <summary>The n of the n-grams, or the longest sentence.</summary>
    public int WindowSize { get; }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <summary>Words that occur this many times or fewer have no number of their own.</summary>
    public int MinWordFreq { get; }

    /// <summary>The number of each word, from the training and the validation part; <c>&lt;unk&gt;</c>, for all others, has the last.</summary>
    public IReadOnlyDictionary<string, int> WordIdx { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Length;

    /// <inheritdoc/>
    public override Sample this[int idx]
        => (uint)idx < (uint)Length ? _samples[idx] : throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");

    /// <summary>Counts the words of lines; the marks <c>&lt;s&gt;</c> and <c>&lt;e&gt;</c> count once a line.</summary>
    /// <param name="f">The lines.</param>
    /// <param name="wordFreq">Counts to add to; a new dictionary where null.</param>
    /// <returns>The counts.</returns>
    /// <remarks>Mirrors paddle.text.Imikolov.word_count.</remarks>
    public static Dictionary<string, int> WordCount(IEnumerable<string> f, Dictionary<string, int>? wordFreq = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        wordFreq ??= new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in f)
        {
            foreach (string word in (string[])[.. Archive.Words(line), TreebankText.Start, TreebankText.End])
                wordFreq[word] = wordFreq.GetValueOrDefault(word) + 1;
        }
        return wordFreq;
    }
}
