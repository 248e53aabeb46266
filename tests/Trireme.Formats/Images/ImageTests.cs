using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Images;

public class ImageTests
{
    [Fact]
    public void Samples_lie_row_major_with_channels_innermost()
    {
        Image image = Image.Create(2, 3, 4);
        image[1, 2, 3] = 9;
        Assert.Equal(23, Array.IndexOf(image.Pixels, (byte)9));
        Assert.Throws<OutOfRangeException>(() => image[0, 3, 0]);
        Assert.Throws<OutOfRangeException>(() => image[-1, 0, 0]);
        Assert.Throws<OutOfRangeException>(() => image[0, 0, 4]);
    }

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 3, 0)]
    [InlineData(3, 3, 5)]
    [InlineData(int.MaxValue, int.MaxValue, 4)]
    public void Sizes_out_of_range_are_refused(int height, int width, int channels)
        => Assert.Throws<InvalidArgumentException>(() => Image.Create(height, width, channels));

    [Fact]
    public void A_wrong_pixel_count_is_named()
    {
        var error = Assert.Throws<InvalidArgumentException>(() => Image.FromPixels(2, 2, 3, new byte[11]));
        Assert.Contains("12 bytes, not 11", error.Message);
    }

    [Theory]
    [InlineData(255, 0, 0, 76)]
    [InlineData(0, 255, 0, 150)]
    [InlineData(0, 0, 255, 29)]
    [InlineData(255, 255, 255, 255)]
    [InlineData(1, 2, 3, 2)]
    public void Grey_is_itu_601_luma(byte r, byte g, byte b, byte expected)
    {
        Assert.Equal([expected], Image.FromPixels(1, 1, 3, [r, g, b]).ToGrey().Pixels);
        Assert.Equal([expected], Image.FromPixels(1, 1, 4, [r, g, b, 7]).ToGrey().Pixels);
    }

    [Fact]
    public void Conversions_drop_alpha_and_repeat_grey()
    {
        Assert.Equal([5, 7], Image.FromPixels(1, 2, 2, [5, 6, 7, 8]).ToGrey().Pixels);
        Assert.Equal([5, 5, 5, 7, 7, 7], Image.FromPixels(1, 2, 2, [5, 6, 7, 8]).ToRgb().Pixels);
        Assert.Equal([1, 2, 3], Image.FromPixels(1, 1, 4, [1, 2, 3, 4]).ToRgb().Pixels);
        Assert.Equal([9, 9, 9], Image.FromPixels(1, 1, 1, [9]).ToRgb().Pixels);
    }

    // Expected: what PIL.ImageOps.exif_transpose makes of the rows [1 2 3], [4 5 6].
    [Theory]
    [InlineData(1, 2, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2, 2, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(3, 2, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(4, 2, new byte[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(5, 3, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(6, 3, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(7, 3, new byte[] { 6, 3, 5, 2, 4, 1 })]
    [InlineData(8, 3, new byte[] { 3, 6, 2, 5, 1, 4 })]
    public void Upright_follows_the_orientation(int orientation, int height, byte[] expected)
    {
        Image upright = Image.FromPixels(2, 3, 1, [1, 2, 3, 4, 5, 6], orientation).Upright();
        Assert.Equal(height, upright.Height);
        Assert.Equal(expected, upright.Pixels);
        Assert.Equal(1, upright.Orientation);
    }
}
