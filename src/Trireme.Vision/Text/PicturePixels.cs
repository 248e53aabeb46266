using Trireme.Formats.Images;

namespace Trireme.Vision.Text;

/// <summary>A picture as bytes [H, W, 3]: as a tensor it is resized at points, as these networks were trained, not smoothed as an image is.</summary>
internal static class PicturePixels
{
    public static Tensor Of(Image picture)
    {
        Image rgb = picture.ToRgb();
        return Tensor.From<byte>(rgb.Pixels, [rgb.Height, rgb.Width, 3]);
    }
}
