using System.Text.RegularExpressions;
using Trireme.IO;
using Trireme.Text;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>Film reviews as readers.</summary>
/// <remarks>Mirrors paddle.dataset.imdb. A sample is the numbers of the review's words, an int64 array as long as the review, and 0 for praise or 1 for blame;
/// all praise comes first.</remarks>
public static class Imdb
{
    /// <summary>Numbers the words of the reviews whose names match.</summary>
    /// <param name="pattern">What the name in the archive must match from its beginning, such as <c>aclImdb/train/pos/.*\.txt$</c>.</param>
    /// <param name="cutoff">Words that occur this many times or fewer have no number of their own.</param>
    /// <param name="dataFile">The archive aclImdb_v1.tar.gz; null for the cache or a download.</param>
    /// <returns>The number of each word: frequent ones first; <c>&lt;unk&gt;</c>, for all others, has the last.</returns>
    /// <remarks>Mirrors paddle.dataset.imdb.build_dict.</remarks>
    public static Dictionary<string, int> BuildDict(Regex pattern, int cutoff, string? dataFile = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return WordIndex.Of(Reviews.Read(PathOf(dataFile), name => pattern.Match(name) is { Success: true, Index: 0 }).Frequencies(), cutoff);
    }

    /// <summary>Numbers the words of all labelled reviews that occur more than 150 times.</summary>
    /// <param name="dataFile">The archive aclImdb_v1.tar.gz; null for the cache or a download.</param>
    /// <returns>The number of each word: frequent ones first; <c>&lt;unk&gt;</c>, for all others, has the last.</returns>
    /// <remarks>Mirrors paddle.dataset.imdb.word_dict.</remarks>
    public static Dictionary<string, int> WordDict(string? dataFile = null)
        => WordIndex.Of(Reviews.Read(PathOf(dataFile), name => Reviews.PartOf(name) is not null).Frequencies(), 150);

    /// <summary>The reviews to train with.</summary>
    /// <param name="wordIdx">The number of each word, <c>&lt;unk&gt;</c> among them.</param>
    /// <param name="dataFile">The archive aclImdb_v1.tar.gz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.imdb.train. They are read at once and kept in memory.</remarks>
    public static Func<IEnumerable<Sample>> Train(IReadOnlyDictionary<string, int> wordIdx, string? dataFile = null) => Of("train", wordIdx, dataFile);

    /// <summary>The reviews to test with.</summary>
    /// <param name="wordIdx">The number of each word, <c>&lt;unk&gt;</c> among them.</param>
    /// <param name="dataFile">The archive aclImdb_v1.tar.gz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.imdb.test. They are read at once and kept in memory.</remarks>
    public static Func<IEnumerable<Sample>> Test(IReadOnlyDictionary<string, int> wordIdx, string? dataFile = null) => Of("test", wordIdx, dataFile);

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>imdb_train-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.imdb.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, string? dataFile = null)
    {
        Dictionary<string, int> words = WordDict(dataFile);
        Common.Convert(path, Train(words, dataFile), Common.FileSamples, "imdb_train");
        Common.Convert(path, Test(words, dataFile), Common.FileSamples, "imdb_test");
    }

    private static Func<IEnumerable<Sample>> Of(string mode, IReadOnlyDictionary<string, int> wordIdx, string? dataFile)
    {
        int unknown = Vocabulary.Unknown(wordIdx, "Imdb");
        Reviews reviews = Reviews.Read(PathOf(dataFile), name => Reviews.PartOf(name)?.StartsWith($"aclImdb/{mode}/", StringComparison.Ordinal) == true);
        Sample[] samples = ((string[])["pos", "neg"]).SelectMany((folder, label) => reviews.Of($"aclImdb/{mode}/{folder}/")
            .Select(words => new Sample(WordIndex.Ids(wordIdx, words, unknown), (long)label))).ToArray();
        return () => samples;
    }

    private static string PathOf(string? dataFile) => DatasetSource.PathOf(dataFile, TextFiles.Imdb, download: true, "Imdb");
}
