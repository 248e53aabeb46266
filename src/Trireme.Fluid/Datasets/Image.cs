using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Formats.Pickle;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms.Rasters;
using F = Trireme.Vision.Transforms.Functional;

namespace Trireme.Fluid.Datasets;

/// <summary>Pictures as arrays of bytes: [H, W, 3] in the order blue, green, red, or [H, W] in grey.</summary>
/// <remarks>Mirrors paddle.dataset.image.</remarks>
public static class Image
{
    /// <summary>The picture in a file's bytes.</summary>
    /// <param name="bytes">A whole PNG, JPEG, BMP, PGM or PPM file.</param>
    /// <param name="isColor">Whether it comes in colour; otherwise in grey.</param>
    /// <returns>uint8 [H, W, 3] or [H, W].</returns>
    /// <exception cref="InvalidFileException">The bytes are no image.</exception>
    /// <remarks>Mirrors paddle.dataset.image.load_image_bytes.</remarks>
    public static Tensor LoadImageBytes(ReadOnlySpan<byte> bytes, bool isColor = true) => ToArray(ImageFile.Decode(bytes), isColor);

    /// <summary>The picture in a file.</summary>
    /// <param name="file">The file: PNG, JPEG, BMP, PGM or PPM.</param>
    /// <param name="isColor">Whether it comes in colour; otherwise in grey.</param>
    /// <returns>uint8 [H, W, 3] or [H, W].</returns>
    /// <exception cref="InvalidFileException">The file is no image.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>Mirrors paddle.dataset.image.load_image.</remarks>
    public static Tensor LoadImage(string file, bool isColor = true) => ToArray(ImageFile.Load(file), isColor);

