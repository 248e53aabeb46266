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

    public static DatasetFile Imikolov { get; } = new("imikolov", "simple-examples.tgz", "30177ea32e27c525793142b6bf2c8e2d",
        [$"{Sets}imikolov%2Fsimple-examples.tgz"]);

    public static DatasetFile Movielens { get; } = new("movielens", "ml-1m.zip", "c4d9eecfca2ab87c1945afe126590906",
        [$"{Sets}movielens%2Fml-1m.zip", "https://files.grouplens.org/datasets/movielens/ml-1m.zip"]);

    public static DatasetFile Conll05 { get; } = new("conll05st", "conll05st-tests.tar.gz", "387719152ae52d60422c016e92a742fc",
        [$"{Models}conll05st/conll05st-tests.tar.gz"]);

    public static DatasetFile Conll05Words { get; } = new("conll05st", "wordDict.txt", "ea7fb7d4c75cc6254716f0177a506baa",
        [$"{Models}conll05st%2FwordDict.txt"]);

    public static DatasetFile Conll05Verbs { get; } = new("conll05st", "verbDict.txt", "0d2977293bbb6cbefab5b0f97db1e77c",
        [$"{Models}conll05st%2FverbDict.txt"]);

    public static DatasetFile Conll05Targets { get; } = new("conll05st", "targetDict.txt", "d8c7f03ceb5fc2e5a0fa7503a4353751",
        [$"{Models}conll05st%2FtargetDict.txt"]);

    public static DatasetFile Conll05Embedding { get; } = new("conll05st", "emb", "bf436eb0faa1f6f9103017f8be57cdb7", [$"{Models}conll05st%2Femb"]);

    public static DatasetFile Wmt14 { get; } = new("wmt14", "wmt14.tgz", "0791583d57d5beb693b9414c5b36798c", [$"{Models}wmt/wmt14.tgz"]);

    public static DatasetFile Wmt16 { get; } = new("wmt16", "wmt16.tar.gz", "0c38be43600334966403524a40dcd81e", [$"{Models}wmt/wmt16.tar.gz"]);

    public static DatasetFile MovieReviews { get; } = new("corpora", "movie_reviews.zip", "155de2b77c6834dd8eea7cbe88e93acb",
        ["https://corpora.bj.bcebos.com/movie_reviews%2Fmovie_reviews.zip"]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DatasetFile> All
        => [Housing, Imdb, Imikolov, Movielens, Conll05, Conll05Words, Conll05Verbs, Conll05Targets, Conll05Embedding, Wmt14, Wmt16, MovieReviews];
}
