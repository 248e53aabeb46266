using System.IO.Compression;
using System.Text.RegularExpressions;
using Trireme.Fluid.Datasets;
using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Tests.Shared;

namespace Trireme.Tests.Fluid.Datasets;

public sealed class ReadersOfTextTests : IDisposable
{
    private readonly string _zip = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");

    public void Dispose() => File.Delete(_zip);

    [Fact]
    public void Reviews_take_the_callers_dictionary()
    {
        using var archive = new TarFile(("aclImdb/train/neg/0.txt", "bad bad film"), ("aclImdb/train/pos/0.txt", "good film"),
            ("aclImdb/test/pos/0.txt", "good good good"));
        Dictionary<string, int> words = Imdb.BuildDict(new Regex(@"aclImdb/train/.*\.txt$"), 0, archive.Path);
        Assert.Equal(["bad", "film", "good", "<unk>"], words.OrderBy(w => w.Value).Select(w => w.Key));
        Sample[] train = Imdb.Train(words, archive.Path)().ToArray();
        Assert.Equal([2L, 1], (long[])train[0][0]!);
        Assert.Equal([0L, 1L], train.Select(s => s[1]));
        Assert.Equal([2L, 2, 2], (long[])Assert.Single(Imdb.Test(words, archive.Path)())[0]!);
        Assert.Equal(["<unk>"], Imdb.WordDict(archive.Path).Keys);
        Assert.Throws<InvalidArgumentException>(() => Imdb.Train(new Dictionary<string, int>(), archive.Path));
    }

    [Fact]
    public void Sentences_come_as_grams_and_as_sequences()
    {
        using var archive = new TarFile(("./simple-examples/data/ptb.train.txt", "a b\n"), ("./simple-examples/data/ptb.valid.txt", "b a\n"));
        Dictionary<string, int> words = Imikolov.BuildDict(0, archive.Path);
        Assert.Equal(["<e>", "<s>", "a", "b", "<unk>"], words.OrderBy(w => w.Value).Select(w => w.Key));
        Assert.Equal([[1L, 2L], [2L, 3L], [3L, 0L]], Imikolov.Train(words, 2, dataFile: archive.Path)().Select(s => s.Cast<long>().ToArray()));
        Assert.Equal([1L, 3, 2], (long[])Imikolov.Test(words, -1, "SEQ", archive.Path)().Single()[0]!);
    }

    [Fact]
    public void Translations_are_read_in_parts()
    {
        using var wmt14 = new TarFile(("train/train", "x\ty\n"), ("test/test", "x x\ty\n"), ("src.dict", "<s>\n<e>\n<unk>\nx\n"),
            ("trg.dict", "<s>\n<e>\n<unk>\ny\n"));
        Assert.Equal([0L, 3, 1], (long[])Wmt14.Train(4, wmt14.Path)().Single()[0]!);
        Assert.Equal([0L, 3, 3, 1], (long[])Wmt14.Test(4, wmt14.Path)().Single()[0]!);
        Assert.Equal("y", Wmt14.GetDict(4, wmt14.Path).Trg[3]);
        using var wmt16 = new TarFile(("wmt16/train", "x\ty\n"), ("wmt16/test", "x\ty\n"), ("wmt16/val", "x\ty\n"));
        Assert.Equal([3L, 1], (long[])Wmt16.Train(9, 9, "de", wmt16.Path)().Single()[2]!);
        Assert.Equal([3L, 1], (long[])Wmt16.Test(9, 9, "de", wmt16.Path)().Single()[2]!);
        Assert.Equal([3L, 1], (long[])Wmt16.Validation(9, 9, "de", wmt16.Path)().Single()[2]!);
        Assert.Equal(3, Wmt16.GetDict("de", 9, wmt16.Path)["y"]);
    }

    [Fact]
    public void Ratings_are_split_as_Python_draws()
    {
        // The first 60 numbers of Python's random.Random(0) are below 0.1 at 35, 40 and 52.
        Write(("ml-1m/movies.dat", "3::A Film (1999)::Drama\n"), ("ml-1m/users.dat", "7::M::35::12::1\n"),
            ("ml-1m/ratings.dat", string.Concat(Enumerable.Repeat("7::3::4::0\n", 60))));
        Assert.Equal((57, 3), (Movielens.Train(_zip)().Count(), Movielens.Test(_zip)().Count()));
        Sample first = Movielens.Train(_zip)().First();
        Assert.Equal([7L, 0L, 3L, 12L, 3L], first.Take(5));
        Assert.Equal([3.0], (double[])first[7]!);
        Assert.Equal((3, 7, 12), (Movielens.MaxMovieId(_zip), Movielens.MaxUserId(_zip), Movielens.MaxJobId(_zip)));
        Assert.Equal(("A Film", "Drama"), (Movielens.MovieInfo(_zip)[3].Title, Movielens.MovieCategories(_zip).Single().Key));
        Assert.Equal((2, 35), (Movielens.GetMovieTitleDict(_zip).Count, Movielens.AgeTable[Movielens.UserInfo(_zip)[7].Age]));
    }

    [Fact]
    public void Praise_and_blame_alternate()
    {
        Write(("movie_reviews/neg/cv1.txt", "Bad, bad!"), ("movie_reviews/pos/cv1.txt", "good"), ("movie_reviews/neg/cv0.txt", "bad"),
            ("movie_reviews/pos/cv0.txt", "good ."));
        Assert.Equal([("bad", 0), ("good", 1)], Sentiment.GetWordDict(_zip).Take(2));
        Sample[] train = Sentiment.Train(_zip)().ToArray();
        Assert.Equal([0L, 1L, 0L, 1L], train.Select(s => s[1]));
        Assert.Equal(4, ((long[])train[2][0]!).Length);
        Assert.Empty(Sentiment.Test(_zip)());
        Write(("movie_reviews/neg/cv1.txt", "bad"));
        Assert.Throws<InvalidFileException>(() => Sentiment.Train(_zip));
    }

    private void Write(params (string Name, string Text)[] files)
    {
        File.Delete(_zip);
        using ZipArchive zip = ZipFile.Open(_zip, ZipArchiveMode.Create);
        foreach ((string name, string text) in files)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