    /// <summary>The picture in another size, its shorter side given; bicubic.</summary>
    /// <param name="im">[H, W, C] or [H, W].</param>
    /// <param name="size">The shorter side; at least 1.</param>
    /// <exception cref="InvalidArgumentException">The size is below 1, or it is no picture.</exception>
    /// <remarks>Mirrors paddle.dataset.image.resize_short.</remarks>
    public static Tensor ResizeShort(Tensor im, int size)
    {
        (int height, int width) = SizeOf(im, "ResizeShort");
        Reader.RequirePositive(size, "ResizeShort", "size");
        return F.Resize(im, height > width ? ((int)((long)size * height / width), size) : (size, (int)((long)size * width / height)), "bicubic");
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="im">[H, W, C].</param>
    /// <param name="order">Which axis comes where; 2, 0, 1 where null: channels first.</param>
    /// <exception cref="InvalidArgumentException">The order does not fit.</exception>
    /// <remarks>Mirrors paddle.dataset.image.to_chw.</remarks>
    public static Tensor ToChw(Tensor im, Ints? order = null)
    {
        ArgumentNullException.ThrowIfNull(im);
        return im.Transpose(order ?? [2, 0, 1]);
    }

    /// <summary>The middle of a picture.</summary>
    /// <param name="im">[H, W, C] or [H, W].</param>
    /// <param name="size">The side of the part.</param>
    /// <param name="isColor">Kept for Paddle's signature: the array says it.</param>
    /// <exception cref="InvalidArgumentException">The picture is smaller.</exception>
    /// <remarks>Mirrors paddle.dataset.image.center_crop.</remarks>
    public static Tensor CenterCrop(Tensor im, int size, bool isColor = true)
    {
        (int height, int width) = SizeOf(im, "CenterCrop", size);
        return Part(im, (height - size) / 2, (width - size) / 2, size);
    }

    /// <summary>A random part of a picture.</summary>
    /// <param name="im">[H, W, C] or [H, W].</param>
    /// <param name="size">The side of the part.</param>
    /// <param name="isColor">Kept for Paddle's signature: the array says it.</param>
    /// <exception cref="InvalidArgumentException">The picture is smaller.</exception>
    /// <remarks>Mirrors paddle.dataset.image.random_crop. <c>Paddle.Seed</c> determines the parts.</remarks>
    public static Tensor RandomCrop(Tensor im, int size, bool isColor = true)
    {
        (int height, int width) = SizeOf(im, "RandomCrop", size);
        var draw = Draw.Next();
        return Part(im, draw.Below(height - size + 1), draw.Below(width - size + 1), size);
    }

    /// <summary>The picture mirrored.</summary>
    /// <param name="im">[H, W, C] or [H, W].</param>
    /// <param name="isColor">Kept for Paddle's signature: the array says it.</param>
    /// <remarks>Mirrors paddle.dataset.image.left_right_flip.</remarks>
    public static Tensor LeftRightFlip(Tensor im, bool isColor = true)
    {
        SizeOf(im, "LeftRightFlip");
        return im.Flip(1);
    }

    /// <summary>What networks are trained and tested with: resized, cut, perhaps mirrored, channels first, in floats, less a mean.</summary>
    /// <param name="im">[H, W, C] or [H, W].</param>
    /// <param name="resizeSize">The shorter side first.</param>
    /// <param name="cropSize">The side of the part.</param>
    /// <param name="isTrain">Whether the part is random and mirrored half the time; otherwise it is the middle.</param>
    /// <param name="isColor">Whether the mean has one number a channel.</param>
    /// <param name="mean">What is subtracted: a number a channel, or one for each element; nothing where null.</param>
    /// <returns>float32 [C, cropSize, cropSize], or [cropSize, cropSize].</returns>
    /// <exception cref="InvalidArgumentException">A size or the mean does not fit.</exception>
    /// <remarks>Mirrors paddle.dataset.image.simple_transform.</remarks>
    public static Tensor SimpleTransform(Tensor im, int resizeSize, int cropSize, bool isTrain, bool isColor = true, IReadOnlyList<float>? mean = null)
    {
        Tensor picture = ResizeShort(im, resizeSize);
        picture = isTrain ? RandomCrop(picture, cropSize, isColor) : CenterCrop(picture, cropSize, isColor);
        if (isTrain && Draw.Next().Below(2) == 0)
            picture = LeftRightFlip(picture, isColor);
        if (picture.Ndim == 3)
            picture = ToChw(picture);
        picture = picture.Cast(DType.Float32);
        if (mean is null)
            return picture;
        bool perChannel = isColor && picture.Ndim == 3 && mean.Count == picture.Shape[0];
        if (!perChannel && mean.Count != picture.Size)
        {
            throw new InvalidArgumentException($"SimpleTransform: the mean has {mean.Count} numbers.", $"The picture is {picture.Shape}.",
                "Give one a channel, or one for each element.");
        }
        return picture - Tensor.From<float>(mean.ToArray(), perChannel ? [mean.Count, 1, 1] : picture.Shape);
    }

    /// <summary>The same from a file.</summary>
    /// <param name="filename">The file.</param>
    /// <param name="resizeSize">The shorter side first.</param>
    /// <param name="cropSize">The side of the part.</param>
    /// <param name="isTrain">Whether the part is random and mirrored half the time; otherwise it is the middle.</param>
    /// <param name="isColor">Whether the picture comes in colour.</param>
    /// <param name="mean">What is subtracted: a number a channel, or one for each element; nothing where null.</param>
    /// <returns>float32 [3, cropSize, cropSize], or [cropSize, cropSize].</returns>
    /// <exception cref="InvalidArgumentException">A size or the mean does not fit.</exception>
    /// <exception cref="InvalidFileException">The file is no image.</exception>
    /// <remarks>Mirrors paddle.dataset.image.load_and_transform.</remarks>
    public static Tensor LoadAndTransform(string filename, int resizeSize, int cropSize, bool isTrain, bool isColor = true, IReadOnlyList<float>? mean = null)
        => SimpleTransform(LoadImage(filename, isColor), resizeSize, cropSize, isTrain, isColor, mean);

    /// <summary>Puts the files of an archive together into pickles of many: dicts with lists <c>data</c> and <c>label</c>.</summary>
    /// <param name="dataFile">A tar archive, compressed or not.</param>
    /// <param name="datasetName">A name for the results.</param>
    /// <param name="img2label">The labels by the files' names in the archive; others are left out.</param>
    /// <param name="numPerBatch">How many files a pickle has; at least 1.</param>
    /// <returns>A text file with the paths of the pickles, one a line. What is there already is not made again.</returns>
    /// <exception cref="InvalidArgumentException">The number is below 1.</exception>
    /// <exception cref="InvalidFileException">It is no archive.</exception>
    /// <remarks>Mirrors paddle.dataset.image.batch_images_from_tar. The results lie beside the archive, in a folder with its name and <c>_batch</c>.</remarks>
    public static string BatchImagesFromTar(string dataFile, string datasetName, IReadOnlyDictionary<string, int> img2label, int numPerBatch = 1024)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFile);
        ArgumentException.ThrowIfNullOrEmpty(datasetName);
        ArgumentNullException.ThrowIfNull(img2label);
        Reader.RequirePositive(numPerBatch, "BatchImagesFromTar", "numPerBatch");
        string folder = Path.Combine($"{dataFile}_batch", datasetName), list = $"{folder}.txt";
        // The list comes last: where it is, all of them are.
        if (File.Exists(list))
            return list;
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        foreach ((string Name, byte[] Content)[] batch in TarFiles.Read(dataFile, img2label.ContainsKey).Chunk(numPerBatch))
        {
            string path = Path.GetFullPath(Path.Combine(folder, $"batch_{paths.Count}"));
            PickleFile.Write(path, new Dictionary<string, object?>
            {
                ["label"] = batch.Select(file => (object?)img2label[file.Name]).ToList(),
                ["data"] = batch.Select(file => (object?)file.Content).ToList(),
            }, 2);
            paths.Add(path);
        }
        AtomicFile.Write(list, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(paths.Select(p => p + "\n")))));
        return list;
    }

    private static Tensor ToArray(Formats.Images.Image image, bool isColor)
    {
        if (!isColor)
        {
            Formats.Images.Image grey = image.ToGrey();
            return Tensor.From<byte>(grey.Pixels, (grey.Height, grey.Width));
        }
        Formats.Images.Image colour = image.ToRgb();
        byte[] pixels = (byte[])colour.Pixels.Clone();
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        return Tensor.From<byte>(pixels, [colour.Height, colour.Width, 3]);
    }

    private static Tensor Part(Tensor im, int top, int left, int size) => im.Slice(0, top, top + size).Slice(1, left, left + size);

    private static (int Height, int Width) SizeOf(Tensor im, string function, int least = 1)
    {
        ArgumentNullException.ThrowIfNull(im);
        if (im.Ndim is not (2 or 3) || least < 1 || im.Shape[0] < least || im.Shape[1] < least)
            throw new InvalidArgumentException($"{function}: cannot take {least} by {least} pixels of {im.Shape}.", "A picture is [H, W, C] or [H, W].");
        return (im.Shape[0], im.Shape[1]);
    }
}
