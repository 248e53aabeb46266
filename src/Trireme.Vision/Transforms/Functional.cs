using Trireme.Formats.Images;
using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>The transforms as functions. What comes as an <see cref="Image"/> goes as one, a <see cref="Tensor"/> as a tensor of the same layout.</summary>
/// <remarks>Mirrors the functions of paddle.vision.transforms. <see cref="BaseTransform"/> says which tensors are images.</remarks>
public static partial class Functional
{
    /// <summary>An image as a float32 tensor; bytes of 0 to 255 become 0 to 1, floats keep their values.</summary>
    /// <param name="pic">An <see cref="Image"/> or a tensor.</param>
    /// <param name="dataFormat"><c>"CHW"</c> or <c>"HWC"</c>: the layout of the result. A grey image gets one channel.</param>
    /// <exception cref="InvalidArgumentException">It is no image, or the format is unknown.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.to_tensor.</remarks>
    public static Tensor ToTensor(object pic, string dataFormat = "CHW") => TensorConversion.Convert(pic, DataFormat.IsChannelsFirst(dataFormat, "ToTensor"));

    /// <summary>(img - mean) / std, channel by channel.</summary>
    /// <param name="img">A float32 tensor whose channels are where <paramref name="dataFormat"/> says; or another image, whose samples are taken as they are
    /// (0 to 255) and put into that order.</param>
    /// <param name="mean">One number, or one a channel.</param>
    /// <param name="std">One number, or one a channel; above 0.</param>
    /// <param name="dataFormat"><c>"CHW"</c> or <c>"HWC"</c>.</param>
    /// <param name="toRgb">Whether the order of the channels is reversed first.</param>
    /// <returns>A new float32 tensor of three dimensions.</returns>
    /// <exception cref="InvalidArgumentException">The numbers do not fit the channels, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.normalize.</remarks>
    public static Tensor Normalize(object img, Numbers mean, Numbers std, string dataFormat = "CHW", bool toRgb = false)
    {
        Normalization.RequirePositive(mean, std);
        return Normalization.Run(img, mean, std, DataFormat.IsChannelsFirst(dataFormat, "Normalize"), toRgb);
    }

    /// <summary>A rectangle of an image; what lies outside the image is zero.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="top">The first row.</param>
    /// <param name="left">The first column.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="width">Columns; at least 1.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.crop.</remarks>
    public static T Crop<T>(T img, int top, int left, int height, int width)
        where T : class
    {
        if (height < 1 || width < 1)
            throw new InvalidArgumentException($"Crop: {height} x {width} pixels make no image.", "Both must be at least 1.");
        return (T)Geometry.Crop(Raster.Of(img, "Crop"), top, left, height, width).ToImage();
    }

    /// <summary>A rectangle in the middle of an image.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="outputSize">Rows and columns; one number for both.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.center_crop. A larger size than the image's gives a border of zeros.</remarks>
    public static T CenterCrop<T>(T img, Ints outputSize)
        where T : class
    {
        (int height, int width) = Pair(outputSize, "CenterCrop: outputSize");
        (int h, int w, _) = Raster.SizeOf(img, "CenterCrop");
        return Crop(img, (int)Math.Round((h - height) / 2.0), (int)Math.Round((w - width) / 2.0), height, width);
    }

    /// <summary>An image mirrored left to right.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <exception cref="InvalidArgumentException">It is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.hflip.</remarks>
    public static T Hflip<T>(T img)
        where T : class
        => (T)Geometry.FlipColumns(Raster.Of(img, "Hflip")).ToImage();

    /// <summary>An image upside down, mirrored.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <exception cref="InvalidArgumentException">It is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.vflip.</remarks>
    public static T Vflip<T>(T img)
        where T : class
        => (T)Geometry.FlipRows(Raster.Of(img, "Vflip")).ToImage();

    /// <summary>An image with a border.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="padding">One width for all sides; left/right and top/bottom; or left, top, right and bottom. Not negative.</param>
    /// <param name="fill">The colour of a constant border: one number, or one a channel, in the image's own range.</param>
    /// <param name="paddingMode"><c>"constant"</c>, <c>"edge"</c>, <c>"reflect"</c> (without the outermost pixel) or <c>"symmetric"</c> (with it).</param>
    /// <exception cref="InvalidArgumentException">The padding is negative, or too wide to be mirrored, or the mode is unknown.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.pad.</remarks>
    public static T Pad<T>(T img, Ints padding, Numbers? fill = null, string paddingMode = "constant")
        where T : class
    {
        (int left, int top, int right, int bottom) = padding.Count switch
        {
            1 => (padding[0], padding[0], padding[0], padding[0]),
            2 => (padding[0], padding[1], padding[0], padding[1]),
            4 => (padding[0], padding[1], padding[2], padding[3]),
            _ => throw new InvalidArgumentException($"Pad: padding {padding} has {padding.Count} numbers.", "It must have 1, 2 or 4."),
        };
        PaddingMode mode = paddingMode switch
        {
            "constant" => PaddingMode.Constant,
            "edge" => PaddingMode.Edge,
            "reflect" => PaddingMode.Reflect,
            "symmetric" => PaddingMode.Symmetric,
            _ => throw new InvalidArgumentException($"Pad: paddingMode is '{paddingMode}'.", "It must be 'constant', 'edge', 'reflect' or 'symmetric'."),
        };
        Raster image = Raster.Of(img, "Pad");
        int reach = mode == PaddingMode.Reflect ? 1 : 0;
        bool mirrored = mode is PaddingMode.Reflect or PaddingMode.Symmetric;
        if (Math.Min(Math.Min(left, top), Math.Min(right, bottom)) < 0
            || (mirrored && (Math.Max(left, right) > image.Width - reach || Math.Max(top, bottom) > image.Height - reach)))
        {
            throw new InvalidArgumentException($"Pad: a padding of {padding} is not possible.", $"The image has {image.Height} rows and {image.Width} columns; the mode is '{paddingMode}'.",
                "It must not be negative, and a mirrored border not wider than what it mirrors.");
        }
        return (T)Geometry.Pad(image, left, top, right, bottom, image.Colour(fill ?? 0, "Pad"), mode).ToImage();
    }

    internal static (int Height, int Width) Pair(Ints size, string name)
    {
        if (size.Count is not (1 or 2) || size[0] < 1 || size[size.Count - 1] < 1)
            throw new InvalidArgumentException($"{name} is {size}.", "It must be one or two numbers of at least 1.");
        return (size[0], size[size.Count - 1]);
    }
}
