namespace Trireme.Formats.Images;

/// <summary>
/// Eight-bit pixels in memory: <see cref="Height"/> rows of <see cref="Width"/> pixels of <see cref="Channels"/> bytes each,
/// row-major, channels innermost (HWC).
/// </summary>
/// <remarks>
/// One channel is grey, two are grey and alpha, three are red, green, blue, four are red, green, blue, alpha.
/// Alpha is straight (not premultiplied), 255 opaque.
/// The size never changes; the pixels may be written through <see cref="Pixels"/> and the indexer.
/// </remarks>
public sealed class Image
{
    private Image(int height, int width, int channels, byte[] pixels, int orientation = 1)
    {
        Height = height;
        Width = width;
        Channels = channels;
        Pixels = pixels;
        Orientation = orientation;
    }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>Bytes a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>Height x Width x Channels bytes: channel c of the pixel in row y, column x is at (y * Width + x) * Channels + c.</summary>
    public byte[] Pixels { get; }

    /// <summary>
    /// How the camera was held, as EXIF counts it: 1 upright, 2 mirrored, 3 turned by 180 degrees, 4 flipped, 5 transposed,
    /// 6 needs a quarter turn clockwise, 7 transverse, 8 needs a quarter turn anticlockwise. 1 where the file says nothing.
    /// </summary>
    /// <remarks>Decoding leaves the pixels as stored; <see cref="Upright"/> applies it.</remarks>
    public int Orientation { get; }

    /// <summary>True when the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Reads or writes one sample.</summary>
    /// <param name="y">Row, 0 at the top, below <see cref="Height"/>.</param>
    /// <param name="x">Column, 0 at the left, below <see cref="Width"/>.</param>
    /// <param name="channel">Channel, below <see cref="Channels"/>.</param>
    /// <exception cref="OutOfRangeException">The position lies outside the image.</exception>
    public byte this[int y, int x, int channel]
    {
        get => Pixels[Offset(y, x, channel)];
        set => Pixels[Offset(y, x, channel)] = value;
    }

    /// <summary>A new image of zeros: black, and transparent where there is an alpha channel.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">1 to 4.</param>
    /// <exception cref="InvalidArgumentException">A size is out of range, or the image would need more than 2 GiB.</exception>
    public static Image Create(int height, int width, int channels)
        => new(height, width, channels, new byte[ByteCount(height, width, channels)]);

    /// <summary>Wraps pixels already laid out row-major, channels innermost. The array is kept, not copied.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="pixels">Exactly height x width x channels bytes.</param>
    /// <param name="orientation">What <see cref="Orientation"/> shall say, 1 to 8.</param>
    /// <exception cref="InvalidArgumentException">A size or the orientation is out of range, or <paramref name="pixels"/> has another length.</exception>
    public static Image FromPixels(int height, int width, int channels, byte[] pixels, int orientation = 1)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (orientation is < 1 or > 8)
        {
            throw new InvalidArgumentException(
                $"Image: orientation {orientation} is not one of EXIF's.", "1 to 8 are defined.", "Pass 1 where nothing is known.");
        }
        int expected = ByteCount(height, width, channels);
        if (pixels.Length != expected)
        {
            throw new InvalidArgumentException("Image: the pixels do not fill the image.",
                $"{height} x {width} pixels of {channels} channels take {expected} bytes, not {pixels.Length}.",
                "Pass one byte a sample, rows first, channels innermost.");
        }
        return new Image(height, width, channels, pixels, orientation);
    }

    /// <summary>
    /// One channel of luma: L = (19595 R + 38470 G + 7471 B + 32768) / 65536 (ITU-R 601-2), rounded as Pillow's convert("L") rounds. Alpha is dropped.
    /// </summary>
    /// <returns>This image when it already has one channel, a new one otherwise.</returns>
    public Image ToGrey()
    {
        if (Channels == 1)
        {
            return this;
        }
        var grey = new byte[Height * Width];
        byte[] p = Pixels;
        if (Channels == 2)
        {
            for (int i = 0; i < grey.Length; i++)
            {
                grey[i] = p[2 * i];
            }
        }
        else
        {
            for (int i = 0, at = 0; i < grey.Length; i++, at += Channels)
            {
                grey[i] = (byte)(((p[at] * 19595) + (p[at + 1] * 38470) + (p[at + 2] * 7471) + 0x8000) >> 16);
            }
        }
        return new Image(Height, Width, 1, grey, Orientation);
    }

    /// <summary>Three channels: grey is repeated, alpha is dropped (not blended), as Pillow's convert("RGB") does.</summary>
    /// <returns>This image when it already has three channels, a new one otherwise.</returns>
    public Image ToRgb()
    {
        if (Channels == 3)
        {
            return this;
        }
        var rgb = new byte[ByteCount(Height, Width, 3)];
        byte[] p = Pixels;
        int green = Channels == 4 ? 1 : 0, blue = Channels == 4 ? 2 : 0;
        for (int to = 0, from = 0; to < rgb.Length; to += 3, from += Channels)
        {
            rgb[to] = p[from];
            rgb[to + 1] = p[from + green];
            rgb[to + 2] = p[from + blue];
        }
        return new Image(Height, Width, 3, rgb, Orientation);
    }

    /// <summary>The picture as it was seen: the pixels turned and mirrored as <see cref="Orientation"/> says.</summary>
    /// <returns>This image when it is upright already, otherwise a new one whose orientation is 1.</returns>
    public Image Upright()
    {
        if (Orientation == 1)
        {
            return this;
        }
        bool transposed = Orientation >= 5;
        bool fromRight = Orientation is 2 or 3 or 7 or 8;
        bool fromBottom = Orientation is 3 or 4 or 6 or 7;
        Image upright = transposed ? Create(Width, Height, Channels) : Create(Height, Width, Channels);
        int to = 0;
        for (int y = 0; y < upright.Height; y++)
        {
            for (int x = 0; x < upright.Width; x++)
            {
                (int sy, int sx) = transposed ? (x, y) : (y, x);
                sy = fromBottom ? Height - 1 - sy : sy;
                sx = fromRight ? Width - 1 - sx : sx;
                Pixels.AsSpan(((sy * Width) + sx) * Channels, Channels).CopyTo(upright.Pixels.AsSpan(to));
                to += Channels;
            }
        }
        return upright;
    }

    private static int ByteCount(int height, int width, int channels)
    {
        if (height < 1 || width < 1 || channels is < 1 or > 4)
        {
            throw new InvalidArgumentException("Image: the size is out of range.",
                $"{height} x {width} pixels of {channels} channels were asked for; an image has at least 1 x 1 of 1 to 4.");
        }
        decimal bytes = (decimal)height * width * channels;
        if (bytes > Array.MaxLength)
        {
            throw new InvalidArgumentException("Image: the size is out of range.",
                $"{height} x {width} pixels of {channels} channels take {bytes} bytes; one image holds at most {Array.MaxLength}.",
                "Cut the image into parts.");
        }
        return (int)bytes;
    }

    private int Offset(int y, int x, int channel)
    {
        if ((uint)y >= (uint)Height || (uint)x >= (uint)Width || (uint)channel >= (uint)Channels)
        {
            throw new OutOfRangeException("Image: the position lies outside the image.",
                $"Row {y}, column {x}, channel {channel} of {Height} rows, {Width} columns and {Channels} channels.");
        }
        return (((y * Width) + x) * Channels) + channel;
    }
}
