using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Covers a random rectangle of an image, sometimes.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomErasing; Zhong et al. 2017.</remarks>
public sealed class RandomErasing : BaseTransform
{
    private const int Attempts = 10;

    private readonly double _prob;
    private readonly (double Low, double High) _scale, _ratio;
    private readonly ErasingValue _value;

    /// <summary>A random cover.</summary>
    /// <param name="prob">How likely it is; 0 to 1.</param>
    /// <param name="scale">The range of the share of the image's area; 0.02 to 0.33 where null.</param>
    /// <param name="ratio">The range of height by width; 0.3 to 3.3 where null.</param>
    /// <param name="value">The colour, in the image's own range, or <c>"random"</c> for normally distributed samples; 0 where null.</param>
    /// <param name="inplace">Kept for Paddle's signature; the old image is always left as it was.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The probability or a range is not possible.</exception>
    public RandomErasing(double prob = 0.5, Numbers? scale = null, Numbers? ratio = null, ErasingValue? value = null, bool inplace = false, IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        _prob = Ranges.Probability(prob, "RandomErasing");
        _scale = Ranges.Ordered(scale ?? (0.02, 0.33), "RandomErasing: scale");
        _ratio = Ranges.Ordered(ratio ?? (0.3, 3.3), "RandomErasing: ratio");
        _value = value ?? 0.0;
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        var draw = Draw.Next();
        if (draw.Unit() >= _prob)
            return image;
        (int height, int width, _) = Raster.SizeOf(image, "RandomErasing");
        for (int i = 0; i < Attempts; i++)
        {
            double area = draw.Uniform(_scale.Low, _scale.High) * width * height;
            double ratio = Math.Exp(draw.Uniform(Math.Log(_ratio.Low), Math.Log(_ratio.High)));
            int h = (int)Math.Round(Math.Sqrt(area * ratio)), w = (int)Math.Round(Math.Sqrt(area / ratio));
            if (h >= 1 && h < height && w >= 1 && w < width)
                return Cover(Raster.Of(image, "RandomErasing"), draw.Below(height - h + 1), draw.Below(width - w + 1), h, w, ref draw).ToImage();
        }
        return image;
    }

    private Raster Cover(Raster image, int top, int left, int height, int width, ref Draw draw)
    {
        if (!_value.IsRandom)
            return Geometry.Cover(image, top, left, height, width, image.Colour(_value.Colour, "RandomErasing"));
        Raster result = image.WithData(image.Height, image.Width, (byte[])image.Data.Clone());
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = top; y < top + height; y++)
                Noise(result.Row(p, y).Slice(left * image.PixelSize, width * image.PixelSize), image.IsFloat, ref draw);
        }
        return result;
    }

    private static void Noise(Span<byte> pixels, bool isFloat, ref Draw draw)
    {
        if (isFloat)
        {
            foreach (ref float sample in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(pixels))
                sample = draw.Normal();
            return;
        }
        foreach (ref byte sample in pixels)
            sample = (byte)(int)Math.Clamp(draw.Normal() * 255, 0, 255);
    }
}
