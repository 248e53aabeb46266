using Trireme.IO;
using Trireme.Text;

namespace Trireme.Fluid.Datasets;

/// <summary>House prices in the suburbs of Boston as readers.</summary>
/// <remarks>Mirrors paddle.dataset.uci_housing. A sample is 13 scaled features and the price; see <see cref="UCIHousing"/>.</remarks>
public static class UciHousing
{
    /// <summary>The 404 rows to train with.</summary>
    /// <param name="dataFile">The file housing.data; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.uci_housing.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(string? dataFile = null) => Of(new UCIHousing(dataFile));

    /// <summary>The 102 rows to test with.</summary>
    /// <param name="dataFile">The file housing.data; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.uci_housing.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(string? dataFile = null) => Of(new UCIHousing(dataFile, "test"));

    private static Func<IEnumerable<Sample>> Of(UCIHousing rows) => () => rows;
}
