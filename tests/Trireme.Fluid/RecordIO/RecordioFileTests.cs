using System.Text;
using Trireme.Fluid;
using Trireme.Formats.Files;
using Trireme.Tests.Shared;

namespace Trireme.Tests.Fluid.RecordIO;

public sealed class RecordioFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.recordio");

    public void Dispose() => File.Delete(_path);

    public static TheoryData<Compressor> Compressors => [Compressor.NoCompress, Compressor.Snappy, Compressor.Gzip];

    private static byte[][] Records()
    {
        var random = new System.Random(2);
        byte[] noise = new byte[70_000];
        random.NextBytes(noise);
        return [[], [1], noise, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the same words again and again ", 4000))), new byte[100_000],
            [.. Enumerable.Range(0, 66).Select(i => (byte)i)]];
    }

    [Theory]
    [MemberData(nameof(Compressors))]
    public void Records_come_back(Compressor compressor)
    {
        foreach (int perChunk in (int[])[1, 4, 1000])
        {
            Assert.Equal(6, RecordioFile.Write(_path, Records(), compressor, perChunk));
            Assert.Equal(Records(), RecordioFile.Read(_path));
        }
        Assert.Equal(0, RecordioFile.Write(_path, [], compressor));
        Assert.Empty(RecordioFile.Read(_path));
    }

    [Fact]
    public void The_bytes_are_Paddles()
    {
        // The checksum was computed with zlib.
        RecordioFile.Write(_path, [[0x61], [0x62, 0x63]], Compressor.NoCompress);
        Assert.Equal("04030201" + "02000000" + "B1B17049" + "00000000" + "0B000000" + "0100000061" + "020000006263",
            Convert.ToHexString(File.ReadAllBytes(_path)));
    }

    [Fact]
    public void Snappy_is_the_published_format()
    {
        // From the format description: length 8; literal "ab"; a copy of 6 bytes from 2 before, which repeats the pattern.
        Assert.Equal("abababab"u8, SnappyBlock.Decompress([8, 0x04, (byte)'a', (byte)'b', 0x09, 0x02])!);
        // The same with a two-byte and with a four-byte offset.
        Assert.Equal("abababab"u8, SnappyBlock.Decompress([8, 0x04, (byte)'a', (byte)'b', 0x16, 0x02, 0x00])!);
        Assert.Equal("abababab"u8, SnappyBlock.Decompress([8, 0x04, (byte)'a', (byte)'b', 0x17, 0x02, 0x00, 0x00, 0x00])!);
        // A literal of 61 bytes has its length in a byte of its own.
        Assert.Equal(new byte[61], SnappyBlock.Decompress([61, 60 << 2, 60, .. new byte[61]])!);
        foreach (byte[] damaged in (byte[][])[[], [0xFF, 0xFF, 0xFF], [8, 0x04, 97], [1, 0x09, 0x02], [2, 0x00, 97], [1, 0x04, 97, 98]])
            Assert.Null(SnappyBlock.Decompress(damaged));
        Assert.True(SnappyStream.Compress(new byte[100_000]).Length < 6000);
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        foreach (Compressor compressor in Enum.GetValues<Compressor>())
        {
            RecordioFile.Write(_path, Records()[3..].Select(r => r[..Math.Min(r.Length, 900)]), compressor, 2);
            byte[] good = File.ReadAllBytes(_path);
            int refused = Mutations.Survive<InvalidFileException>(Mutations.Of(good, 300, 1).Concat(Mutations.Prefixes(good, 100)), file =>
            {
                File.WriteAllBytes(_path, file);
                RecordioFile.Read(_path).Count();
            });
            Assert.InRange(refused, 250, 400);
        }
    }
}
