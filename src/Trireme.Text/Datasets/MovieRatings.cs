using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Trireme.Formats.Files;
using Trireme.IO;

namespace Trireme.Text;

/// <summary>The three tables in the archive ml-1m.zip.</summary>
internal sealed partial class MovieRatings
{
    private const string Separator = "::";

    public Dictionary<int, MovieInfo> Movies { get; } = [];

    public Dictionary<int, UserInfo> Users { get; } = [];

    /// <summary>The number of each word of a title, lower case, in the order in which they first occur.</summary>
    public Dictionary<string, int> TitleWords { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of each kind of film, in the order in which they first occur.</summary>
    public Dictionary<string, int> Categories { get; } = new(StringComparer.Ordinal);

    private readonly List<(int User, int Movie, double Rating)> _ratings = [];

    public static MovieRatings Read(string path)
    {
        var ratings = new MovieRatings();
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            ratings.ReadTable(zip, path, "movies", 3, ratings.AddMovie);
            ratings.ReadTable(zip, path, "users", 5, ratings.AddUser);
            ratings.ReadTable(zip, path, "ratings", 4, ratings.AddRating);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidFileException(path, 0, $"it is no whole zip archive ({e.Message.TrimEnd('.')})", innerException: e);
        }
        return ratings;
    }

    /// <summary>The ratings for training or for tests, drawn at random: viewer, sex, age, job; film, kinds, words of the title; the rating from -3 to
    /// 5.</summary>
    public IEnumerable<Sample> Samples(MersenneTwister random, double testRatio, bool isTest)
    {
        foreach ((int user, int movie, double rating) in _ratings)
        {
            if (random.NextDouble() < testRatio != isTest)
                continue;
            (UserInfo u, MovieInfo m) = (Users[user], Movies[movie]);
            yield return new Sample(
                new long[] { u.Index }, new long[] { u.IsMale ? 0 : 1 }, new long[] { u.Age }, new long[] { u.JobId }, new long[] { m.Index },
                m.Categories.Select(c => (long)Categories[c]).ToArray(), Words(m.Title).Select(w => (long)TitleWords[w]).ToArray(), new[] { (rating * 2) - 5 });
        }
    }

    private static string[] Words(string title) => Archive.Words(title.ToLowerInvariant());

    private void ReadTable(ZipArchive zip, string path, string table, int columns, Func<string[], bool> add)
    {
        string name = $"ml-1m/{table}.dat";
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new InvalidFileException(path, 0, $"there is no file {name} in it",
            "Give the archive as published, ml-1m.zip.");
        using Stream content = entry.Open();
        using var reader = new StreamReader(content, Encoding.Latin1);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            string[] fields = text.Trim().Split(Separator);
            if (fields.Length != columns || !add(fields))
                throw new InvalidFileException(path, 0,
                    $"line {line} of {name} is '{text[..Math.Min(60, text.Length)]}', not {columns} fields as MovieLens writes them");
        }
    }

    private bool AddMovie(string[] f)
    {
        if (!Number(f[0], out int index) || TitleWithYear().Match(f[1]) is not { Success: true } title)
            return false;
        string[] categories = f[2].Split('|');
        foreach (string category in categories)
            Categories.TryAdd(category, Categories.Count);
        string name = title.Groups[1].Value.Trim();
        foreach (string word in Words(name))
            TitleWords.TryAdd(word, TitleWords.Count);
        return Movies.TryAdd(index, new MovieInfo(index, categories, name));
    }

    private bool AddUser(string[] f)
    {
        if (!Number(f[0], out int index) || f[1] is not ("M" or "F") || !Number(f[2], out int years) || !Number(f[3], out int job))
            return false;
        int age = Movielens.AgeTable.ToList().IndexOf(years);
        return age >= 0 && Users.TryAdd(index, new UserInfo(index, f[1] == "M", age, job));
    }

    private bool AddRating(string[] f)
    {
        if (!Number(f[0], out int user) || !Number(f[1], out int movie) || !double.TryParse(f[2], CultureInfo.InvariantCulture, out double rating)
            || !Users.ContainsKey(user) || !Movies.ContainsKey(movie))
            return false;
        _ratings.Add((user, movie, rating));
        return true;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^(.*)\((\d+)\)$")]
    private static partial Regex TitleWithYear();
}
