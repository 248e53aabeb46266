using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>(image - mean) / std, channel by channel; see <see cref="Functional.Normalize"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.Normalize.</remarks>
public sealed class Normalize : BaseTransform
{
    /// <summary>A normalization.</summary>
    /// <param name="mean">One number, or one a channel; 0 where null.</param>
    /// <param name="std">One number, or one a channel, above 0; 1 where null.</param>
    /// <param name="dataFormat"><c>"CHW"</c> or <c>"HWC"</c>.</param>
    /// <param name="toRgb">Whether the order of the channels is reversed first.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A number of <paramref name="std"/> is not above 0, or the format is unknown.</exception>
    public Normalize(Numbers? mean = null, Numbers? std = null, string dataFormat = "CHW", bool toRgb = false, IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        (Mean, Std, ToRgb) = (mean ?? 0.0, std ?? 1.0, toRgb);
        ChannelsFirst = DataFormat.IsChannelsFirst(dataFormat, "Normalize");
        Normalization.RequirePositive(Mean, Std);
    }

    internal Numbers Mean { get; }

    internal Numbers Std { get; }

    internal bool ChannelsFirst { get; }

    internal bool ToRgb { get; }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => Normalization.Run(image, Mean, Std, ChannelsFirst, ToRgb);
}
