using System.Collections;
using Trireme.IO;
using Trireme.Text;

namespace Trireme.Fluid.Datasets;

/// <summary>French sentences and their English translations as readers.</summary>
/// <remarks>Mirrors paddle.dataset.wmt14; for the samples see <see cref="WMT14"/>.</remarks>
public static class Wmt14
{
    /// <summary>The pairs to train with.</summary>
    /// <param name="dictSize">How many words are known; above 0.</param>
    /// <param name="dataFile">The archive wmt14.tgz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt14.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(int dictSize, string? dataFile = null) => Of(new WMT14(dataFile, "train", dictSize));

    /// <summary>The pairs to test with.</summary>
    /// <param name="dictSize">How many words are known; above 0.</param>
    /// <param name="dataFile">The archive wmt14.tgz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt14.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(int dictSize, string? dataFile = null) => Of(new WMT14(dataFile, "test", dictSize));

    /// <summary>The dictionaries of source and target: numbers to words.</summary>
    /// <param name="dictSize">How many words are known; above 0.</param>
    /// <param name="dataFile">The archive wmt14.tgz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt14.get_dict with its default reverse=True; <see cref="WMT14.GetDict"/> has the other direction.</remarks>
    public static (Dictionary<int, string> Src, Dictionary<int, string> Trg) GetDict(int dictSize, string? dataFile = null)
        => new WMT14(dataFile, "test", dictSize).GetReverseDict();

    /// <summary>The dictionaries of source and target in one direction or the other.</summary>
    /// <param name="dictSize">How many words are known; above 0.</param>
    /// <param name="reverse">Whether numbers lead to words; otherwise words lead to numbers.</param>
    /// <param name="dataFile">The archive wmt14.tgz; null for the cache or a download.</param>
    /// <returns>A Dictionary&lt;int, string&gt; or a Dictionary&lt;string, int&gt; each.</returns>
    /// <remarks>Mirrors paddle.dataset.wmt14.get_dict.</remarks>
    public static (IDictionary Src, IDictionary Trg) GetDict(int dictSize, bool reverse, string? dataFile = null)
    {
        var pairs = new WMT14(dataFile, "test", dictSize);
        if (!reverse)
            return (new Dictionary<string, int>(pairs.SrcDict), new Dictionary<string, int>(pairs.TrgDict));
        return pairs.GetReverseDict();
    }

    /// <summary>Writes the samples to RecordIO files of a thousand: with 30,000 words, <c>wmt14_train-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.wmt14.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, string? dataFile = null)
    {
        const int DictSize = 30000;
        Common.Convert(path, Train(DictSize, dataFile), Common.FileSamples, "wmt14_train");
        Common.Convert(path, Test(DictSize, dataFile), Common.FileSamples, "wmt14_test");
    }

    private static Func<IEnumerable<Sample>> Of(WMT14 pairs) => () => pairs;
}
