namespace Trireme.Formats.Images.Jpeg;

/// <summary>One Huffman table, laid out for decoding ten bits at a look; longer codes are found length by length.</summary>
internal sealed class HuffmanTable
{
    public const int LookBits = 10;
    private const int MostBits = 16;

    // Per look: code length << 8 | symbol; 0 where the code is longer than the look.
    private readonly ushort[] _symbols = new ushort[1 << LookBits];

    // Per look, for AC coefficients: value << 16 | run << 8 | bits where code and magnitude both fit; otherwise symbol << 8 | code length; 0 as above.
    private readonly int[] _coefficients = new int[1 << LookBits];

    // The first sixteen-bit pattern above all codes of a length, and where the symbols of the length start, less its first code.
    private readonly int[] _limits = new int[MostBits + 1];
    private readonly int[] _offsets = new int[MostBits + 1];
    private readonly byte[] _values;

    private HuffmanTable(byte[] values) => _values = values;

    public ReadOnlySpan<ushort> Symbols => _symbols;

    public ReadOnlySpan<int> Coefficients => _coefficients;

    /// <summary>Builds the canonical code with so many codes of 1 to 16 bits; null where they do not fit a prefix code.</summary>
    public static HuffmanTable? Build(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        var table = new HuffmanTable(values.ToArray());
        int code = 0, index = 0;
        for (int length = 1; length <= MostBits; length++)
        {
            table._offsets[length] = index - code;
            if (code + counts[length - 1] > 1 << length)
            {
                return null;
            }
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length <= LookBits)
                {
                    int spare = LookBits - length;
                    table._symbols.AsSpan(code << spare, 1 << spare).Fill((ushort)((length << 8) | values[index]));
                }
            }
            table._limits[length] = code << (MostBits - length);
            code <<= 1;
        }
        table.FillCoefficients();
        return table;
    }

    /// <summary>A code longer than a look, from the next 16 bits: length &lt;&lt; 8 | symbol, or 0 where no code matches.</summary>
    public int Long(int next16)
    {
        for (int length = LookBits + 1; length <= MostBits; length++)
        {
            if (next16 < _limits[length])
            {
                return (length << 8) | _values[(next16 >> (MostBits - length)) + _offsets[length]];
            }
        }
        return 0;
    }

    /// <summary>The number that <paramref name="size"/> magnitude bits stand for: a leading 0 means negative.</summary>
    public static int Extend(int bits, int size) => bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;

    private void FillCoefficients()
    {
        for (int look = 0; look < _symbols.Length; look++)
        {
            int length = _symbols[look] >> 8, symbol = _symbols[look] & 255, size = symbol & 15;
            if (size > 0 && length > 0 && length + size <= LookBits)
            {
                int bits = (look >> (LookBits - length - size)) & ((1 << size) - 1);
                _coefficients[look] = (Extend(bits, size) << 16) | ((symbol >> 4) << 8) | (length + size);
            }
            else
            {
                _coefficients[look] = (symbol << 8) | length;
            }
        }
    }
}
