using Trireme.Formats.Images;

namespace Trireme.Vision.Datasets;

/// <summary>What kind of image data sets hand out: the names of Paddle's image backends.</summary>
internal static class ImageBackend
{
    public static string Require(string backend, string name) => backend is "pil" or "cv2" or "tensor" ? backend
        : throw new InvalidArgumentException($"{name}: the image backend is '{backend}'.", "It must be 'pil', 'cv2' or 'tensor'.");

    /// <summary>A sample's picture: an Image, or a tensor of bytes with the channels innermost ([H, W] where grey) or outermost.</summary>
    public static object Picture(string backend, int height, int width, int channels, byte[] pixels)
    {
        if (backend == "pil")
            return Image.FromPixels(height, width, channels, pixels);
        if (backend == "cv2" || channels == 1)
            return Tensor.From<byte>(pixels, backend == "tensor" ? [1, height, width] : channels == 1 ? [height, width] : [height, width, channels]);
        Tensor planes = Tensor.Allocate([channels, height, width], DType.UInt8);
        Span<byte> to = planes.Span<byte>();
        int size = height * width;
        for (int c = 0; c < channels; c++)
        {
            for (int i = 0; i < size; i++)
                to[(c * size) + i] = pixels[(i * channels) + c];
        }
        GC.KeepAlive(planes);
        return planes;
    }

    /// <summary>What leaves a data set: arrays are floats there, except with "pil", where the transform decides.</summary>
    public static object? Finish(string backend, object? picture)
    {
        if (backend == "pil" || picture is not Tensor { DType.Kind: DTypeKind.UInt8 } bytes)
            return picture;
        Tensor floats = Tensor.Allocate(bytes.Shape, DType.Float32);
        ReadOnlySpan<byte> from = bytes.Span<byte>();
        Span<float> to = floats.Span<float>();
        for (int i = 0; i < from.Length; i++)
            to[i] = from[i];
        GC.KeepAlive(bytes);
        GC.KeepAlive(floats);
        return floats;
    }
}
