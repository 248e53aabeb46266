using System.Runtime.InteropServices;
using Trireme.Formats.Images;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>
/// The samples of an image, whatever it came as: <see cref="Planes"/> of <see cref="Height"/> rows of <see cref="Width"/> pixels of <see cref="Inner"/> samples
/// of one or four bytes. Channels are either planes or inner samples, so one loop over planes serves every layout.
/// </summary>
internal sealed class Raster
{
    private Raster(PixelLayout layout, bool isFloat, int planes, int height, int width, int inner, byte[] data)
    {
        (Layout, IsFloat, Planes, Height, Width, Inner, Data) = (layout, isFloat, planes, height, width, inner, data);
    }

    public PixelLayout Layout { get; }

    public bool IsFloat { get; }

    public int Planes { get; }

    public int Height { get; }

    public int Width { get; }

    public int Inner { get; }

    public byte[] Data { get; }

    public int Channels => Planes * Inner;

    public int SampleSize => IsFloat ? sizeof(float) : 1;

    /// <summary>Bytes of one pixel of one plane.</summary>
    public int PixelSize => Inner * SampleSize;

    public int RowSize => Width * PixelSize;

    public int PlaneSize => Height * RowSize;

    /// <summary>The largest sample: white.</summary>
    public float White => IsFloat ? 1 : 255;

    public Span<float> Floats => MemoryMarshal.Cast<byte, float>(Data.AsSpan());

    /// <summary>The samples of an image; those of an Image are shared, those of a tensor copied.</summary>
    public static Raster Of(object? image, string name)
    {
        if (image is Image picture)
            return new Raster(PixelLayout.Image, false, 1, picture.Height, picture.Width, picture.Channels, picture.Pixels);
        Tensor tensor = RequireTensor(image, name);
        Shape s = tensor.Shape;
        PixelLayout layout = LayoutOf(tensor, name);
        byte[] data = tensor.RawBytes().ToArray();
        GC.KeepAlive(tensor);
        return layout switch
        {
            PixelLayout.Grey => new Raster(layout, tensor.DType.IsFloating, 1, s[0], s[1], 1, data),
            PixelLayout.ChannelsFirst => new Raster(layout, tensor.DType.IsFloating, s[0], s[1], s[2], 1, data),
            _ => new Raster(layout, tensor.DType.IsFloating, 1, s[0], s[1], s[2], data),
        };
    }

    /// <summary>Rows, columns and channels, without a look at the samples.</summary>
    public static (int Height, int Width, int Channels) SizeOf(object? image, string name)
    {
        if (image is Image picture)
            return (picture.Height, picture.Width, picture.Channels);
        Tensor tensor = RequireTensor(image, name);
        Shape s = tensor.Shape;
        return LayoutOf(tensor, name) switch
        {
            PixelLayout.Grey => (s[0], s[1], 1),
            PixelLayout.ChannelsFirst => (s[1], s[2], s[0]),
            _ => (s[0], s[1], s[2]),
        };
    }

    /// <summary>How a tensor holds an image; the rule is in BaseTransform's remarks.</summary>
    public static PixelLayout LayoutOf(Tensor tensor, string name)
    {
        Shape s = tensor.Shape;
        if (tensor.DType != DType.UInt8 && tensor.DType != DType.Float32)
            throw new InvalidArgumentException($"{name}: a tensor of {tensor.DType} is no image.", $"Its shape is {s}.", "Cast it to uint8 (0 to 255) or float32 (0 to 1).");
        if (s.Rank == 2 && s.Numel > 0)
            return PixelLayout.Grey;
        bool first = s.Rank == 3 && s[0] is >= 1 and <= 4, last = s.Rank == 3 && s[2] is >= 1 and <= 4;
        if (s.Numel == 0 || !(first || last))
        {
            throw new InvalidArgumentException($"{name}: a tensor of shape {s} is no image.", null,
                "Pass [H, W], [H, W, C] or [C, H, W] with 1 to 4 channels, one image at a time.");
        }
        return last && (!first || !tensor.DType.IsFloating) ? PixelLayout.ChannelsLast : PixelLayout.ChannelsFirst;
    }

    /// <summary>An image of zeros of the same kind, of another size.</summary>
    public Raster Blank(int height, int width) => WithData(height, width, new byte[Planes * height * width * PixelSize]);

    /// <summary>An image of the same kind with other samples, of another size.</summary>
    public Raster WithData(int height, int width, byte[] data) => new(Layout, IsFloat, Planes, height, width, Inner, data);

    /// <summary>An image of the same kind and size with another number of channels, all zero.</summary>
    public Raster WithChannels(int channels)
    {
        bool first = Layout == PixelLayout.ChannelsFirst;
        PixelLayout layout = Layout == PixelLayout.Grey ? PixelLayout.ChannelsLast : Layout;
        return new Raster(layout, IsFloat, first ? channels : 1, Height, Width, first ? 1 : channels, new byte[channels * Height * Width * SampleSize]);
    }

    /// <summary>One row of one plane.</summary>
    public Span<byte> Row(int plane, int y) => Data.AsSpan((plane * PlaneSize) + (y * RowSize), RowSize);

    /// <summary>Where channel <paramref name="channel"/> of the first pixel stands, and how far apart pixels are, in samples.</summary>
    public (int Start, int Step) Channel(int channel) => Planes == 1 ? (channel, Inner) : (channel * Height * Width, 1);

    /// <summary>The bytes of a pixel of this colour: one number for every channel.</summary>
    public byte[][] Colour(Numbers fill, string name)
    {
        double[] each = fill.Count == 0 ? new double[Channels] : fill.Each(Channels, $"{name}: fill");
        var planes = new byte[Planes][];
        for (int p = 0; p < Planes; p++)
        {
            planes[p] = new byte[PixelSize];
            for (int i = 0; i < Inner; i++)
            {
                if (IsFloat)
                    MemoryMarshal.Cast<byte, float>(planes[p].AsSpan())[i] = (float)each[p + i];
                else
                    planes[p][i] = (byte)Math.Clamp(Math.Round(each[p + i]), 0, 255);
            }
        }
        return planes;
    }

    /// <summary>The image as what it came as.</summary>
    public object ToImage() => Layout switch
    {
        PixelLayout.Image => Image.FromPixels(Height, Width, Inner, Data),
        PixelLayout.Grey => ToTensor([Height, Width]),
        PixelLayout.ChannelsFirst => ToTensor([Planes, Height, Width]),
        _ => ToTensor([Height, Width, Inner]),
    };

    private Tensor ToTensor(Shape shape)
    {
        Tensor tensor = Tensor.Allocate(shape, IsFloat ? DType.Float32 : DType.UInt8);
        Data.CopyTo(tensor.RawBytes());
        GC.KeepAlive(tensor);
        return tensor;
    }

    private static Tensor RequireTensor(object? image, string name) => image as Tensor
        ?? throw new InvalidArgumentException($"{name}: {(image is null ? "null" : $"a {image.GetType().Name}")} is no image.", null, "Pass an Image or a Tensor.");
}
