using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>Film reviews and whether they praise: 25,000 to train with, 25,000 to test.</summary>
/// <remarks>
/// Mirrors paddle.text.Imdb. A sample is the numbers of the review's words, an int64 array as long as the review, and an array of one int64: 0 for praise, 1
/// for blame; all praise comes first. Words are lower case, without ASCII punctuation; their numbers count training and test reviews. Maas et al. 2011.
/// </remarks>
public sealed class Imdb : Dataset
{
    private readonly List<(long[] Words, long Label)> _samples = [];

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive aclImdb_v1.tar.gz; null for the cache.</param>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="cutoff">Words that occur this many times or fewer have no number of their own.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <exception cref="InvalidArgumentException">The mode is unknown, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or holds no reviews.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public Imdb(string? dataFile = null, string mode = "train", int cutoff = 150, bool download = true)
    {
        bool train = DatasetSource.IsTrain(mode, "Imdb");
        Mode = train ? "train" : "test";
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Imdb, download, "Imdb");
        Reviews reviews = Reviews.Read(DataFile, name => Reviews.PartOf(name) is not null);
        WordIdx = WordIndex.Of(reviews.Frequencies(), cutoff);
        foreach (string judgement in (string[])["pos", "neg"])
        {
            foreach (string[] words in reviews.Of($"aclImdb/{Mode}/{judgement}/"))
                _samples.Add((WordIndex.Ids(WordIdx, words, WordIdx[WordIndex.Unknown]), judgement == "pos" ? 0 : 1));
        }
        if (_samples.Count == 0)
            throw new InvalidFileException(DataFile, 0, $"it holds no file aclImdb/{Mode}/pos/*.txt or aclImdb/{Mode}/neg/*.txt",
                "Give the archive as published, aclImdb_v1.tar.gz.");
    }

    /// <summary>The file read.</summary>
    public string DataFile { get; }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <summary>The number of each word; frequent words have low numbers, and <c>&lt;unk&gt;</c>, for all others, the last.</summary>
    public IReadOnlyDictionary<string, int> WordIdx { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
        => (uint)idx < (uint)Length ? new Sample(_samples[idx].Words, new[] { _samples[idx].Label })
            : throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");
}
