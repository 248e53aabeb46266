using System.Buffers.Binary;
using Trireme.Formats.Files;
using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Images;

public class BmpTests
{
    private static readonly byte[] Primaries = [0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0];

    [Theory]
    [InlineData(3, new byte[] { 1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0 }, new byte[] { 9, 8, 7, 12, 11, 10, 3, 2, 1, 6, 5, 4 })]
    [InlineData(-3, new byte[] { 1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0 }, new byte[] { 3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10 })]
    public void Rows_run_upwards_unless_the_height_is_negative(int sign, byte[] stored, byte[] expected)
    {
        Image image = ImageFile.Decode(Bmp(2, 2 * Math.Sign(sign), 24, 0, [], stored));
        Assert.Equal((2, 2, 3), (image.Height, image.Width, image.Channels));
        Assert.Equal(expected, image.Pixels);
    }

    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000, 0, 0, 0 }, new byte[] { 255, 0, 0, 0, 0, 0, 255, 0, 0 })]
    [InlineData(4, new byte[] { 0x12, 0x30, 0, 0 }, new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255 })]
    [InlineData(8, new byte[] { 3, 2, 1, 0 }, new byte[] { 0, 0, 255, 0, 255, 0, 255, 0, 0 })]
    public void Indices_are_looked_up(int bits, byte[] stored, byte[] expected)
        => Assert.Equal(expected, ImageFile.Decode(Bmp(3, 1, bits, 0, Primaries[..(bits == 1 ? 8 : 16)], stored)).Pixels);

    [Fact]
    public void A_ramp_of_greys_gives_one_channel()
    {
        byte[] ramp = Enumerable.Range(0, 256).SelectMany(i => new byte[] { (byte)i, (byte)i, (byte)i, 0 }).ToArray();
        Image image = ImageFile.Decode(Bmp(3, 1, 8, 0, ramp, [7, 8, 9, 0]));
        Assert.Equal(1, image.Channels);
        Assert.Equal([7, 8, 9], image.Pixels);
    }

    [Fact]
    public void Bit_fields_say_where_the_colours_are()
    {
        // 5-6-5: pure red, pure green, pure blue, as Pillow spreads them.
        byte[] masks565 = [0, 0xF8, 0, 0, 0xE0, 0x07, 0, 0, 0x1F, 0, 0, 0];
        Image image = ImageFile.Decode(Bmp(3, 1, 16, 3, masks565, [0, 0xF8, 0xE0, 0x07, 0x1F, 0, 0, 0]));
        Assert.Equal([255, 0, 0, 0, 255, 0, 0, 0, 255], image.Pixels);
        byte[] rgbaMasks = [255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255];
        image = ImageFile.Decode(Bmp(1, 1, 32, 6, rgbaMasks, [1, 2, 3, 4]));
        Assert.Equal([1, 2, 3, 4], image.Pixels);
        Assert.Equal([3, 2, 1], ImageFile.Decode(Bmp(1, 1, 32, 0, [], [1, 2, 3, 4])).Pixels);
        Assert.Equal([255, 131, 0], ImageFile.Decode(Bmp(1, 1, 16, 0, [], [0x00, 0x7E, 0, 0])).Pixels);
    }

    [Fact]
    public void Run_lengths_literals_and_moves_are_followed()
    {
        // Bottom row: three of entry 1, then two literals; next row: move right by 2, one of entry 3; the rest is entry 0.
        byte[] runs = [3, 1, 0, 3, 2, 3, 2, 0, 0, 0, 0, 2, 2, 0, 1, 3, 0, 1];
        Image image = ImageFile.Decode(Bmp(6, 2, 8, 1, Primaries, runs));
        Assert.Equal([0, 0, 3, 0, 0, 0, 1, 1, 1, 2, 3, 2], IndicesOf(image));
        // RLE4: five pixels alternating 1 and 2, then three literals.
        image = ImageFile.Decode(Bmp(8, 1, 4, 2, Primaries, [5, 0x12, 0, 3, 0x31, 0x20, 0, 1]));
        Assert.Equal([1, 2, 1, 2, 1, 3, 1, 2], IndicesOf(image));
    }

    [Fact]
    public void Each_kind_of_damage_is_named()
    {
        Fails(Bmp(2, 2, 24, 0, [], new byte[15]), "cut short");
        Fails(Bmp(0, 2, 24, 0, [], new byte[16]), "at least 1");
        Fails(Bmp(-2, 2, 24, 0, [], new byte[16]), "at least 1");
        Fails(Bmp(2, 2, 5, 0, [], new byte[16]), "5 bits a pixel");
        Fails(Bmp(3, 1, 8, 0, Primaries, [4, 0, 0, 0]), "palette entry 4");
        Fails(Bmp(3, 1, 8, 1, Primaries, [4, 0, 0, 1]), "leaves the image");
        Fails(Bmp(10000, 10000, 8, 1, Primaries, [4, 0, 0, 1]), "cut short");
        Fails(Bmp(1, 1, 32, 3, [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], new byte[4]), "one run of bits");
        Fails(Bmp(1 << 20, 1 << 20, 24, 0, [], new byte[4]), "limit of 178956970");
        Fails("BM"u8.ToArray(), "cut short");
    }

    private static int[] IndicesOf(Image image)
        => image.Pixels.Chunk(3).Select(p => p[0] > 0 ? 1 : p[1] > 0 ? 2 : p[2] > 0 ? 3 : 0).ToArray();

    internal static byte[] Bmp(int width, int height, int bits, int compression, byte[] tables, byte[] stored)
    {
        byte[] file = [.. "BM"u8, .. new byte[52], .. tables, .. stored];
        int colours = compression is 3 or 6 || bits > 8 ? 0 : tables.Length / 4;
        foreach ((int at, int value) in new[]
            { (2, file.Length), (10, 54 + tables.Length), (14, 40), (18, width), (22, height), (26, 1 | (bits << 16)), (30, compression), (46, colours) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        }
        return file;
    }

    private static void Fails(byte[] file, string why)
        => Assert.Contains(why, Assert.Throws<InvalidFileException>(() => ImageFile.Decode(file, "a.bmp")).Message);
}
