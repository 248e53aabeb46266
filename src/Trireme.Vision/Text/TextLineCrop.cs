using Trireme.Formats.Images;
using Trireme.Vision.Transforms;

namespace Trireme.Vision.Text;

/// <summary>Cuts lines of text out of a picture.</summary>
public static class TextLineCrop
{
    /// <summary>Height over width at which a line is taken to run downwards.</summary>
    private const double Upended = 1.5;

    /// <summary>A line of text as a picture of its own, upright as far as its box tells.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="corners">The line's box; what lies outside the picture continues its edge.</param>
    /// <returns>A new picture of the channels of <paramref name="picture"/>, as large as the longer sides of the box; turned anticlockwise by a quarter where
    /// it is at least 1.5 times as high as wide.</returns>
    /// <exception cref="InvalidArgumentException">The box has no area.</exception>
    /// <remarks>A perspective map, bilinear between pixels. Mirrors get_rotate_crop_image of PaddleOCR.</remarks>
    public static Image Cut(Image picture, Quad corners)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int width = Math.Max((int)corners.Width, 1), height = Math.Max((int)corners.Height, 1);
        Homography map = Homography.Between(Quad.Upright(0, 0, width, height), corners);
        Image line = Image.Create(height, width, picture.Channels);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                Mix(picture, map.Map(new PixelPoint(x, y)), line.Pixels.AsSpan(((y * width) + x) * line.Channels, line.Channels));
        }
        return height >= Upended * width ? Functional.Rotate(line, 90, expand: true) : line;
    }

    /// <summary>A line the other way up.</summary>
    /// <param name="line">The line cut out.</param>
    /// <returns>A new picture, turned by 180 degrees.</returns>
    public static Image TurnOver(Image line) => Functional.Rotate(line, 180);

    private static void Mix(Image picture, PixelPoint at, Span<byte> to)
    {
        double u = Math.Clamp(at.X, 0, picture.Width - 1), v = Math.Clamp(at.Y, 0, picture.Height - 1);
        (int x, int y) = ((int)u, (int)v);
        double a = u - x, b = v - y;
        int right = x + 1 < picture.Width ? picture.Channels : 0, below = y + 1 < picture.Height ? picture.Width * picture.Channels : 0;
        int corner = ((y * picture.Width) + x) * picture.Channels;
        byte[] p = picture.Pixels;
        for (int c = 0; c < to.Length; c++, corner++)
        {
            double upper = p[corner] + (a * (p[corner + right] - p[corner]));
            double lower = p[corner + below] + (a * (p[corner + below + right] - p[corner + below]));
            to[c] = (byte)(upper + (b * (lower - upper)) + 0.5);
        }
    }
}
