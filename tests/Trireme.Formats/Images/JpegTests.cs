using System.Security.Cryptography;
using Trireme.Formats.Files;
using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Images;

public class JpegTests
{
    public static TheoryData<string> Names => new(SmallJpegs.All.Select(s => s.Name));

    [Theory, MemberData(nameof(Names))]
    public void Pixels_equal_libjpegs_to_the_last_bit(string name)
    {
        (_, _, int channels, string sha256) = SmallJpegs.All.Single(s => s.Name == name);
        Image image = ImageFile.Decode(SmallJpegs.Bytes(name));
        Assert.Equal((13, 21), (image.Height, image.Width));
        Assert.Equal(channels == 4 ? 3 : channels, image.Channels);
        Assert.StartsWith(sha256, Convert.ToHexStringLower(SHA256.HashData(image.Pixels)));
    }

    [Fact]
    public void Orientation_is_reported_and_not_applied()
    {
        Image image = ImageFile.Decode(SmallJpegs.Bytes("EXIF orientation 6"));
        Assert.Equal(6, image.Orientation);
        Assert.Equal((13, 21), (image.Height, image.Width));
        Assert.Equal((21, 13), (image.Upright().Height, image.Upright().Width));
        Assert.Equal(1, ImageFile.Decode(SmallJpegs.Bytes("grey")).Orientation);
    }

    [Fact]
    public void Bytes_between_and_after_segments_are_passed_over()
    {
        byte[] good = SmallJpegs.Bytes("sampling 2x2");
        byte[] padded = [.. good[..^2], 1, 2, 3, 0xFF, 0xFF, 0xFF, 0xD9, 0xFF, 0xD8, 9];
        Assert.Equal(ImageFile.Decode(good).Pixels, ImageFile.Decode(padded).Pixels);
    }

    [Fact]
    public void Each_kind_of_damage_is_named()
    {
        byte[] good = SmallJpegs.Bytes("sampling 2x2");
        int frame = Find(good, 0xC0), scan = Find(good, 0xDA), huffman = Find(good, 0xC4), quantization = Find(good, 0xDB);
        Fails(good[..^2], "end marker is missing");
        Fails(good[..^3], "compressed data end after");
        Fails(good[..(frame + 6)], "cut short");
        Fails(Changed(good, frame + 1, 0xC9), "arithmetic");
        Fails(Changed(good, frame + 1, 0xC3), "lossless");
        Fails(Changed(good, frame + 4, 12), "12 bits");
        Fails(Changed(good, frame + 6, 0), "at least 1");
        Fails(Changed(good, frame + 5, 255), "cannot hold that many");
        Fails(Changed(Changed(good, frame + 5, 255), frame + 7, 255), "limit of 178956970");
        Fails(Changed(good, frame + 9, 2), "2 components");
        Fails(Changed(good, frame + 11, 0x50), "sampling 5 x 0");
        Fails(Changed(good, frame + 14, 0x31), "whole ratios");
        Fails(Changed(good, frame + 13, 1), "the same id");
        Fails(Changed(good, frame + 12, 3), "quantization table 3, which");
        Fails(Changed(good, frame + 1, 0xE5), "before the frame");
        Fails(Changed(good, scan + 5, 9), "component 9");
        Fails(Changed(good, scan + 7, 1), "component 1 twice");
        Fails(Changed(good, scan + 6, 0x33), "Huffman table that the file has not defined");
        Fails(Changed(good, huffman + 5, 255), "Huffman table");
        Fails(Changed(good, huffman + 4, 0x25), "class 2");
        Fails(Changed(good, quantization + 4, 0x24), "precision 2");
        Fails([0xFF, 0xD8, 0xFF, 0xD9], "without a frame");
        Fails([.. good[..scan], 0xFF, 0xD9], "before the scan of component 1");
        Fails([.. good[..^2], .. good[scan..]], "repeats or skips bits");
        Fails([.. good[..^2], .. good[frame..]], "second frame");
        byte[] restarts = SmallJpegs.Bytes("restart every row");
        Fails(Changed(restarts, Find(restarts, 0xD0) + 1, 0xD3), "restart marker 0 is missing");
    }

    [Fact]
    public void A_progressive_file_that_lacks_its_end_is_refused()
        => Fails(SmallJpegs.Bytes("progressive 2x2")[..^2], "end marker is missing");

    private static int Find(byte[] file, byte marker) => file.AsSpan().IndexOf([(byte)0xFF, marker]);

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        byte[] copy = [.. bytes];
        copy[at] = value;
        return copy;
    }

    private static void Fails(byte[] file, string why)
        => Assert.Contains(why, Assert.Throws<InvalidFileException>(() => ImageFile.Decode(file, "a.jpg")).Message);
}
