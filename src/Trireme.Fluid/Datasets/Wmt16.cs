using System.Collections;
using Trireme.IO;
using Trireme.Text;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>English and German descriptions of pictures as readers.</summary>
/// <remarks>Mirrors paddle.dataset.wmt16; for the samples and the dictionaries see <see cref="WMT16"/>.</remarks>
public static class Wmt16
{
    /// <summary>The pairs to train with.</summary>
    /// <param name="srcDictSize">How many words of the source language are known, the three marks included.</param>
    /// <param name="trgDictSize">How many words of the target language are known, the three marks included.</param>
    /// <param name="srcLang">The source language: <c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="dataFile">The archive wmt16.tar.gz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt16.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(int srcDictSize, int trgDictSize, string srcLang = "en", string? dataFile = null)
        => Of(new WMT16(dataFile, "train", srcDictSize, trgDictSize, srcLang));

    /// <summary>The pairs to test with.</summary>
    /// <param name="srcDictSize">How many words of the source language are known, the three marks included.</param>
    /// <param name="trgDictSize">How many words of the target language are known, the three marks included.</param>
    /// <param name="srcLang">The source language: <c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="dataFile">The archive wmt16.tar.gz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt16.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(int srcDictSize, int trgDictSize, string srcLang = "en", string? dataFile = null)
        => Of(new WMT16(dataFile, "test", srcDictSize, trgDictSize, srcLang));

    /// <summary>The pairs to validate with.</summary>
    /// <param name="srcDictSize">How many words of the source language are known, the three marks included.</param>
    /// <param name="trgDictSize">How many words of the target language are known, the three marks included.</param>
    /// <param name="srcLang">The source language: <c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="dataFile">The archive wmt16.tar.gz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt16.validation.</remarks>
    public static Func<IEnumerable<Sample>> Validation(int srcDictSize, int trgDictSize, string srcLang = "en", string? dataFile = null)
        => Of(new WMT16(dataFile, "val", srcDictSize, trgDictSize, srcLang));

    /// <summary>The dictionary of a language: words to numbers.</summary>
    /// <param name="lang"><c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="dictSize">How many words are known, the three marks included.</param>
    /// <param name="dataFile">The archive wmt16.tar.gz; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.wmt16.get_dict; <see cref="WMT16.GetReverseDict"/> has the other direction.</remarks>
    public static IReadOnlyDictionary<string, int> GetDict(string lang, int dictSize, string? dataFile = null)
        => new WMT16(dataFile, "train", dictSize, dictSize, lang).GetDict(lang);

    /// <summary>The dictionary of a language in one direction or the other.</summary>
    /// <param name="lang"><c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="dictSize">How many words are known, the three marks included.</param>
    /// <param name="reverse">Whether numbers lead to words; otherwise words lead to numbers.</param>
    /// <param name="dataFile">The archive wmt16.tar.gz; null for the cache or a download.</param>
    /// <returns>A Dictionary&lt;int, string&gt; or a Dictionary&lt;string, int&gt;.</returns>
    /// <remarks>Mirrors paddle.dataset.wmt16.get_dict.</remarks>
    public static IDictionary GetDict(string lang, int dictSize, bool reverse, string? dataFile = null)
    {
        var pairs = new WMT16(dataFile, "train", dictSize, dictSize, lang);
        return reverse ? pairs.GetReverseDict(lang) : new Dictionary<string, int>(pairs.GetDict(lang));
    }

    /// <summary>The path of the archive, which is fetched into the cache unless it is there.</summary>
    /// <remarks>Mirrors paddle.dataset.wmt16.fetch.</remarks>
    public static string Fetch() => DatasetSource.PathOf(null, TextFiles.Wmt16, download: true, "Wmt16");

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>wmt16_train-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="srcDictSize">How many words of the source language are known, the three marks included.</param>
    /// <param name="trgDictSize">How many words of the target language are known, the three marks included.</param>
    /// <param name="srcLang">The source language: <c>"en"</c> or <c>"de"</c>.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.wmt16.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, int srcDictSize, int trgDictSize, string srcLang, string? dataFile = null)
    {
        Common.Convert(path, Train(srcDictSize, trgDictSize, srcLang, dataFile), Common.FileSamples, "wmt16_train");
        Common.Convert(path, Test(srcDictSize, trgDictSize, srcLang, dataFile), Common.FileSamples, "wmt16_test");
        Common.Convert(path, Validation(srcDictSize, trgDictSize, srcLang, dataFile), Common.FileSamples, "wmt16_validation");
    }

    private static Func<IEnumerable<Sample>> Of(WMT16 pairs) => () => pairs;
}
