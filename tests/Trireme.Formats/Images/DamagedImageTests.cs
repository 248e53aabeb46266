using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Images;

/// <summary>Damaged files end in one clear exception, and never ask for memory that their size does not justify.</summary>
public class DamagedImageTests(ITestOutputHelper output)
{
    // PNG's zeros expand 1032-fold, so a header that lies within that bound may still cost a thousand bytes a byte.
    private const double Most = 4200;

    [Theory]
    [InlineData("rgb8.png", 300)]
    [InlineData("palette4.png", 300)]
    [InlineData("rgb8.bmp", 1500)]
    [InlineData("rgb8.ppm", 1500)]
    [InlineData("baseline_420_q75.jpg", 1000)]
    [InlineData("progressive_420_q80.jpg", 1000)]
    public void Mutated_variants_of_a_photograph(string file, int count)
    {
        if (SharedImages.Find(output) is not { } files)
        {
            return;
        }
        byte[] good = files.Bytes(Path.Combine("variants", file));
        int refused = Mutations.Survive<InvalidFileException>(Mutations.Of(good, count, seed: file.Length), f => ImageFile.Decode(f), Most);
        refused += Mutations.Survive<InvalidFileException>(Mutations.Prefixes(good, 100), f => ImageFile.Decode(f), Most);
        output.WriteLine($"{file}: {refused} of {count + 100} refused");
        Assert.True(refused >= 100);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(2, 16, false)]
    [InlineData(3, 4, true)]
    [InlineData(6, 8, true)]
    public void Mutated_chunks_whose_checksums_are_right(int colourType, int depth, bool interlaced)
    {
        var png = new PngFixture
        {
            ColourType = colourType,
            Depth = depth,
            Interlaced = interlaced,
            Palette = colourType == 3 ? new byte[3 * 13] : [],
            Transparency = colourType is 0 or 3 ? [0, 1] : [],
        };
        List<(string Type, byte[] Body)> chunks = png.Chunks();
        int refused = 0;
        for (int chunk = 0; chunk < chunks.Count; chunk++)
        {
            IEnumerable<byte[]> files = Mutations.Of([.. chunks[chunk].Body, 0], 150, seed: chunk)
                .Select(body => PngFixture.Join([.. chunks[..chunk], (chunks[chunk].Type, body), .. chunks[(chunk + 1)..]]));
            refused += Mutations.Survive<InvalidFileException>(files, f => ImageFile.Decode(f), Most);
        }
        Assert.True(refused >= 100);
    }

    [Fact]
    public void Mutated_small_jpegs_of_every_kind()
    {
        int refused = 0;
        foreach ((string name, _, _, _) in SmallJpegs.All)
        {
            byte[] good = SmallJpegs.Bytes(name);
            refused += Mutations.Survive<InvalidFileException>(Mutations.Of(good, 300, seed: name.Length), f => ImageFile.Decode(f), Most);
            refused += Mutations.Survive<InvalidFileException>(Mutations.Prefixes(good, 60), f => ImageFile.Decode(f), Most);
        }
        Assert.True(refused >= 60 * SmallJpegs.All.Length, $"{refused} were refused");
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 0)]
    [InlineData(32, 3)]
    public void Mutated_bitmaps_of_other_packings(int bits, int compression)
    {
        byte[] tables = compression == 3 ? [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0] : new byte[64];
        byte[] stored = compression switch
        {
            1 => [3, 1, 0, 3, 2, 3, 2, 0, 0, 0, 0, 2, 2, 0, 1, 3, 0, 1],
            2 => [3, 0x12, 0, 3, 0x23, 0x20, 0, 0, 0, 2, 2, 0, 1, 0x33, 0, 1],
            _ => new byte[96],
        };
        byte[] good = BmpTests.Bmp(6, 2, bits, compression, tables, stored);
        Assert.Equal(6, ImageFile.Decode(good).Width);
        Assert.True(Mutations.Survive<InvalidFileException>(Mutations.Of(good, 3000, seed: bits), f => ImageFile.Decode(f), Most) >= 100);
    }

    [Theory]
    [InlineData("P5 # c\n5 3\n255\n")]
    [InlineData("P6\n5 3\n999\n")]
    public void Mutated_portable_maps(string header)
    {
        byte[] good = [.. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[90]];
        Assert.True(Mutations.Survive<InvalidFileException>(Mutations.Of(good, 2000, seed: 1), f => ImageFile.Decode(f)) >= 100);
    }
}
