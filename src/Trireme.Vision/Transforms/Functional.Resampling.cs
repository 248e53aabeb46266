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

    /// <summary>An image sheared, turned clockwise and stretched about a point, then moved; its size stays.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="angle">Degrees.</param>
    /// <param name="translate">How many columns and rows it is moved.</param>
    /// <param name="scale">How much larger it becomes; above 0.</param>
    /// <param name="shear">Degrees along the rows; or along the rows and the columns.</param>
    /// <param name="interpolation"><c>"nearest"</c> or <c>"bilinear"</c>.</param>
    /// <param name="fill">The colour of what was outside: one number, or one a channel; 0 where null.</param>
    /// <param name="center">The column and row about which is turned; the middle where null.</param>
    /// <exception cref="InvalidArgumentException">A number is not possible, the interpolation is unknown, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.affine.</remarks>
    public static T Affine<T>(T img, double angle, Numbers translate, double scale, Numbers shear, string interpolation = "nearest", Numbers? fill = null,
        Numbers? center = null)
        where T : class
    {
        if (!double.IsFinite(angle) || !(scale > 0) || translate.Count != 2 || shear.Count is not (1 or 2) || center is { Count: not 2 })
        {
            throw new InvalidArgumentException($"Affine: angle {angle}, translate {translate}, scale {scale}, shear {shear} about {center} is not possible.",
                "translate and center are two numbers, shear one or two, scale is above 0.");
        }
        Raster image = Raster.Of(img, "Affine");
        (double X, double Y) middle = center is { } c ? (c[0], c[1]) : (image.Width * 0.5, image.Height * 0.5);
        Warp.Map map = Warp.Affine(angle, (translate[0], translate[1]), scale, (shear[0], shear.Count == 2 ? shear[1] : 0), middle);
        return (T)Warp.Run(image, map, image.Height, image.Width, IsBilinear(interpolation, "Affine"), image.Colour(fill ?? 0, "Affine")).ToImage();
    }

    /// <summary>An image seen from elsewhere: four points go to four others; its size stays.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="startpoints">Four points of the image, each a column and a row, in the order of a quadrilateral's corners.</param>
    /// <param name="endpoints">Where they go.</param>
    /// <param name="interpolation"><c>"nearest"</c> or <c>"bilinear"</c>.</param>
    /// <param name="fill">The colour of what was outside: one number, or one a channel; 0 where null.</param>
    /// <exception cref="InvalidArgumentException">There are not four points, three lie on a line, the interpolation is unknown, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.perspective.</remarks>
    public static T Perspective<T>(T img, Numbers[] startpoints, Numbers[] endpoints, string interpolation = "nearest", Numbers? fill = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(startpoints);
        ArgumentNullException.ThrowIfNull(endpoints);
        Raster image = Raster.Of(img, "Perspective");
        Warp.Map map = Warp.Perspective(startpoints, endpoints, "Perspective");
        return (T)Warp.Run(image, map, image.Height, image.Width, IsBilinear(interpolation, "Perspective"), image.Colour(fill ?? 0, "Perspective")).ToImage();
    }

    /// <summary>An image with a rectangle in one colour.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="i">The rectangle's first row.</param>
    /// <param name="j">Its first column.</param>
    /// <param name="h">How many rows it has.</param>
    /// <param name="w">How many columns it has.</param>
    /// <param name="v">The colour, in the image's own range: one number, or one a channel.</param>
    /// <param name="inplace">Kept for Paddle's signature; the old image is always left as it was.</param>
    /// <exception cref="InvalidArgumentException">The rectangle is not inside the image, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.erase.</remarks>
    public static T Erase<T>(T img, int i, int j, int h, int w, Numbers v, bool inplace = false)
        where T : class
    {
        Raster image = Raster.Of(img, "Erase");
        if (i < 0 || j < 0 || h < 0 || w < 0 || (long)i + h > image.Height || (long)j + w > image.Width)
        {
            throw new InvalidArgumentException($"Erase: {h} rows from {i} and {w} columns from {j} are not inside the image.",
                $"It has {image.Height} rows and {image.Width} columns.");
        }
        return (T)Geometry.Cover(image, i, j, h, w, image.Colour(v, "Erase")).ToImage();
    }

    internal static bool IsBilinear(string interpolation, string name) => interpolation switch
    {
        "bilinear" => true,
        "nearest" => false,
        _ => throw new InvalidArgumentException($"{name}: interpolation is '{interpolation}'.", "It must be 'nearest' or 'bilinear'."),
    };
}
