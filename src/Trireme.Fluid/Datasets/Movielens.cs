using Trireme.IO;
using Trireme.Text;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>A million film ratings as readers.</summary>
/// <remarks>
/// Mirrors paddle.dataset.movielens. A sample is the viewer, sex (0 man, 1 woman), age group, occupation and the film, numbers; its kinds and the words of
/// its title, int64 arrays; and the rating from -3 to 5, an array of one. One rating in ten is for tests, those that Paddle draws. Every call reads the
/// archive.
/// </remarks>
public static class Movielens
{
    private const double TestRatio = 0.1;

    /// <summary>The youngest age of each group.</summary>
    /// <remarks>Mirrors paddle.dataset.movielens.age_table.</remarks>
    public static IReadOnlyList<int> AgeTable => Text.Movielens.AgeTable;

    /// <summary>The ratings to train with.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(string? dataFile = null) => Of(dataFile, isTest: false);

    /// <summary>The ratings to test with.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(string? dataFile = null) => Of(dataFile, isTest: true);

    /// <summary>The number of each word of a title.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.get_movie_title_dict.</remarks>
    public static IReadOnlyDictionary<string, int> GetMovieTitleDict(string? dataFile = null) => Read(dataFile).TitleWords;

    /// <summary>The number of each kind of film.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.movie_categories.</remarks>
    public static IReadOnlyDictionary<string, int> MovieCategories(string? dataFile = null) => Read(dataFile).Categories;

    /// <summary>The films by number.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.movie_info.</remarks>
    public static IReadOnlyDictionary<int, MovieInfo> MovieInfo(string? dataFile = null) => Read(dataFile).Movies;

    /// <summary>The viewers by number.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.user_info.</remarks>
    public static IReadOnlyDictionary<int, UserInfo> UserInfo(string? dataFile = null) => Read(dataFile).Users;

    /// <summary>The highest number of a film.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.max_movie_id.</remarks>
    public static int MaxMovieId(string? dataFile = null) => Read(dataFile).Movies.Keys.Max();

    /// <summary>The highest number of a viewer.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.max_user_id.</remarks>
    public static int MaxUserId(string? dataFile = null) => Read(dataFile).Users.Keys.Max();

    /// <summary>The highest number of an occupation.</summary>
    /// <param name="dataFile">The archive ml-1m.zip; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.movielens.max_job_id.</remarks>
    public static int MaxJobId(string? dataFile = null) => Read(dataFile).Users.Values.Max(u => u.JobId);

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>movielens_train-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.movielens.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, string? dataFile = null)
    {
        Common.Convert(path, Train(dataFile), Common.FileSamples, "movielens_train");
        Common.Convert(path, Test(dataFile), Common.FileSamples, "movielens_test");
    }

    private static MovieRatings Read(string? dataFile) => MovieRatings.Read(DatasetSource.PathOf(dataFile, TextFiles.Movielens, download: true, "Movielens"));

    private static Func<IEnumerable<Sample>> Of(string? dataFile, bool isTest)
    {
        MovieRatings ratings = Read(dataFile);
        return () => ratings.Samples(MersenneTwister.Python(0), TestRatio, isTest).Select(
            s => new Sample(s.Select((field, i) => i < 5 ? ((long[])field!)[0] : field).ToArray()));
    }
}
