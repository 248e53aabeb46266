using Trireme.Formats.Files;
using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Images;

public class PngTests
{
    private static readonly byte[] SomePalette = Enumerable.Range(0, 3 * 13).Select(i => (byte)(i * 41)).ToArray();

    public static TheoryData<int, int, bool> Layouts()
    {
        var data = new TheoryData<int, int, bool>();
        foreach ((int type, int[] depths) in new[] { (0, new[] { 1, 2, 4, 8, 16 }), (2, [8, 16]), (3, [4, 8]), (4, [8, 16]), (6, [8, 16]) })
        {
            foreach (int depth in depths)
            {
                data.Add(type, depth, false);
                data.Add(type, depth, true);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Every_layout_gives_its_samples(int colourType, int depth, bool interlaced)
    {
        var png = new PngFixture { ColourType = colourType, Depth = depth, Interlaced = interlaced, Palette = colourType == 3 ? SomePalette : [] };
        Image image = ImageFile.Decode(png.Build());
        Assert.Equal((png.Height, png.Width), (image.Height, image.Width));
        Assert.Equal(colourType == 3 ? 3 : png.Samples, image.Channels);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                for (int c = 0; c < image.Channels; c++)
                {
                    int stored = png.Sample(y, x, colourType == 3 ? 0 : c);
                    int expected = (colourType, depth) switch
                    {
                        (3, _) => SomePalette[(3 * stored) + c],
                        (_, 16) => stored >> 8,
                        _ => stored * 255 / ((1 << depth) - 1),
                    };
                    Assert.Equal(expected, image[y, x, c]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(5, 1)]
    [InlineData(3, 2)]
    public void Interlacing_copes_with_empty_passes(int width, int height)
    {
        var plain = new PngFixture { Width = width, Height = height, ColourType = 2 };
        var interlaced = new PngFixture { Width = width, Height = height, ColourType = 2, Interlaced = true };
        Assert.Equal(ImageFile.Decode(plain.Build()).Pixels, ImageFile.Decode(interlaced.Build()).Pixels);
    }

    [Fact]
    public void Palette_transparency_becomes_alpha_and_missing_entries_are_opaque()
    {
        var png = new PngFixture { ColourType = 3, Palette = SomePalette, Transparency = [0, 10, 20] };
        Image image = ImageFile.Decode(png.Build());
        Assert.Equal(4, image.Channels);
        for (int x = 0; x < image.Width; x++)
        {
            int index = png.Sample(4, x, 0);
            Assert.Equal(index < 3 ? index * 10 : 255, image[4, x, 3]);
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    public void One_transparent_colour_is_compared_at_full_depth(int colourType, int depth)
    {
        var layout = new PngFixture { ColourType = colourType, Depth = depth };
        byte[] key = Enumerable.Range(0, layout.Samples).SelectMany(c => new[] { (byte)(layout.Sample(2, 3, c) >> 8), (byte)layout.Sample(2, 3, c) }).ToArray();
        var png = new PngFixture { ColourType = colourType, Depth = depth, Transparency = key };
        Image image = ImageFile.Decode(png.Build());
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                bool same = Enumerable.Range(0, png.Samples).All(c => png.Sample(y, x, c) == png.Sample(2, 3, c));
                Assert.Equal(same ? 0 : 255, image[y, x, png.Samples]);
            }
        }
    }

    [Fact]
    public void Orientation_comes_from_the_exif_chunk()
    {
        var png = new PngFixture();
        png.Extra.Add(("eXIf", [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]));
        Assert.Equal(6, ImageFile.Decode(png.Build()).Orientation);
    }

    [Theory]
    [InlineData(1, 7, 5)]
    [InlineData(2, 64, 33)]
    [InlineData(3, 1, 200)]
    [InlineData(3, 41, 57)]
    [InlineData(4, 19, 8)]
    public void What_is_written_reads_back(int channels, int height, int width)
    {
        var random = new System.Random(channels);
        Image image = Image.Create(height, width, channels);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)((i / 5) + random.Next(9));
        }
        Image back = ImageFile.Decode(ImageFile.Encode(image));
        Assert.Equal((height, width, channels), (back.Height, back.Width, back.Channels));
        Assert.Equal(image.Pixels, back.Pixels);
    }

    [Fact]
    public void Each_kind_of_damage_is_named()
    {
        byte[] good = new PngFixture { ColourType = 2 }.Build();
        Fails(good[..^1], "cut short");
        Fails(good[..^12], "cut short");
        Fails(Changed(good, 29, 1), "checksum");
        Fails(new PngFixture { ColourType = 2, Depth = 4 }.Build(), "colour type 2 with 4 bits");
        Fails(new PngFixture { ColourType = 3, Depth = 8, Palette = [1, 2, 3, 4] }.Build(), "PLTE has 4 bytes");
        Fails(new PngFixture { Transparency = [1, 2, 3] }.Build(), "tRNS has 3 bytes");
        Fails(PngFixture.Join([("IDAT", [])]), "first chunk is not IHDR");
        Fails(PngFixture.Join([("IHDR", good[16..29]), ("IEND", [])]), "without an IDAT");
        Fails(PngFixture.Join([("IHDR", good[16..29]), ("IDAT", [0x78, 1, 3, 0]), ("IEND", [])]), "compressed pixels");
        var critical = new PngFixture();
        critical.Extra.Add(("ABCD", []));
        Fails(critical.Build(), "'ABCD' is marked as critical");
    }

    [Fact]
    public void A_header_that_claims_more_than_the_data_can_hold_is_refused_before_allocation()
    {
        byte[] header = [0, 0, 0x30, 0, 0, 0, 0x30, 0, 8, 6, 0, 0, 0];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fails(PngFixture.Join([("IHDR", header), ("IDAT", new byte[1000]), ("IEND", [])]), "cannot hold that many");
        Fails(PngFixture.Join([("IHDR", [0x7F, 0, 0, 0, 0x7F, 0, 0, 0, 8, 6, 0, 0, 0]), ("IDAT", new byte[1000]), ("IEND", [])]), "limit of 178956970");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Throws<InvalidFileException>(() => ImageFile.Decode(new PngFixture().Build(), maxPixels: 142));
        Assert.Equal(13, ImageFile.Decode(new PngFixture().Build(), maxPixels: 143).Width);
    }

    private static byte[] Changed(byte[] bytes, int at, int by)
    {
        byte[] copy = (byte[])bytes.Clone();
        copy[at] += (byte)by;
        return copy;
    }

    private static void Fails(byte[] file, string why)
        => Assert.Contains(why, Assert.Throws<InvalidFileException>(() => ImageFile.Decode(file, "a.png")).Message);
}
