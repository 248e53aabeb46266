using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>The published files of the data sets of text, under the names of Paddle's cache.</summary>
internal static class TextFiles
{
    private const string Models = "http://paddlemodels.bj.bcebos.com/";
    private const string Sets = "https://dataset.bj.bcebos.com/";

    public static DatasetFile Housing { get; } = new("uci_housing", "housing.data", "d4accdce7a25600298819f8e28e8d593", [$"{Models}uci_housing/housing.data"]);

    public static DatasetFile Imdb { get; } = new("imdb", "aclImdb_v1.tar.gz", "7c2ac02c03563afcf9b574c7e56c153a",
        [$"{Sets}imdb%2FaclImdb_v1.tar.gz", "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"]);

    public static DatasetFile Imikolov { get; } = new("imikolov", "simple-examples.tgz", "30177ea32e27c525793142b6bf2c8e2d", [$"{Sets}imikolov%2Fsimple-examples.tgz"]);
}
