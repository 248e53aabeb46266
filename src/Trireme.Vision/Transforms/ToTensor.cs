using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>An image as a float32 tensor of 0 to 1; see <see cref="Functional.ToTensor"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.ToTensor.</remarks>
public sealed class ToTensor : BaseTransform
{
    /// <summary>A conversion.</summary>
    /// <param name="dataFormat"><c>"CHW"</c> or <c>"HWC"</c>: the layout of the result.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The format is unknown.</exception>
    public ToTensor(string dataFormat = "CHW", IReadOnlyList<string>? keys = null)
        : base(keys) => ChannelsFirst = DataFormat.IsChannelsFirst(dataFormat, "ToTensor");

    internal bool ChannelsFirst { get; }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => TensorConversion.Convert(image, ChannelsFirst);
}
