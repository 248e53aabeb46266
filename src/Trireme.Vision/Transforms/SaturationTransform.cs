using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Makes an image pale or colourful, at random; see <see cref="Functional.AdjustSaturation"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.SaturationTransform.</remarks>
public sealed class SaturationTransform : BaseTransform
{
    private readonly (double Low, double High)? _range;

    /// <summary>A random change of saturation.</summary>
    /// <param name="value">The factor lies in max(0, 1 - value) to 1 + value; or a range of two. 0 changes nothing.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The range is not possible.</exception>
    public SaturationTransform(Numbers value, IReadOnlyList<string>? keys = null)
        : base(keys) => _range = Ranges.Around(value, "SaturationTransform: value", 1, 0, double.PositiveInfinity);

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        if (_range is not { } range)
            return null;
        var draw = Draw.Next();
        return draw.Uniform(range.Low, range.High);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => parameters is double factor ? Functional.AdjustSaturation(image!, factor) : image;
}
