using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Synthetic digits, drawn by this library, not collected: for machines without a network. The shape of MNIST, not its data.</summary>
/// <remarks>
/// Samples are as in <see cref="MNIST"/>: 60,000 to train with and 10,000 to test, grey, 28 x 28, labels 0 to 9. They are drawn on the first use and
/// kept in <see cref="DatasetCache"/>; see <see cref="SyntheticDigits"/>. Figures reached on them say nothing about MNIST. Not a data set of Paddle's.
/// </remarks>
public sealed class Digits : Dataset
{
    private readonly LabelledImages _samples;

    /// <summary>Opens the data set.</summary>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
    /// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
    /// <param name="count">How many samples are drawn, without the cache; all, from the cache, where null.</param>
    /// <exception cref="InvalidArgumentException">The mode or the backend is unknown, or the count out of range.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A file in the cache is damaged; delete it.</exception>
    public Digits(string mode = "train", Func<object?, object?>? transform = null, string? backend = null, int? count = null)
    {
        Mode = DatasetSource.IsTrain(mode, "Digits") ? "train" : "test";
        ImageBackend.Require(backend ?? Vision.GetImageBackend(), "Digits");
        SyntheticDigits drawn = count is null ? SyntheticDigits.Load(Mode) : SyntheticDigits.Generate(Mode, count);
        _samples = new LabelledImages(drawn.Images, drawn.Labels, transform, backend, "Digits");
    }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx] => _samples[idx];
}
