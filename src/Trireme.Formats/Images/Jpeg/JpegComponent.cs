namespace Trireme.Formats.Images.Jpeg;

/// <summary>One colour component of a frame: its sampling, its tables, its coefficients and its samples.</summary>
internal sealed class JpegComponent(int id, int horizontal, int vertical, int quantizationTable)
{
    public int Id { get; } = id;

    /// <summary>Blocks across and down in an interleaved unit.</summary>
    public int Horizontal { get; } = horizontal;
    public int Vertical { get; } = vertical;

    public int QuantizationTable { get; } = quantizationTable;

    /// <summary>Samples that the image uses.</summary>
    public int Width { get; private set; }
    public int Height { get; private set; }

    /// <summary>Blocks that hold those samples, and blocks stored: whole interleaved units.</summary>
    public int BlocksWide { get; private set; }
    public int BlocksHigh { get; private set; }
    public int StoredBlocksWide { get; private set; }
    public int StoredBlocksHigh { get; private set; }

    /// <summary>Divisors in natural order as they stood at the component's first scan; null before it.</summary>
    public short[]? Divisors { get; set; }

    /// <summary>Decoded samples, <see cref="Stride"/> a row.</summary>
    public byte[] Samples { get; private set; } = [];
    public int Stride => StoredBlocksWide * 8;

    /// <summary>Progressive only: 64 coefficients a block in natural order.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>Progressive only: the lowest bit known of each coefficient in zigzag order; -1 before its first scan.</summary>
    public int[] KnownBits { get; } = [.. Enumerable.Repeat(-1, 64)];

    /// <summary>Of the scan being read.</summary>
    public HuffmanTable? Dc { get; set; }
    public HuffmanTable? Ac { get; set; }
    public int Predictor;

    public void Measure(JpegFrame frame)
    {
        Width = CeilingOf(frame.Width * Horizontal, frame.MostHorizontal);
        Height = CeilingOf(frame.Height * Vertical, frame.MostVertical);
        BlocksWide = CeilingOf(Width, 8);
        BlocksHigh = CeilingOf(Height, 8);
        StoredBlocksWide = frame.UnitsWide * Horizontal;
        StoredBlocksHigh = frame.UnitsHigh * Vertical;
    }

    public void Allocate(bool progressive)
    {
        long blocks = (long)StoredBlocksWide * StoredBlocksHigh;
        Samples = GC.AllocateUninitializedArray<byte>(checked((int)(blocks * 64)));
        if (progressive)
        {
            Coefficients = new short[blocks * 64];
        }
    }

    public static int CeilingOf(int a, int b) => (a + b - 1) / b;
}
