using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>A rectangle at a random place.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomCrop.</remarks>
public sealed class RandomCrop : BaseTransform
{
    private readonly int _height, _width;
    private readonly Ints? _padding;
    private readonly bool _padIfNeeded;
    private readonly Numbers _fill;
    private readonly string _paddingMode;

    /// <summary>A random cut.</summary>
    /// <param name="size">Rows and columns; one number for both.</param>
    /// <param name="padding">A border that is added first; see <see cref="Functional.Pad"/>. None where null.</param>
    /// <param name="padIfNeeded">Whether an image that is too small gets a border on both sides.</param>
    /// <param name="fill">The colour of a constant border; 0 where null.</param>
    /// <param name="paddingMode">What the border is made of; see <see cref="Functional.Pad"/>.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1; when called, the image is smaller than the size.</exception>
    public RandomCrop(Ints size, Ints? padding = null, bool padIfNeeded = false, Numbers? fill = null, string paddingMode = "constant", IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        (_height, _width) = Functional.Pair(size, "RandomCrop: size");
        (_padding, _padIfNeeded, _fill, _paddingMode) = (padding, padIfNeeded, fill ?? 0, paddingMode);
    }

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        var draw = Draw.Next();
        return (draw.Unit(), draw.Unit());
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        if (_padding is { } padding)
            image = Functional.Pad(image!, padding, _fill, _paddingMode);
        (int h, int w, _) = Raster.SizeOf(image, "RandomCrop");
        if (_padIfNeeded && (w < _width || h < _height))
        {
            image = Functional.Pad(image!, (Math.Max(_width - w, 0), Math.Max(_height - h, 0)), _fill, _paddingMode);
            (h, w, _) = Raster.SizeOf(image, "RandomCrop");
        }
        if (h < _height || w < _width)
        {
            throw new InvalidArgumentException($"RandomCrop: an image of {h} x {w} pixels is smaller than {_height} x {_width}.", null,
                "Resize it first, or pass padIfNeeded: true.");
        }
        if (h == _height && w == _width)
            return image;
        (double down, double right) = ((double, double))parameters!;
        return Functional.Crop(image!, (int)(down * (h - _height + 1)), (int)(right * (w - _width + 1)), _height, _width);
    }
}
