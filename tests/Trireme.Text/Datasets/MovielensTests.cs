using System.IO.Compression;
using System.Text;
using Trireme.Formats.Files;
using Trireme.Text;

namespace Trireme.Tests.Text.Datasets;

public sealed class MovielensTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");

    public void Dispose() => File.Delete(_path);

    private void Write(string movies, string users, string ratings)
    {
        File.Delete(_path);
        using ZipArchive zip = ZipFile.Open(_path, ZipArchiveMode.Create);
        foreach ((string name, string text) in new[] { ("movies", movies), ("users", users), ("ratings", ratings) })
        {
            using Stream content = zip.CreateEntry($"ml-1m/{name}.dat").Open();
            content.Write(Encoding.Latin1.GetBytes(text));
        }
    }

    [Fact]
    public void Ratings_are_split_as_NumPy_draws()
    {
        // numpy.random.seed(0): 0.549, 0.715, 0.603, 0.545, 0.424: below 0.55 are numbers 0, 3 and 4.
        string ratings = string.Concat(Enumerable.Range(0, 5).Select(i => $"1::{1 + (i % 2)}::{i + 1}::97830{i}\n"));
        Write("1::Toy Story (1995)::Animation|Comedy\n2::Caf\u00e9 Story, The (1999)::Comedy\n", "1::F::25::7::55117\n", ratings);
        var test = new Movielens(_path, "test", testRatio: 0.55);
        var train = new Movielens(_path, testRatio: 0.55);
        Assert.Equal([-3.0, 3.0, 5.0], test.Select(s => ((double[])s[7]!)[0]));
        Assert.Equal([-1.0, 1.0], train.Select(s => ((double[])s[7]!)[0]));
        Assert.Equal([[1], [1], [2], [7], [2], [1], [2, 3, 4]], train[0].Take(7).Select(f => (long[])f!));
        Assert.Equal(["toy", "story", "caf\u00e9", "story,", "the"], train.MovieTitleDict.OrderBy(w => w.Value).Select(w => w.Key));
    }

    [Fact]
    public void Damaged_tables_are_refused()
    {
        Write("1::Toy Story::Comedy\n", "", "");
        Assert.Contains("line 1 of ml-1m/movies.dat", Assert.Throws<InvalidFileException>(() => new Movielens(_path)).Message);
        Write("1::A (1999)::Comedy\n", "1::F::25::7::1\n", "1::2::5::0\n");
        Assert.Contains("ratings.dat", Assert.Throws<InvalidFileException>(() => new Movielens(_path)).Message);
        File.WriteAllText(_path, "no zip");
        Assert.Throws<InvalidFileException>(() => new Movielens(_path));
        Assert.Throws<InvalidArgumentException>(() => new Movielens(_path, testRatio: 2));
    }

    [Fact]
    public void Numbers_are_Pythons_and_NumPys()
    {
        MersenneTwister numpy = MersenneTwister.Numpy(0), python = MersenneTwister.Python(0);
        Assert.Equal([0.5488135039273248, 0.7151893663724195, 0.6027633760716439], Enumerable.Range(0, 3).Select(_ => numpy.NextDouble()));
        Assert.Equal([0.8444218515250481, 0.7579544029403025, 0.420571580830845], Enumerable.Range(0, 3).Select(_ => python.NextDouble()));
    }
}
