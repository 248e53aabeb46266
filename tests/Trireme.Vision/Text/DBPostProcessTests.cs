using Trireme.Formats.Images;
using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class DBPostProcessTests
{
    private const int Height = 200, Width = 320;

    public static TheoryData<double, double, double, double, double> Rectangles => new()
    {
        { 100, 80, 60, 20, 0 },
        { 160, 100, 120, 31, 7 },
        { 150, 90, 90, 24, -18 },
        { 140, 110, 80, 40, 33 },
        { 100, 100, 14, 90, 0 },
        { 30, 30, 20, 7, 0 },
    };

    [Theory]
    [MemberData(nameof(Rectangles))]
    public void A_rectangle_of_text_is_found_within_a_pixel(double x, double y, double w, double h, double degrees)
    {
        RotatedRectangle text = Box(x, y, w, h, degrees);
        float[] map = Draw(0.9f, text);
        TextBox tight = Assert.Single(new DBPostProcess(unclipRatio: 0).Decode(map, Height, Width, Height, Width));
        GeometryTests.AssertNear(text.ToQuad(), tight.Corners, 1.5);    // a pixel in each direction
        Assert.InRange(Math.Abs(tight.Corners.Width - text.ToQuad().Width), 0, 1.01);
        Assert.InRange(Math.Abs(tight.Corners.Height - text.ToQuad().Height), 0, 1.01);
        Assert.InRange(tight.Score, 0.85, 0.9001);

        // Twice as large a picture, unclipped.
        TextBox found = Assert.Single(new DBPostProcess().Decode(map, Height, Width, 2 * Height, 2 * Width));
        Quad grown = text.Expand(w * h * 1.5 / (2 * (w + h))).ToQuad();
        Quad expected = new(grown[0] * 2, grown[1] * 2, grown[2] * 2, grown[3] * 2);
        if (Enumerable.Range(0, 4).All(i => expected[i].X >= 0 && expected[i].Y >= 0 && expected[i].X < 2 * Width && expected[i].Y < 2 * Height))
            GeometryTests.AssertNear(expected, found.Corners, 4);
    }

    [Fact]
    public void An_upright_region_has_its_outermost_pixels_for_corners()
    {
        float[] map = new float[Height * Width];
        for (int row = 20; row <= 40; row++)
            map.AsSpan((row * Width) + 50, 101).Fill(0.8f);
        TextBox box = Assert.Single(new DBPostProcess(unclipRatio: 0).Decode(map, Height, Width, Height, Width));
        GeometryTests.AssertNear(Quad.Upright(50, 20, 150, 40), box.Corners, 1e-9);
        Assert.Equal(0.8, box.Score, 1e-6);
        // 100 x 20 grows by 100 * 20 * 1.5 / 240 = 12.5 on every side.
        box = Assert.Single(new DBPostProcess().Decode(map, Height, Width, Height, Width));
        GeometryTests.AssertNear(Quad.Upright(37.5, 7.5, 162.5, 52.5), box.Corners, 1e-9);
    }

    [Fact]
    public void Weak_small_and_hollow_regions_are_no_text()
    {
        Assert.Empty(new DBPostProcess().Decode(Draw(0.5f, Box(100, 80, 60, 20, 0)), Height, Width, Height, Width));
        Assert.Single(new DBPostProcess(boxThresh: 0.4).Decode(Draw(0.5f, Box(100, 80, 60, 20, 0)), Height, Width, Height, Width));
        Assert.Empty(new DBPostProcess().Decode(Draw(0.9f, Box(100, 80, 60, 1, 0)), Height, Width, Height, Width));
        float[] ring = Draw(0.9f, Box(100, 80, 60, 30, 0));
        float[] hole = Draw(0.9f, Box(100, 80, 54, 24, 0));
        Assert.Empty(new DBPostProcess().Decode([.. ring.Zip(hole, (a, b) => a - b)], Height, Width, Height, Width));
        Assert.Empty(new DBPostProcess().Decode(new float[Height * Width], Height, Width, Height, Width));
    }

    [Fact]
    public void Boxes_come_in_reading_order()
    {
        (double X, double Y)[] middles = [(250, 33), (60, 30), (150, 36), (60, 100), (250, 96), (150, 160)];
        float[] map = Draw(0.9f, [.. middles.Select(m => Box(m.X, m.Y, 50, 14, 0))]);
        List<TextBox> found = new DBPostProcess().Decode(Paddle.ToTensor(map).Reshape([1, 1, Height, Width]), Height, Width);
        (double, double)[] read = [.. found.Select(b => (b.Corners[0] + b.Corners[2]) * 0.5).Select(p => (Math.Round(p.X), Math.Round(p.Y)))];
        Assert.Equal([(60, 30), (150, 36), (250, 33), (60, 100), (250, 96), (150, 160)], read);
    }

    [Fact]
    public void Boxes_stay_inside_the_picture()
    {
        TextBox box = Assert.Single(new DBPostProcess().Decode(Draw(0.9f, Box(20, 10, 60, 30, 0)), Height, Width, 100, 160));
        Assert.Equal(new PixelPoint(0, 0), box.Corners.TopLeft);
        foreach (PixelPoint p in box.Corners.ToArray())
            Assert.True(p.X is >= 0 and <= 159 && p.Y is >= 0 and <= 99);
    }

    [Fact]
    public void Every_box_can_be_cut_out_even_at_the_edges()
    {
        var random = new System.Random(11);
        Image picture = Image.Create(100, 160, 1);
        int found = 0;
        for (int round = 0; round < 60; round++)
        {
            RotatedRectangle[] texts = [.. Enumerable.Range(0, 3).Select(_ => Box(Width * random.NextDouble(), Height * random.NextDouble(),
                5 + (200 * random.NextDouble()), 5 + (60 * random.NextDouble()), 180 * random.NextDouble()))];
            foreach (TextBox box in new DBPostProcess(boxThresh: 0.1).Decode(Draw(0.9f, texts), Height, Width, 100, 160))
            {
                Image line = TextLineCrop.Cut(picture, box.Corners);
                Assert.InRange(line.Width * line.Height, 9, 200 * 200);
                found++;
            }
        }
        Assert.True(found > 60);
    }

    [Fact]
    public void What_is_no_map_is_refused()
    {
        var boxes = new DBPostProcess();
        Assert.Contains("one picture at a time", Assert.Throws<InvalidArgumentException>(() => boxes.Decode(Paddle.Zeros([2, 1, 4, 4]), 4, 4)).Message);
        Assert.Contains("4 x 4 with 15 values", Assert.Throws<InvalidArgumentException>(() => boxes.Decode(new float[15], 4, 4, 4, 4)).Message);
        Assert.Throws<InvalidArgumentException>(() => new DBPostProcess(thresh: 1.5));
        Assert.Throws<InvalidArgumentException>(() => new DBPostProcess(unclipRatio: double.NaN));
    }

    private static RotatedRectangle Box(double x, double y, double w, double h, double degrees)
        => new(new PixelPoint(x, y), new PixelPoint(Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180)), w, h);

    private static float[] Draw(float probability, params RotatedRectangle[] boxes)
    {
        var map = new float[Height * Width];
        for (int i = 0; i < map.Length; i++)
        {
            foreach (RotatedRectangle box in boxes)
            {
                double x = (i % Width) - box.Center.X, y = (i / Width) - box.Center.Y;
                if (Math.Abs((x * box.Axis.X) + (y * box.Axis.Y)) <= box.Width / 2 && Math.Abs((y * box.Axis.X) - (x * box.Axis.Y)) <= box.Height / 2)
                    map[i] = probability;
            }
        }
        return map;
    }
}
