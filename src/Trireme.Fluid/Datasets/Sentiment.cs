using System.IO.Compression;
using System.Text.RegularExpressions;
using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Text;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>2,000 long film reviews as readers.</summary>
/// <remarks>
/// Mirrors paddle.dataset.sentiment. A sample is the numbers of the review's words and signs, an int64 array, and 0 for blame or 1 for praise, which
/// alternate. The first 1,600 are to train with. Pang and Lee 2004.
/// </remarks>
public static partial class Sentiment
{
    private const int TrainingInstances = 1600;

    /// <summary>The number of each word and sign: frequent ones first, equally frequent ones in alphabetical order.</summary>
    /// <param name="dataFile">The archive movie_reviews.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.sentiment.get_word_dict.</remarks>
    public static IReadOnlyList<(string Word, int Id)> GetWordDict(string? dataFile = null)
        => Index(Read(dataFile)).OrderBy(w => w.Value).Select(w => (w.Key, w.Value)).ToArray();

    /// <summary>The reviews to train with.</summary>
    /// <param name="dataFile">The archive movie_reviews.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.sentiment.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(string? dataFile = null)
    {
        Sample[] samples = Samples(dataFile);
        return () => samples.Take(TrainingInstances);
    }

    /// <summary>The reviews to test with.</summary>
    /// <param name="dataFile">The archive movie_reviews.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.sentiment.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(string? dataFile = null)
    {
        Sample[] samples = Samples(dataFile);
        return () => samples.Skip(TrainingInstances);
    }

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>sentiment_train-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.sentiment.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, string? dataFile = null)
    {
        Common.Convert(path, Train(dataFile), Common.FileSamples, "sentiment_train");
        Common.Convert(path, Test(dataFile), Common.FileSamples, "sentiment_test");
    }

    private static Sample[] Samples(string? dataFile)
    {
        List<(string[] Tokens, long Label)> reviews = Read(dataFile);
        Dictionary<string, int> index = Index(reviews);
        return reviews.Select(r => new Sample(r.Tokens.Select(t => (long)index[t]).ToArray(), r.Label)).ToArray();
    }

    private static Dictionary<string, int> Index(List<(string[] Tokens, long Label)> reviews)
    {
        Dictionary<string, int> index = WordIndex.Of(reviews.SelectMany(r => r.Tokens).CountBy(t => t), cutoff: 0);
        index.Remove(WordIndex.Unknown);
        return index;
    }

    private static List<(string[] Tokens, long Label)> Read(string? dataFile)
    {
        string path = DatasetSource.PathOf(dataFile, TextFiles.MovieReviews, download: true, "Sentiment");
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            string[][] blame = Reviews(zip, "movie_reviews/neg/"), praise = Reviews(zip, "movie_reviews/pos/");
            if (blame.Length == 0 || blame.Length != praise.Length)
                throw new InvalidFileException(path, 0, $"it holds {blame.Length} reviews in movie_reviews/neg and {praise.Length} in movie_reviews/pos",
                    "Give the archive as published, movie_reviews.zip.");
            return blame.Zip(praise).SelectMany(pair => new[] { (pair.First, 0L), (pair.Second, 1L) }).ToList();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidFileException(path, 0, $"it is no whole zip archive ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    private static string[][] Reviews(ZipArchive zip, string folder)
        => zip.Entries.Where(e => e.FullName.StartsWith(folder, StringComparison.Ordinal) && e.FullName.EndsWith(".txt", StringComparison.Ordinal))
            .OrderBy(e => e.FullName, StringComparer.Ordinal).Select(Tokens).ToArray();

    private static string[] Tokens(ZipArchiveEntry entry)
    {
        using Stream content = entry.Open();
        using var reader = new StreamReader(content);
        return WordsAndSigns().Matches(reader.ReadToEnd()).Select(m => m.Value.ToLowerInvariant()).ToArray();
    }

    [GeneratedRegex(@"\w+|[^\w\s]+")]
    private static partial Regex WordsAndSigns();
}
