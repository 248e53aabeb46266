using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Images;

public class NetpbmTests
{
    [Fact]
    public void Comments_and_white_space_may_stand_between_the_numbers()
    {
        Image image = ImageFile.Decode(File("P5 # made by hand\n# two\t columns\n2\r\n  3 255\n", [1, 2, 3, 4, 5, 6]));
        Assert.Equal((3, 2, 1), (image.Height, image.Width, image.Channels));
        Assert.Equal([1, 2, 3, 4, 5, 6], image.Pixels);
        Assert.Equal([1, 2, 3, 4, 5, 6], ImageFile.Decode(File("P6\n2 1\n255\n", [1, 2, 3, 4, 5, 6])).Pixels);
    }

    [Fact]
    public void Other_maxima_are_spread_over_0_to_255()
    {
        Assert.Equal([0, 85, 170, 255], ImageFile.Decode(File("P5 4 1 3\n", [0, 1, 2, 3])).Pixels);
        Assert.Equal([0, 128, 255], ImageFile.Decode(File("P5 3 1 65535\n", [0, 0, 128, 0, 255, 255])).Pixels);
        Assert.Equal([255], ImageFile.Decode(File("P5 1 1 3\n", [200])).Pixels);
    }

    [Theory]
    [InlineData(1, ".pgm", "P5\n3 2\n255\n")]
    [InlineData(3, ".PPM", "P6\n3 2\n255\n")]
    public void What_is_written_reads_back(int channels, string extension, string header)
    {
        Image image = Image.FromPixels(2, 3, channels, Enumerable.Range(1, 6 * channels).Select(i => (byte)i).ToArray());
        byte[] file = ImageFile.Encode(image, extension);
        Assert.StartsWith(header, Encoding.Latin1.GetString(file));
        Assert.Equal(image.Pixels, ImageFile.Decode(file).Pixels);
    }

    [Theory]
    [InlineData("P5", "not a PNG")]
    [InlineData("P5\n", "cut short")]
    [InlineData("P5\nx", "a number")]
    [InlineData("P5\n1234567890 1 255\n", "one to nine digits")]
    [InlineData("P5\n999999 999999 255\n", "limit of 178956970")]
    [InlineData("P5\n0 1 255\n", "at least 1")]
    [InlineData("P5\n2 2 0\n", "maximum value is 0")]
    [InlineData("P5\n2 2 65536\n", "maximum value is 65536")]
    [InlineData("P5\n2 2 255x", "white space")]
    [InlineData("P5\n2 2 255\nabc", "cut short")]
    [InlineData("P5\n2 2 256\nabcdefg", "cut short")]
    public void Each_kind_of_damage_is_named(string file, string why)
        => Assert.Contains(why, Assert.Throws<InvalidFileException>(() => ImageFile.Decode(Encoding.ASCII.GetBytes(file), "a.pgm")).Message);

    private static byte[] File(string header, byte[] samples) => [.. Encoding.ASCII.GetBytes(header), .. samples];
}
