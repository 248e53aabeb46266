using System.Globalization;
using System.Text.RegularExpressions;
using Trireme.Formats.Files;
using Trireme.Formats.Pickle;
using Trireme.IO;
using Trireme.Random;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>What the data sets share: downloads, checksums, and readers cut into files.</summary>
/// <remarks>Mirrors paddle.dataset.common.</remarks>
public static partial class Common
{
    /// <summary>How many samples a file has that a data set's Convert writes.</summary>
    internal const int FileSamples = 1000;

    /// <summary>The folder that holds one folder a data set.</summary>
    /// <remarks>Mirrors paddle.dataset.common.DATA_HOME; see <see cref="DatasetCache.Home"/>.</remarks>
    public static string DataHome => DatasetCache.Home;

    /// <summary>Fetches a file into the cache, unless it is there already.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="moduleName">The data set's folder in the cache.</param>
    /// <param name="md5sum">Its MD5 checksum, 32 hexadecimal digits.</param>
    /// <param name="saveName">Its name in the cache; the last part of the address where null.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="DownloadException">It cannot be fetched, or has another checksum.</exception>
    /// <remarks>Mirrors paddle.dataset.common.download.</remarks>
    public static string Download(string url, string moduleName, string md5sum, string? saveName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        ArgumentException.ThrowIfNullOrEmpty(moduleName);
        ArgumentException.ThrowIfNullOrEmpty(md5sum);
        using var downloader = new Downloader();
        return downloader.Fetch(new DatasetFile(moduleName, saveName ?? url[(url.LastIndexOf('/') + 1)..], md5sum.ToLowerInvariant(), [url]));
    }

    /// <summary>The MD5 checksum of a file, 32 lower-case hexadecimal digits.</summary>
    /// <param name="fname">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <remarks>Mirrors paddle.dataset.common.md5file.</remarks>
    public static string Md5file(string fname) => Downloader.Md5Of(fname);

    /// <summary>Cuts a reader into files, each a list of samples.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="lineCount">How many samples a file has, the last perhaps fewer; at least 1.</param>
    /// <param name="suffix">The files' names with the place of their number, <c>%d</c> or <c>%05d</c>; it may begin with a folder.</param>
    /// <param name="dumper">Writes a list of samples; as a pickle where null.</param>
    /// <exception cref="InvalidArgumentException">The number is below 1, or the name has no place for numbers.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.common.split.</remarks>
    public static void Split(Func<IEnumerable<Sample>> reader, int lineCount, string suffix = "%05d.pickle", Action<IReadOnlyList<Sample>,
        Stream>? dumper = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(suffix);
        Reader.RequirePositive(lineCount, "Split", "lineCount");
        if (NumberPlace().Count(suffix) != 1)
            throw new InvalidArgumentException($"Split: the suffix is '{suffix}'.", "It must have one place for the number: %d or %05d.");
        dumper ??= (samples, stream) => PickleFile.Write(stream, samples.Select(SamplePickle.ToPickle).ToList(), 2);
        foreach ((int number, Sample[] samples) in reader().Chunk(lineCount).Index())
            AtomicFile.Write(NumberPlace().Replace(suffix, place => Numbered(place, number)), stream => dumper(samples, stream));
    }

    /// <summary>A reader of those files that are one trainer's: of all in order, every one whose number leaves its number.</summary>
    /// <param name="filesPattern">The files that <see cref="Split"/> wrote, with <c>*</c> or <c>?</c> in their names.</param>
    /// <param name="trainerCount">How many trainers there are; at least 1.</param>
    /// <param name="trainerId">Which this is, from 0 on.</param>
    /// <param name="loader">Reads a list of samples; from a pickle where null.</param>
    /// <exception cref="InvalidArgumentException">There is no such trainer; or, when read, no such file.</exception>
    /// <remarks>Mirrors paddle.dataset.common.cluster_files_reader.</remarks>
    public static Func<IEnumerable<Sample>> ClusterFilesReader(string filesPattern, int trainerCount, int trainerId,
        Func<Stream, IEnumerable<Sample>>? loader = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(filesPattern);
        if (trainerId < 0 || trainerId >= trainerCount)
            throw new InvalidArgumentException($"ClusterFilesReader: trainer {trainerId} is not one of {trainerCount}.", "Trainers are counted from 0 on.");
        return () => FilePattern.Files(filesPattern).Where((_, i) => i % trainerCount == trainerId).SelectMany(file =>
        {
            using FileStream stream = File.OpenRead(file);
            return loader is null ? Samples(PickleFile.Read(stream, file), file) : loader(stream).ToList();
        });
    }

    /// <summary>Writes a reader's samples to RecordIO files: <c>name-00000</c>, <c>name-00001</c> and so on; each file's in a random order.</summary>
    /// <param name="outputPath">The folder; it must be there.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="lineCount">How many samples a file has, the last perhaps fewer; at least 1.</param>
    /// <param name="namePrefix">What the files' names begin with.</param>
    /// <exception cref="InvalidArgumentException">The number is below 1, or a sample holds what pickles do not.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.common.convert. <see cref="Creator.Recordio(string, int)"/> reads them. <c>Paddle.Seed</c> determines the
    /// order.</remarks>
    public static void Convert(string outputPath, Func<IEnumerable<Sample>> reader, int lineCount, string namePrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputPath);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrEmpty(namePrefix);
        Reader.RequirePositive(lineCount, "Convert", "lineCount");
        foreach ((int number, Sample[] samples) in reader().Chunk(lineCount).Index())
        {
            int[] order = Permutation.Of(samples.Length, Generator.Default);
            RecordioFile.Write(Path.Combine(outputPath, $"{namePrefix}-{number:D5}"), order.Select(i => Record(samples[i])));
        }
    }

    /// <summary>The samples of a record file.</summary>
    internal static IEnumerable<Sample> Records(string path)
        => RecordioFile.Read(path).Select((record, i) => SamplePickle.ToSample(PickleFile.Read(new MemoryStream(record), $"{path}, record {i}")));

    private static byte[] Record(Sample sample)
    {
        var record = new MemoryStream();
        PickleFile.Write(record, SamplePickle.ToPickle(sample), 2);
        return record.ToArray();
    }

    private static List<Sample> Samples(object? list, string file) => list is IEnumerable<object?> samples
        ? samples.Select(SamplePickle.ToSample).ToList() : throw new InvalidFileException(file, 0, "it holds no list of samples",
            "Give a file that Split wrote.");

    private static string Numbered(Match place, int number)
    {
        string text = number.ToString(CultureInfo.InvariantCulture), width = place.Groups[2].Value;
        return width.Length == 0 ? text : text.PadLeft(int.Parse(width, CultureInfo.InvariantCulture), place.Groups[1].Length > 0 ? '0' : ' ');
    }

    [GeneratedRegex("%(0?)([1-9]?)d")]
    private static partial Regex NumberPlace();
}
