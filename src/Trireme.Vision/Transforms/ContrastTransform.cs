using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Makes an image flat or rich in contrast, at random; see <see cref="Functional.AdjustContrast"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.ContrastTransform.</remarks>
public sealed class ContrastTransform : BaseTransform
{
    private readonly (double Low, double High)? _range;

    /// <summary>A random change of contrast.</summary>
    /// <param name="value">The factor lies in max(0, 1 - value) to 1 + value; or a range of two. 0 changes nothing.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The range is not possible.</exception>
    public ContrastTransform(Numbers value, IReadOnlyList<string>? keys = null)
        : base(keys) => _range = Ranges.Around(value, "ContrastTransform: value", 1, 0, double.PositiveInfinity);

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        if (_range is not { } range)
            return null;
        var draw = Draw.Next();
        return draw.Uniform(range.Low, range.High);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => parameters is double factor ? Functional.AdjustContrast(image!, factor) : image;
}
