using Trireme.Formats.Files;

namespace Trireme.Vision.Datasets;

/// <summary>
/// Handwritten-looking digits, drawn instead of collected: 28 × 28 grey values in MNIST's layout, for machines without a network. Strokes from a few
/// templates a digit, distorted smoothly and at random, drawn with a pen of changing width.
/// </summary>
/// <remarks>
/// A sample depends on the seed, the mode and its index alone and is the same on every machine; 60,000 and 10,000 are the counts of MNIST.
/// All 70,000 are drawn and kept in about three seconds on two cores. Not a data set of Paddle's.
/// </remarks>
public sealed class SyntheticDigits
{
    /// <summary>Samples of mode <c>train</c> in the cached data set.</summary>
    public const int TrainCount = 60_000;

    /// <summary>Samples of mode <c>test</c> in the cached data set.</summary>
    public const int TestCount = 10_000;

    /// <summary>Rows, and columns, of an image.</summary>
    public const int ImageSize = DigitPen.Size;

    // The number changes whenever the same seed would draw something else, so an old cache is not taken for a new one.
    private const string Module = "synthetic-digits-1";
    private const int Pixels = ImageSize * ImageSize;

    private SyntheticDigits(IdxFile images, IdxFile labels)
    {
        Images = images;
        Labels = labels;
    }

    /// <summary>The images, [count, 28, 28]; 0 is the background.</summary>
    public IdxFile Images { get; }

    /// <summary>The labels, [count], 0 to 9.</summary>
    public IdxFile Labels { get; }

    /// <summary>Draws samples; nothing is read or written.</summary>
    /// <param name="mode"><c>train</c> or <c>test</c>: two sets without a common sample.</param>
    /// <param name="count">How many samples; null for <see cref="TrainCount"/> or <see cref="TestCount"/>. Fewer are the first of more.</param>
    /// <param name="seed">Another seed gives another set.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="InvalidArgumentException">The mode is unknown or the count negative or too large for one array (2.7 million).</exception>
    public static SyntheticDigits Generate(string mode = "train", int? count = null, ulong seed = 0)
    {
        bool train = IsTrain(mode);
        int n = count ?? (train ? TrainCount : TestCount);
        if (n < 0 || n > Array.MaxLength / Pixels)
            throw new InvalidArgumentException($"SyntheticDigits: count is {n}.", $"It must be from 0 to {Array.MaxLength / Pixels}.");
        byte[] images = new byte[n * Pixels], labels = new byte[n];
        Parallel.For(0, n, () => new DigitArtist(), (i, _, artist) =>
        {
            labels[i] = artist.Draw(new DigitRandom(seed, train ? 0u : 1u, (ulong)i), images.AsSpan(i * Pixels, Pixels));
            return artist;
        }, _ => { });
        return new SyntheticDigits(IdxFile.Of([n, ImageSize, ImageSize], images), IdxFile.Of([n], labels));
    }

    /// <summary>The data set from the cache; drawn and kept there (as IDX files, named like MNIST's) on the first use.</summary>
    /// <param name="mode"><c>train</c> or <c>test</c>.</param>
    /// <param name="folder">Where the files are kept; null for a folder in <see cref="DatasetCache.Home"/>.</param>
    /// <returns><see cref="TrainCount"/> or <see cref="TestCount"/> samples of seed 0.</returns>
    /// <exception cref="InvalidArgumentException">The mode is unknown.</exception>
    /// <exception cref="InvalidFileException">A file in the folder is damaged; delete it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static SyntheticDigits Load(string mode = "train", string? folder = null)
    {
        bool train = IsTrain(mode);
        folder ??= DatasetCache.FolderOf(Module);
        string prefix = train ? "train" : "t10k";
        string images = Path.Combine(folder, $"{prefix}-images-idx3-ubyte.gz"), labels = Path.Combine(folder, $"{prefix}-labels-idx1-ubyte.gz");
        if (File.Exists(images) && File.Exists(labels))
            return Read(images, labels);
        SyntheticDigits drawn = Generate(mode);
        Directory.CreateDirectory(folder);
        IdxFile.Write(images, drawn.Images.Shape, drawn.Images.Memory);
        IdxFile.Write(labels, drawn.Labels.Shape, drawn.Labels.Memory);
        return drawn;
    }

    private static SyntheticDigits Read(string imagePath, string labelPath)
    {
        IdxFile images = IdxFile.Read(imagePath, 3), labels = IdxFile.Read(labelPath, 1);
        if (images.Count != labels.Count)
            throw new InvalidFileException(labelPath, 4, $"there are {labels.Count} labels for the {images.Count} images in {Path.GetFileName(imagePath)}", "Delete both files.");
        return new SyntheticDigits(images, labels);
    }

    private static bool IsTrain(string mode) => mode switch
    {
        "train" => true,
        "test" => false,
        _ => throw new InvalidArgumentException($"SyntheticDigits: mode is '{mode}'.", "It must be 'train' or 'test'."),
    };
}
