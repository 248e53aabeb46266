namespace Trireme.Formats.Images.Png;

/// <summary>The IHDR chunk: size, sample depth, what the samples mean, whether rows are interlaced.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, int ColourType, bool Interlaced)
{
    public const int Grey = 0, Rgb = 2, Indexed = 3, GreyAlpha = 4, Rgba = 6;

    public int Samples => ColourType switch { Rgb => 3, GreyAlpha => 2, Rgba => 4, _ => 1 };

    public int BitsPerPixel => Samples * Depth;

    /// <summary>How far back a filter's "left" byte lies: a whole pixel, at least one byte.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    public int RowBytes(int width) => checked((int)((((long)width * BitsPerPixel) + 7) / 8));

    /// <summary>The passes that hold pixels: one, or up to seven of Adam7.</summary>
    public IEnumerable<PngPass> Passes()
    {
        if (!Interlaced)
        {
            yield return new PngPass(0, 0, 1, 1, Width, Height);
            yield break;
        }
        (int X, int Y, int StepX, int StepY)[] adam7 =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        foreach ((int x, int y, int stepX, int stepY) in adam7)
        {
            if (x < Width && y < Height)
            {
                yield return new PngPass(x, y, stepX, stepY, ((Width - 1 - x) / stepX) + 1, ((Height - 1 - y) / stepY) + 1);
            }
        }
    }

    public static PngHeader Read(ref ByteCursor chunk, long maxPixels)
    {
        long width = chunk.Big32(), height = chunk.Big32();
        int depth = chunk.U8(), colourType = chunk.U8(), compression = chunk.U8(), filter = chunk.U8(), interlace = chunk.U8();
        bool legal = colourType switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Indexed => depth is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!legal)
        {
            throw chunk.Bad($"colour type {colourType} with {depth} bits a sample is not PNG");
        }
        if (compression != 0 || filter != 0 || interlace > 1)
        {
            throw chunk.Bad($"compression method {compression}, filter method {filter}, interlace method {interlace}; PNG defines 0, 0 and 0 or 1");
        }
        chunk.RequireSize(height, width, 4, maxPixels);
        return new PngHeader((int)width, (int)height, depth, colourType, interlace == 1);
    }
}

/// <summary>One pass over the image: where its pixels lie and how many there are.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Width, int Height);
