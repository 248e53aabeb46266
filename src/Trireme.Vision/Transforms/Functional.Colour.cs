using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

public static partial class Functional
{
    /// <summary>An image without colour: its luma (ITU-R 601-2).</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image.</param>
    /// <param name="numOutputChannels">1, or 3 equal ones.</param>
    /// <exception cref="InvalidArgumentException">Another number of channels is asked for, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.to_grayscale.</remarks>
    public static T ToGrayscale<T>(T img, int numOutputChannels = 1)
        where T : class
    {
        if (numOutputChannels is not (1 or 3))
            throw new InvalidArgumentException($"ToGrayscale: numOutputChannels is {numOutputChannels}.", "It must be 1 or 3.");
        return (T)Colour.Grey(Raster.Of(img, "ToGrayscale"), numOutputChannels).ToImage();
    }

    /// <summary>An image made darker or brighter: every sample times a factor.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image; a float32 tensor has samples of 0 to 1.</param>
    /// <param name="brightnessFactor">0 is black, 1 changes nothing.</param>
    /// <exception cref="InvalidArgumentException">The factor is negative, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.adjust_brightness.</remarks>
    public static T AdjustBrightness<T>(T img, double brightnessFactor)
        where T : class
        => (T)Colour.Brightness(Raster.Of(img, "AdjustBrightness"), (float)brightnessFactor).ToImage();

    /// <summary>An image with less or more contrast: every sample's distance from the mean luma times a factor.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image; a float32 tensor has samples of 0 to 1.</param>
    /// <param name="contrastFactor">0 is grey, 1 changes nothing.</param>
    /// <exception cref="InvalidArgumentException">The factor is negative, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.adjust_contrast.</remarks>
    public static T AdjustContrast<T>(T img, double contrastFactor)
        where T : class
        => (T)Colour.Contrast(Raster.Of(img, "AdjustContrast"), (float)contrastFactor).ToImage();

    /// <summary>An image with paler or stronger colours: every sample's distance from the pixel's luma times a factor.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image; a float32 tensor has samples of 0 to 1.</param>
    /// <param name="saturationFactor">0 is without colour, 1 changes nothing.</param>
    /// <exception cref="InvalidArgumentException">The factor is negative, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.adjust_saturation.</remarks>
    public static T AdjustSaturation<T>(T img, double saturationFactor)
        where T : class
        => (T)Colour.Saturation(Raster.Of(img, "AdjustSaturation"), (float)saturationFactor).ToImage();

    /// <summary>An image with its colours turned around the circle of hues.</summary>
    /// <typeparam name="T">The kind of image.</typeparam>
    /// <param name="img">The image; one without colour stays as it is.</param>
    /// <param name="hueFactor">-0.5 to 0.5: a share of the circle; 0 changes nothing.</param>
    /// <exception cref="InvalidArgumentException">The factor is out of range, or it is no image.</exception>
    /// <remarks>Mirrors paddle.vision.transforms.adjust_hue.</remarks>
    public static T AdjustHue<T>(T img, double hueFactor)
        where T : class
        => (T)Hue.Shift(Raster.Of(img, "AdjustHue"), hueFactor).ToImage();
}
