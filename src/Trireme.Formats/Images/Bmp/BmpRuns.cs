namespace Trireme.Formats.Images.Bmp;

/// <summary>RLE4 and RLE8: runs of one or two indices, literal stretches, and moves over pixels that stay entry 0.</summary>
internal static class BmpRuns
{
    private const int EndOfRow = 0, EndOfImage = 1, Move = 2;

    public static byte[] Decode(BmpHeader header, ref ByteCursor file)
    {
        var indices = new byte[header.Width * header.Height];
        int x = 0, y = header.Height - 1;
        while (true)
        {
            int count = file.U8(), value = file.U8();
            if (count > 0)
            {
                for (int i = 0; i < count; i++)
                {
                    Put((header.Bits, i & 1) switch { (8, _) => value, (_, 0) => value >> 4, _ => value & 15 }, ref file);
                }
            }
            else if (value == EndOfImage)
            {
                return indices;
            }
            else if (value == EndOfRow)
            {
                x = 0;
                y--;
            }
            else if (value == Move)
            {
                x += file.U8();
                y -= file.U8();
            }
            else
            {
                int bytes = header.Bits == 8 ? value : (value + 1) / 2;
                ReadOnlySpan<byte> literal = file.Take((bytes + 1) & ~1);
                for (int i = 0; i < value; i++)
                {
                    Put(header.Bits == 8 ? literal[i] : (literal[i / 2] >> (4 - (4 * (i & 1)))) & 15, ref file);
                }
            }
        }

        void Put(int index, ref ByteCursor at)
        {
            if (x >= header.Width || y < 0)
            {
                throw at.Bad($"a run leaves the image of {header.Width} x {header.Height} pixels");
            }
            indices[(y * header.Width) + x++] = (byte)index;
        }
    }
}
