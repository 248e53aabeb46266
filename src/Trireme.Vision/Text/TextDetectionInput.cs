using Trireme.Formats.Images;
using Trireme.Vision.Transforms;

namespace Trireme.Vision.Text;

/// <summary>What a text detector of PaddleOCR wants to see of a picture.</summary>
public static class TextDetectionInput
{
    private const int Multiple = 32;

    // Of the channels in the order the networks were trained with: blue, green, red, as OpenCV reads files.
    private static readonly Numbers Mean = (0.485 * 255, 0.456 * 255, 0.406 * 255), Deviation = (0.229 * 255, 0.224 * 255, 0.225 * 255);

    /// <summary>A picture resized, normalized and laid out for the detector.</summary>
    /// <param name="picture">The picture, in any number of channels.</param>
    /// <param name="limitSideLen">How long a side may or must be; at least 1.</param>
    /// <param name="limitType"><c>"max"</c>: the longer side is reduced to the limit where it is longer. <c>"min"</c>: the shorter side is enlarged to the
    /// limit where it is shorter.</param>
    /// <returns>Float32 of shape [1, 3, H, W], the sides multiples of 32, in the channel order blue, green, red.</returns>
    /// <exception cref="InvalidArgumentException">The limit is below 1, or its type unknown.</exception>
    /// <remarks>Bilinear at points as OpenCV resizes, less (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225). Mirrors DetResizeForTest and
    /// NormalizeImage of PaddleOCR.</remarks>
    public static Tensor Create(Image picture, int limitSideLen = 960, string limitType = "max")
    {
        ArgumentNullException.ThrowIfNull(picture);
        (int height, int width) = Size(picture.Height, picture.Width, limitSideLen, limitType);
        Tensor resized = Functional.Resize(PicturePixels.Of(picture), (height, width));
        return Functional.Normalize(resized, Mean, Deviation, toRgb: true).Reshape([1, 3, height, width]);
    }

    /// <summary>The size at which the detector looks at a picture.</summary>
    /// <param name="height">Rows of the picture; at least 1.</param>
    /// <param name="width">Columns of the picture; at least 1.</param>
    /// <param name="limitSideLen">As in <see cref="Create"/>.</param>
    /// <param name="limitType">As in <see cref="Create"/>.</param>
    /// <returns>Rows and columns, multiples of 32, at least 32.</returns>
    /// <exception cref="InvalidArgumentException">A size or the limit is below 1, or its type unknown.</exception>
    public static (int Height, int Width) Size(int height, int width, int limitSideLen = 960, string limitType = "max")
    {
        if (height < 1 || width < 1 || limitSideLen < 1)
        {
            throw new InvalidArgumentException($"TextDetectionInput: a picture of {height} x {width} with a limit of {limitSideLen} is not possible.",
                "All must be at least 1.");
        }
        double ratio = limitType switch
        {
            "max" => Math.Min((double)limitSideLen / Math.Max(height, width), 1),
            "min" => Math.Max((double)limitSideLen / Math.Min(height, width), 1),
            _ => throw new InvalidArgumentException($"TextDetectionInput: limitType is '{limitType}'.", "It must be 'max' or 'min'."),
        };
        return (Fit((int)(height * ratio)), Fit((int)(width * ratio)));
    }

    private static int Fit(int side) => Math.Max((int)Math.Round((double)side / Multiple) * Multiple, Multiple);
}
