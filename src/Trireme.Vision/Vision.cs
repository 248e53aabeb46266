using Trireme.Formats.Images;
using Trireme.Vision.Datasets;

namespace Trireme.Vision;

/// <summary>Which kind of image data sets and loaders give.</summary>
/// <remarks>Mirrors the functions of paddle.vision.</remarks>
public static class Vision
{
    private static volatile string _backend = "pil";

    /// <summary>Chooses the kind of image for data sets made and images loaded from now on.</summary>
    /// <param name="backend"><c>"pil"</c> for <see cref="Image"/>, <c>"cv2"</c> for tensors [H, W] or [H, W, C], <c>"tensor"</c> for tensors [C, H, W].</param>
    /// <exception cref="InvalidArgumentException">There is no such backend.</exception>
    /// <remarks>Mirrors paddle.vision.set_image_backend. The names are Paddle's; no other library is needed for any of them.</remarks>
    public static void SetImageBackend(string backend) => _backend = ImageBackend.Require(backend, "SetImageBackend");

    /// <summary>The kind of image in use; <c>"pil"</c> at first.</summary>
    /// <remarks>Mirrors paddle.vision.get_image_backend.</remarks>
    public static string GetImageBackend() => _backend;

    /// <summary>Reads an image file: PNG, JPEG, BMP, PGM or PPM.</summary>
    /// <param name="path">The file.</param>
    /// <param name="backend">The kind of image; <see cref="GetImageBackend"/> where null.</param>
    /// <returns>With <c>"pil"</c> an <see cref="Image"/> as stored; with <c>"cv2"</c> a uint8 tensor [H, W, 3] in the order blue, green, red, as OpenCV reads;
    /// with <c>"tensor"</c> a uint8 tensor [C, H, W].</returns>
    /// <exception cref="InvalidArgumentException">There is no such backend.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">The file is no image, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>Mirrors paddle.vision.image_load.</remarks>
    public static object ImageLoad(string path, string? backend = null)
    {
        string kind = ImageBackend.Require(backend ?? GetImageBackend(), "ImageLoad");
        Image image = ImageFile.Load(path);
        if (kind != "cv2")
            return ImageBackend.Picture(kind, image.Height, image.Width, image.Channels, image.Pixels);
        byte[] pixels = (byte[])image.ToRgb().Pixels.Clone();
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        return ImageBackend.Picture(kind, image.Height, image.Width, 3, pixels);
    }
}
