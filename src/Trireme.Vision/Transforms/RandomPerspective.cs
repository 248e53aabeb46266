using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Moves the corners of an image inwards at random, sometimes; see <see cref="Functional.Perspective"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomPerspective.</remarks>
public sealed class RandomPerspective : BaseTransform
{
    private readonly double _prob, _distortionScale;
    private readonly string _interpolation;
    private readonly Numbers? _fill;

    /// <summary>A random view.</summary>
    /// <param name="prob">How likely it is; 0 to 1.</param>
    /// <param name="distortionScale">How far towards the middle corners may move; 0 to 1.</param>
    /// <param name="interpolation"><c>"nearest"</c> or <c>"bilinear"</c>.</param>
    /// <param name="fill">The colour of what was outside; 0 where null.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A number is outside 0 to 1, or the interpolation unknown.</exception>
    public RandomPerspective(double prob = 0.5, double distortionScale = 0.5, string interpolation = "nearest", Numbers? fill = null,
        IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        _prob = Ranges.Probability(prob, "RandomPerspective");
        if (!(distortionScale is >= 0 and <= 1))
            throw new InvalidArgumentException($"RandomPerspective: distortionScale is {distortionScale}.", "It must be from 0 to 1.");
        Functional.IsBilinear(interpolation, "RandomPerspective");
        (_distortionScale, _interpolation, _fill) = (distortionScale, interpolation, fill);
    }

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        (int height, int width, _) = Raster.SizeOf(ImageOf(inputs), "RandomPerspective");
        var draw = Draw.Next();
        if (draw.Unit() >= _prob)
            return null;
        int across = (int)(_distortionScale * (width / 2)) + 1, down = (int)(_distortionScale * (height / 2)) + 1, right = width - 1, bottom = height - 1;
        return new Numbers[]
        {
            (draw.Below(across), draw.Below(down)), (right - draw.Below(across), draw.Below(down)),
            (right - draw.Below(across), bottom - draw.Below(down)), (draw.Below(across), bottom - draw.Below(down)),
        };
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        if (parameters is not Numbers[] corners)
            return image;
        (int height, int width, _) = Raster.SizeOf(image, "RandomPerspective");
        return Functional.Perspective(image!, [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], corners, _interpolation, _fill);
    }
}
