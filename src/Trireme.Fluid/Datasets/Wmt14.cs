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

    private static Func<IEnumerable<Sample>> Of(WMT14 pairs) => () => pairs;
}
