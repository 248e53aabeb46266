using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Turns an image by a random angle; see <see cref="Functional.Rotate"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomRotation.</remarks>
public sealed class RandomRotation : BaseTransform
{
    private readonly (double Low, double High) _degrees;
    private readonly string _interpolation;
    private readonly bool _expand;
    private readonly Numbers? _center, _fill;

    /// <summary>A random turn.</summary>
    /// <param name="degrees">A range of angles; or one number of at least 0, for -degrees to degrees.</param>
    /// <param name="interpolation"><c>"nearest"</c> or <c>"bilinear"</c>.</param>
    /// <param name="expand">Whether the result is large enough for the whole turned image.</param>
    /// <param name="center">The column and row about which is turned; the middle where null.</param>
    /// <param name="fill">The colour of what was outside; 0 where null.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The range is not possible, or the interpolation unknown.</exception>
    public RandomRotation(Numbers degrees, string interpolation = "nearest", bool expand = false, Numbers? center = null, Numbers? fill = null, IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        Functional.IsBilinear(interpolation, "RandomRotation");
        _degrees = Ranges.Around(degrees, "RandomRotation: degrees", 0, double.NegativeInfinity, double.PositiveInfinity) ?? (0, 0);
        (_interpolation, _expand, _center, _fill) = (interpolation, expand, center, fill);
    }

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        var draw = Draw.Next();
        return draw.Uniform(_degrees.Low, _degrees.High);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
        => Functional.Rotate(image!, (double)parameters!, _interpolation, _expand, _center, _fill);
}
