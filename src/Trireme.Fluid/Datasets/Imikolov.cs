using Trireme.IO;
using Trireme.Text;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>The Penn Treebank's sentences as readers.</summary>
/// <remarks>Mirrors paddle.dataset.imikolov; for the samples see <see cref="Trireme.Text.Imikolov"/>.</remarks>
public static class Imikolov
{
    /// <summary>Numbers the words of the training and the validation part.</summary>
    /// <param name="minWordFreq">Words that occur this many times or fewer have no number of their own.</param>
    /// <param name="dataFile">The archive simple-examples.tgz; null for the cache or a download.</param>
    /// <returns>The number of each word: frequent ones first; <c>&lt;unk&gt;</c>, for all others, has the last.</returns>
    /// <remarks>Mirrors paddle.dataset.imikolov.build_dict.</remarks>
    public static Dictionary<string, int> BuildDict(int minWordFreq = 50, string? dataFile = null)
        => TreebankText.Read(PathOf(dataFile), "train", "valid").Index(minWordFreq);

    /// <summary>The sentences to train with.</summary>
    /// <param name="wordIdx">The number of each word, <c>&lt;unk&gt;</c> among them.</param>
    /// <param name="n">The n of the n-grams; with sequences the longest, where above 0.</param>
    /// <param name="dataType"><c>"NGRAM"</c> or <c>"SEQ"</c>.</param>
    /// <param name="dataFile">The archive simple-examples.tgz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.imikolov.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(IReadOnlyDictionary<string, int> wordIdx, int n, string dataType = "NGRAM", string? dataFile = null)
        => Of("train", wordIdx, n, dataType, dataFile);

    /// <summary>The sentences to test with: the validation part.</summary>
    /// <param name="wordIdx">The number of each word, <c>&lt;unk&gt;</c> among them.</param>
    /// <param name="n">The n of the n-grams; with sequences the longest, where above 0.</param>
    /// <param name="dataType"><c>"NGRAM"</c> or <c>"SEQ"</c>.</param>
    /// <param name="dataFile">The archive simple-examples.tgz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.imikolov.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(IReadOnlyDictionary<string, int> wordIdx, int n, string dataType = "NGRAM", string? dataFile = null)
        => Of("valid", wordIdx, n, dataType, dataFile);

    /// <summary>Writes the samples to RecordIO files of a thousand: n-grams of five, <c>imikolov_train-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.imikolov.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, string? dataFile = null)
    {
        Dictionary<string, int> words = BuildDict(dataFile: dataFile);
        Common.Convert(path, Train(words, 5, dataFile: dataFile), Common.FileSamples, "imikolov_train");
        Common.Convert(path, Test(words, 5, dataFile: dataFile), Common.FileSamples, "imikolov_test");
    }

    private static Func<IEnumerable<Sample>> Of(string part, IReadOnlyDictionary<string, int> wordIdx, int n, string dataType, string? dataFile)
    {
        Vocabulary.Unknown(wordIdx, "Imikolov");
        string type = TreebankText.RequireDataType(dataType, n, "Imikolov");
        TreebankText text = TreebankText.Read(PathOf(dataFile), part);
        return () => text.Samples(part, wordIdx, type, n);
    }

    private static string PathOf(string? dataFile) => DatasetSource.PathOf(dataFile, TextFiles.Imikolov, download: true, "Imikolov");
}
