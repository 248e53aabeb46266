using System.Globalization;
using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>House prices in the suburbs of Boston: 404 rows to train with, 102 to test.</summary>
/// <remarks>
/// Mirrors paddle.text.UCIHousing. A sample is 13 features and the price in thousands of dollars, arrays of 13 and of 1 of the default floating point type.
/// Features are (x - mean) / (max - min) of their column over all rows; the first 80 % of the rows are for training. Harrison and Rubinfeld 1978.
/// </remarks>
public sealed class UCIHousing : Dataset
{
    private const int Columns = 14;
    private const double TrainShare = 0.8;

    private readonly Sample[] _samples;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The file housing.data; null for the cache.</param>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="download">Whether a file that is neither given nor in the cache is fetched.</param>
    /// <exception cref="InvalidArgumentException">The mode is unknown, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The file does not hold rows of 14 numbers.</exception>
    /// <exception cref="DownloadException">No address gave the file.</exception>
    public UCIHousing(string? dataFile = null, string mode = "train", bool download = true)
    {
        bool train = DatasetSource.IsTrain(mode, "UCIHousing");
        Mode = train ? "train" : "test";
        Dtype = Paddle.GetDefaultDtype();
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Housing, download, "UCIHousing");
        double[][] rows = Read(DataFile);
        Scale(rows);
        int split = (int)(rows.Length * TrainShare);
        _samples = (train ? rows[..split] : rows[split..]).Select(SampleOf).ToArray();
    }

    /// <summary>The file read.</summary>
    public string DataFile { get; }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <summary>The element type of the samples: the default one when the data set was opened; arrays of double for float64, of float otherwise.</summary>
    public DType Dtype { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Length;

    /// <inheritdoc/>
    public override Sample this[int idx]
        => (uint)idx < (uint)Length ? _samples[idx] : throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");

    private static double[][] Read(string path)
    {
        string text = File.ReadAllText(path);
        var numbers = new List<double>();
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            int end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (!double.TryParse(text.AsSpan(at, end - at), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
                throw new InvalidFileException(path, at, $"'{text[at..Math.Min(end, at + 20)]}' is no number");
            numbers.Add(number);
            at = end;
        }
        if (numbers.Count == 0 || numbers.Count % Columns != 0)
            throw new InvalidFileException(path, text.Length, $"it holds {numbers.Count} numbers; rows have {Columns}");
        return numbers.Chunk(Columns).ToArray();
    }

    private static void Scale(double[][] rows)
    {
        for (int c = 0; c < Columns - 1; c++)
        {
            double least = rows.Min(row => row[c]), most = rows.Max(row => row[c]), mean = rows.Sum(row => row[c]) / rows.Length;
            foreach (double[] row in rows)
                row[c] = (row[c] - mean) / (most - least);
        }
    }

    private Sample SampleOf(double[] row)
        => Dtype == DType.Float64
            ? new Sample(row[..^1], row[^1..])
            : new Sample(Array.ConvertAll(row[..^1], x => (float)x), Array.ConvertAll(row[^1..], x => (float)x));
}
