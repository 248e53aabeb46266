using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

public static partial class Functional
{
    /// <summary>An image of another size.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="size">Rows and columns; or one number for the shorter side, the other in proportion.</param>
    /// <param name="interpolation">For an Image <c>"nearest"</c>, <c>"bilinear"</c>, <c>"bicubic"</c>, <c>"box"</c>, <c>"lanczos"</c> or <c>"hamming"</c>,
    /// without aliasing, as Pillow resizes; for a tensor <c>"nearest"</c>, <c>"bilinear"</c> or <c>"bicubic"</c> at points, or <c>"area"</c> for means, as OpenCV does.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1, the interpolation is unknown, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.resize.</remarks>
    public static T Resize<T>(T img, Ints size, string interpolation = "bilinear")
        where T : class
    {
        (int height, int width) = Pair(size, "Resize: size");
        Raster image = Raster.Of(img, "Resize");
        if (size.Count == 1)
        {
            (int h, int w) = (image.Height, image.Width);
            (height, width) = w <= h ? ((int)((double)size[0] * h / w), size[0]) : (size[0], (int)((double)size[0] * w / h));
        }
        return (T)Resampling.Resize(image, height, width, interpolation).ToImage();
    }

    /// <summary>An image turned anticlockwise.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="angle">Degrees.</param>
    /// <param name="interpolation"><c>"nearest"</c> or <c>"bilinear"</c>.</param>
    /// <param name="expand">Whether the result is large enough for the whole turned image; otherwise it has the size of the image.</param>
    /// <param name="center">The column and row about which is turned; the middle where null.</param>
    /// <param name="fill">The colour of what was outside: one number, or one a channel.</param>
    /// <exception cref="InvalidArgumentException">The interpolation is unknown, the centre has not two numbers, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.rotate.</remarks>
    public static T Rotate<T>(T img, double angle, string interpolation = "nearest", bool expand = false, Numbers? center = null, Numbers? fill = null)
        where T : class
    {
        if (center is { Count: not 2 } || !double.IsFinite(angle))
            throw new InvalidArgumentException($"Rotate: angle {angle} about {center} is not possible.", "The angle must be finite, the centre a column and a row.");
        Raster image = Raster.Of(img, "Rotate");
        return (T)Warp.Rotate(image, angle, IsBilinear(interpolation, "Rotate"), expand, center, image.Colour(fill ?? 0, "Rotate")).ToImage();
    }

    internal static bool IsBilinear(string interpolation, string name) => interpolation switch
    {
        "bilinear" => true,
        "nearest" => false,
        _ => throw new InvalidArgumentException($"{name}: interpolation is '{interpolation}'.", "It must be 'nearest' or 'bilinear'."),
    };
}
