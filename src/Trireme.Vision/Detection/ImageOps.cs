using Trireme.Formats.Images;

namespace Trireme.Vision;

/// <summary>Images in files as tensors: members of <see cref="Ops"/> that live above the file formats.</summary>
public static class ImageOps
{
    extension(Ops)
    {
        /// <summary>The bytes of a file.</summary>
        /// <param name="filename">The file.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>uint8 [bytes].</returns>
        /// <exception cref="IOException">The file cannot be read.</exception>
        /// <remarks>Mirrors paddle.vision.ops.read_file.</remarks>
        public static Tensor ReadFile(string filename, string? name = null)
        {
            byte[] bytes = File.ReadAllBytes(filename);
            return Tensor.From<byte>(bytes, bytes.Length);
        }

        /// <summary>The pixels of an image in a file's bytes.</summary>
        /// <param name="x">uint8 [bytes]: a JPEG file, or one of the other formats that are read.</param>
        /// <param name="mode">unchanged, gray or rgb.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>uint8 [channels, height, width].</returns>
        /// <exception cref="InvalidArgumentException">x is not uint8 with one dimension, or the mode is not known.</exception>
        /// <exception cref="Formats.Files.InvalidFileException">The bytes are no image, or damaged.</exception>
        /// <remarks>Mirrors paddle.vision.ops.decode_jpeg.</remarks>
        public static Tensor DecodeJpeg(Tensor x, string mode = "unchanged", string? name = null)
        {
            if (x.DType != DType.UInt8 || x.Ndim != 1)
                throw new InvalidArgumentException($"decode_jpeg: x is {x.Shape} {x.DType}.", "It must be uint8 with one dimension: the bytes of a file.");
            Image image = ImageFile.Decode(x.ToArray<byte>());
            Image wanted = mode switch
            {
                "unchanged" => image,
                "gray" => image.ToGrey(),
                "rgb" => image.ToRgb(),
                _ => throw new InvalidArgumentException($"decode_jpeg: the mode '{mode}' is not known.", "It is unchanged, gray or rgb."),
            };
            return Tensor.From<byte>(wanted.Pixels, (wanted.Height, wanted.Width, wanted.Channels)).Transpose([2, 0, 1]);
        }
    }
}
