using Trireme.IO;
using Trireme.Text;

namespace Trireme.Fluid.Datasets;

/// <summary>Sentences and semantic roles as readers.</summary>
/// <remarks>Mirrors paddle.dataset.conll05; for the samples see <see cref="Conll05st"/>.</remarks>
public static class Conll05
{
    /// <summary>The test part, which alone is public.</summary>
    /// <param name="dataFile">The archive conll05st-tests.tar.gz; null for the cache or a download.</param>
    /// <param name="wordDictFile">The words, one a line; null for the cache or a download.</param>
    /// <param name="verbDictFile">The predicates, one a line; null for the cache or a download.</param>
    /// <param name="targetDictFile">The roles, one a line; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.conll05.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(string? dataFile = null, string? wordDictFile = null, string? verbDictFile = null,
        string? targetDictFile = null)
    {
        var sentences = new Conll05st(dataFile, wordDictFile, verbDictFile, targetDictFile);
        return () => sentences;
    }

    /// <summary>The dictionaries of words, predicates and roles.</summary>
    /// <remarks>Mirrors paddle.dataset.conll05.get_dict.</remarks>
    public static (IReadOnlyDictionary<string, int> Words, IReadOnlyDictionary<string, int> Verbs, IReadOnlyDictionary<string, int> Labels) GetDict()
        => new Conll05st().GetDict();

    /// <summary>The path of the file of vectors for the words.</summary>
    /// <remarks>Mirrors paddle.dataset.conll05.get_embedding.</remarks>
    public static string GetEmbedding() => new Conll05st().GetEmbedding();

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>conl105_train-00000</c> and so on, both of the part that alone is public.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.conll05.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path)
    {
        Common.Convert(path, Test(), Common.FileSamples, "conl105_train");
        Common.Convert(path, Test(), Common.FileSamples, "conl105_test");
    }
}
