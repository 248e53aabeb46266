using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Makes an image turned in hue, at random; see <see cref="Functional.AdjustHue"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.HueTransform.</remarks>
public sealed class HueTransform : BaseTransform
{
    private readonly (double Low, double High)? _range;

    /// <summary>A random change of hue.</summary>
    /// <param name="value">From 0 to 0.5: the factor lies in -value to value; or a range within -0.5 to 0.5.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The range is not possible.</exception>
    public HueTransform(Numbers value, IReadOnlyList<string>? keys = null)
        : base(keys) => _range = Ranges.Around(value, "HueTransform: value", 0, -0.5, 0.5);

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        if (_range is not { } range)
            return null;
        var draw = Draw.Next();
        return draw.Uniform(range.Low, range.High);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => parameters is double factor ? Functional.AdjustHue(image!, factor) : image;
}
