using Trireme.IO;
using Trireme.Text;

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

    private static Func<IEnumerable<Sample>> Of(WMT16 pairs) => () => pairs;
}
