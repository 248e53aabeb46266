using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>A rectangle of random place, size and shape, brought to one size.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomResizedCrop; Szegedy et al. 2015.</remarks>
public sealed class RandomResizedCrop : BaseTransform
{
    private const int Attempts = 10;

    private readonly Ints _size;
    private readonly (double Low, double High) _scale, _ratio;
    private readonly string _interpolation;

    /// <summary>A random cut.</summary>
    /// <param name="size">Rows and columns of the result; one number for both.</param>
    /// <param name="scale">The range of the share of the image's area; 0.08 to 1 where null.</param>
    /// <param name="ratio">The range of width by height; 3/4 to 4/3 where null.</param>
    /// <param name="interpolation">See <see cref="Functional.Resize"/>.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1 or a range not possible.</exception>
    public RandomResizedCrop(Ints size, Numbers? scale = null, Numbers? ratio = null, string interpolation = "bilinear", IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        (int height, int width) = Functional.Pair(size, "RandomResizedCrop: size");
        _size = (height, width);
        _scale = Ranges.Ordered(scale ?? (0.08, 1.0), "RandomResizedCrop: scale");
        _ratio = Ranges.Ordered(ratio ?? (3.0 / 4, 4.0 / 3), "RandomResizedCrop: ratio");
        _interpolation = interpolation;
    }

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        (int height, int width, _) = Raster.SizeOf(ImageOf(inputs), "RandomResizedCrop");
        var draw = Draw.Next();
        for (int i = 0; i < Attempts; i++)
        {
            double area = draw.Uniform(_scale.Low, _scale.High) * width * height;
            double ratio = Math.Exp(draw.Uniform(Math.Log(_ratio.Low), Math.Log(_ratio.High)));
            int w = (int)Math.Round(Math.Sqrt(area * ratio)), h = (int)Math.Round(Math.Sqrt(area / ratio));
            if (w >= 1 && w <= width && h >= 1 && h <= height)
                return (draw.Below(height - h + 1), draw.Below(width - w + 1), h, w);
        }
        // The largest part in the middle whose shape is allowed.
        double shape = (double)width / height;
        (int tall, int wide) = shape < _ratio.Low ? (Math.Clamp((int)Math.Round(width / _ratio.Low), 1, height), width)
            : shape > _ratio.High ? (height, Math.Clamp((int)Math.Round(height * _ratio.High), 1, width)) : (height, width);
        return ((height - tall) / 2, (width - wide) / 2, tall, wide);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        (int top, int left, int height, int width) = ((int, int, int, int))parameters!;
        return Functional.Resize(Functional.Crop(image!, top, left, height, width), _size, _interpolation);
    }
}
