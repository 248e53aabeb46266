using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>A million ratings that 6,040 viewers gave 3,883 films.</summary>
/// <remarks>
/// Mirrors paddle.text.Movielens. A sample is seven int64 arrays, namely the viewer, sex (0 man, 1 woman), age group, occupation, the film, its kinds, the
/// words of its title, and an array of one float64: twice the stars less 5, from -3 to 5. Training and test rows are those that Paddle draws from the same
/// seed; kinds and words are numbered in the order in which the archive first names them, which in Paddle is left to chance. Harper and Konstan 2015.
/// </remarks>
public sealed class Movielens : Dataset
{
    private readonly Sample[] _samples;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache.</param>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="testRatio">The share of the ratings that is for tests, 0 to 1.</param>
    /// <param name="randSeed">What they are drawn from; at least 0.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <exception cref="InvalidArgumentException">The mode is unknown, the ratio or the seed is impossible, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or lacks a part.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public Movielens(string? dataFile = null, string mode = "train", double testRatio = 0.1, int randSeed = 0, bool download = true)
    {
        bool train = DatasetSource.IsTrain(mode, "Movielens");
        if (!(testRatio is >= 0 and <= 1))
            throw new InvalidArgumentException($"Movielens: testRatio is {testRatio}.", "It must lie between 0 and 1.");
        if (randSeed < 0)
            throw new InvalidArgumentException($"Movielens: randSeed is {randSeed}.", "It must be at least 0.");
        Mode = train ? "train" : "test";
        (TestRatio, RandSeed) = (testRatio, randSeed);
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Movielens, download, "Movielens");
        MovieRatings ratings = MovieRatings.Read(DataFile);
        (MovieInfo, UserInfo, MovieTitleDict, CategoriesDict) = (ratings.Movies, ratings.Users, ratings.TitleWords, ratings.Categories);
        _samples = ratings.Samples(MersenneTwister.Numpy((uint)randSeed), testRatio, !train).ToArray();
    }

    /// <summary>The youngest age of each group.</summary>
    /// <remarks>Mirrors paddle.dataset.movielens.age_table.</remarks>
    public static IReadOnlyList<int> AgeTable { get; } = [1, 18, 25, 35, 45, 50, 56];

    /// <summary>The file read.</summary>
    public string DataFile { get; }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <summary>The share of the ratings that is for tests.</summary>
    public double TestRatio { get; }

    /// <summary>What they are drawn from.</summary>
    public int RandSeed { get; }

    /// <summary>The films by number.</summary>
    public IReadOnlyDictionary<int, MovieInfo> MovieInfo { get; }

    /// <summary>The viewers by number.</summary>
    public IReadOnlyDictionary<int, UserInfo> UserInfo { get; }

    /// <summary>The number of each word of a title.</summary>
    public IReadOnlyDictionary<string, int> MovieTitleDict { get; }

    /// <summary>The number of each kind of film.</summary>
    public IReadOnlyDictionary<string, int> CategoriesDict { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Length;

    /// <inheritdoc/>
    public override Sample this[int idx]
        => (uint)idx < (uint)Length ? _samples[idx] : throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");
}
