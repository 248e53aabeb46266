using Trireme.Formats.Images;
using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class DrawingTests
{
    [Fact]
    public void A_line_passes_within_half_a_pixel_of_the_true_one()
    {
        var random = new System.Random(3);
        for (int round = 0; round < 100; round++)
        {
            Image picture = Image.Create(30, 50, 1);
            PixelPoint a = new(random.Next(50), random.Next(30)), b = new(random.Next(50), random.Next(30));
            Drawing.Line(picture, a, b, [200]);
            Assert.Equal(Math.Max(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y)) + 1, picture.Pixels.Count(p => p == 200));
            for (int i = 0; i < picture.Pixels.Length; i++)
            {
                if (picture.Pixels[i] != 0 && a != b)
                    Assert.True(Math.Abs(((b.X - a.X) * ((i / 50) - a.Y)) - ((b.Y - a.Y) * ((i % 50) - a.X))) / a.DistanceTo(b) <= 0.5 + 1e-9);
            }
        }
    }

    [Fact]
    public void A_polygon_is_closed_and_thick_lines_are_thick()
    {
        Image picture = Image.Create(20, 20, 3);
        Drawing.Polygon(picture, Quad.Upright(4, 5, 14, 12).ToArray(), [255, 0, 9], thickness: 3);
        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 20; x++)
            {
                bool outer = x is >= 3 and <= 15 && y is >= 4 and <= 13, inner = x is > 5 and < 13 && y is > 6 and < 11;
                Assert.Equal(outer && !inner ? (255, 0, 9) : (0, 0, 0), (picture[y, x, 0], picture[y, x, 1], picture[y, x, 2]));
            }
        }
    }

    [Fact]
    public void What_lies_outside_is_left_out()
    {
        Image picture = Image.Create(10, 10, 1);
        Drawing.Line(picture, new PixelPoint(-1e12, 4), new PixelPoint(1e12, 4), [1]);
        Assert.Equal(10, picture.Pixels.Count(p => p == 1));
        Drawing.Line(picture, new PixelPoint(-50, -3), new PixelPoint(90, -8), [2]);
        Assert.DoesNotContain((byte)2, picture.Pixels);
        Assert.Throws<InvalidArgumentException>(() => Drawing.Line(picture, new PixelPoint(double.NaN, 0), new PixelPoint(1, 1), [1]));
        Assert.Throws<InvalidArgumentException>(() => Drawing.Line(picture, new PixelPoint(0, 0), new PixelPoint(1, 1), [1, 2, 3]));
    }
}
