using Trireme.Formats.Images;
using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class TextLineCropTests
{
    [Fact]
    public void An_upright_box_is_cut_out_pixel_by_pixel()
    {
        Image picture = TextInputTests.Noise(40, 60);
        Image line = TextLineCrop.Cut(picture, Quad.Upright(10, 5, 50, 25));
        Assert.Equal((20, 40), (line.Height, line.Width));
        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 40; x++)
                Assert.Equal((picture[y + 5, x + 10, 0], picture[y + 5, x + 10, 2]), (line[y, x, 0], line[y, x, 2]));
        }
    }

    [Fact]
    public void A_tall_box_is_turned_anticlockwise()
    {
        Image picture = TextInputTests.Noise(60, 40);
        Image line = TextLineCrop.Cut(picture, Quad.Upright(10, 5, 30, 35));    // 30 rows of 20 columns: 1.5 is enough
        Assert.Equal((20, 30), (line.Height, line.Width));
        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 30; x++)
                Assert.Equal(picture[5 + x, 10 + 19 - y, 1], line[y, x, 1]);
        }
    }

    [Fact]
    public void A_slanted_box_is_straightened()
    {
        // Brightness is the place along the slanted axis, so that a column of the crop has one brightness.
        double angle = 0.4, c = Math.Cos(angle), s = Math.Sin(angle);
        Image picture = Image.Create(120, 160, 1);
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)Math.Clamp(Math.Round(128 + (1.5 * (((i % 160) - 80) * c + ((i / 160) - 60) * s))), 0, 255);
        var box = new RotatedRectangle(new PixelPoint(80, 60), new PixelPoint(c, s), 80, 30);
        Image line = TextLineCrop.Cut(picture, box.ToQuad());
        Assert.InRange(line.Width, 79, 80);
        Assert.InRange(line.Height, 29, 30);
        for (int y = 0; y < line.Height; y++)
        {
            for (int x = 0; x < line.Width; x++)
                Assert.InRange(line[y, x, 0], 128 + (1.5 * ((80.0 * x / line.Width) - 40)) - 1.6, 128 + (1.5 * ((80.0 * x / line.Width) - 40)) + 1.6);
        }
    }

    [Fact]
    public void Outside_the_picture_its_edge_continues()
    {
        Image picture = Image.Create(10, 10, 1);
        Array.Fill(picture.Pixels, (byte)77);
        Assert.All(TextLineCrop.Cut(picture, Quad.Upright(-5, -5, 14, 9)).Pixels, p => Assert.Equal(77, p));
        Assert.Throws<InvalidArgumentException>(() => TextLineCrop.Cut(picture, Quad.Upright(3, 3, 3, 8)));
    }

    [Fact]
    public void Turning_over_is_a_turn_by_180_degrees()
    {
        Image line = TextInputTests.Noise(3, 5), turned = TextLineCrop.TurnOver(line);
        Assert.Equal((line[0, 0, 0], line[2, 1, 1]), (turned[2, 4, 0], turned[0, 3, 1]));
        Assert.Equal(line.Pixels, TextLineCrop.TurnOver(turned).Pixels);
    }
}
