using Trireme.Formats.Images;
using Trireme.Vision.Transforms;

namespace Trireme.Vision.Text;

/// <summary>What the direction classifier and the recognizer of PaddleOCR want to see of one line of text.</summary>
public static class TextLineInput
{
    /// <summary>A line for the direction classifier: as wide as its shape asks for, at most 192, the rest zeros.</summary>
    /// <param name="line">The line cut out, in any number of channels.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="width">Columns; at least 1.</param>
    /// <returns>Float32 of shape [1, 3, height, width], -1 black to 1 white, in the channel order blue, green, red.</returns>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    /// <remarks>Mirrors resize_norm_img of PaddleOCR's classifier.</remarks>
    public static Tensor ForDirection(Image line, int height = 48, int width = 192)
    {
        ArgumentNullException.ThrowIfNull(line);
        Require(height, width);
        return Create(line, height, width);
    }

    /// <summary>A line for the recognizer: as wide as its shape asks for, with zeros up to the least width.</summary>
    /// <param name="line">The line cut out, in any number of channels.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="leastWidth">The least number of columns; at least 1.</param>
    /// <returns>Float32 of shape [1, 3, height, W], -1 black to 1 white, in the channel order blue, green, red.</returns>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    /// <remarks>Mirrors resize_norm_img of PaddleOCR's recognizer, for one line.</remarks>
    public static Tensor ForRecognition(Image line, int height = 48, int leastWidth = 320)
    {
        ArgumentNullException.ThrowIfNull(line);
        Require(height, leastWidth);
        return Create(line, height, (int)(height * Math.Max((double)leastWidth / height, (double)line.Width / line.Height)));
    }

    private static Tensor Create(Image line, int height, int width)
    {
        int wide = Math.Min((int)Math.Ceiling((double)height * line.Width / line.Height), width);
        Tensor resized = Functional.Resize(PicturePixels.Of(line), (height, wide));
        Tensor normalized = Functional.Normalize(resized, 127.5, 127.5, toRgb: true).Reshape([1, 3, height, wide]);
        return wide == width ? normalized : Paddle.Concat([normalized, Paddle.Zeros([1, 3, height, width - wide])], axis: 3);
    }

    private static void Require(int height, int width)
    {
        if (height < 1 || width < 1)
            throw new InvalidArgumentException($"TextLineInput: {height} rows of {width} columns make no picture.", "Both must be at least 1.");
    }
}
