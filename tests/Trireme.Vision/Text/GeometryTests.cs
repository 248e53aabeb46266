using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class GeometryTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(10, false)]
    [InlineData(60, false)]
    [InlineData(12, true)]
    [InlineData(70, true)]
    public void The_hull_is_what_brute_force_finds(int count, bool onGrid)
    {
        var random = new System.Random(count);
        for (int round = 0; round < 20; round++)
        {
            PixelPoint[] points = Points(random, count, onGrid), hull = ConvexHull.Of(points);
            // A side of the hull has every other point on one side of it.
            var corners = new HashSet<PixelPoint>();
            foreach (PixelPoint a in points)
            {
                foreach (PixelPoint b in points.Where(b => b != a))
                {
                    if (points.All(p => Cross(a, b, p) > 0 || (Cross(a, b, p) == 0 && p.DistanceTo(a) + p.DistanceTo(b) <= a.DistanceTo(b) + 1e-9)))
                        (_, _) = (corners.Add(a), corners.Add(b));
                }
            }
            Assert.Equal(corners.OrderBy(p => p.X).ThenBy(p => p.Y), hull.OrderBy(p => p.X).ThenBy(p => p.Y));
            for (int i = 0; i < hull.Length && hull.Length > 2; i++)
                Assert.True(Cross(hull[i], hull[(i + 1) % hull.Length], hull[(i + 2) % hull.Length]) > 0);
        }
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(8, true)]
    [InlineData(50, false)]
    [InlineData(300, true)]
    public void The_rectangle_is_the_least_of_all_on_the_hulls_sides(int count, bool onGrid)
    {
        var random = new System.Random(count + 7);
        for (int round = 0; round < 100; round++)
        {
            PixelPoint[] points = Points(random, count, onGrid), hull = ConvexHull.Of(points);
            if (hull.Length < 3)
                continue;
            RotatedRectangle found = RotatedRectangle.Enclosing(points);
            double least = Enumerable.Range(0, hull.Length).Min(i => AreaAlong(points, hull[(i + 1) % hull.Length] - hull[i]));
            Assert.Equal(least, found.Area, 1e-7);
            AssertEncloses(found, points);
            // No direction at all does better: the theorem behind the search.
            for (int k = 0; k < 180; k++)
                Assert.True(AreaAlong(points, new PixelPoint(Math.Cos(k * Math.PI / 360), Math.Sin(k * Math.PI / 360))) >= found.Area - 1e-7);
        }
    }

    [Fact]
    public void Points_on_one_place_or_line_have_a_flat_rectangle()
    {
        Assert.Equal(new RotatedRectangle(new PixelPoint(3, 4), new PixelPoint(1, 0), 0, 0), RotatedRectangle.Enclosing([new(3, 4), new(3, 4)]));
        RotatedRectangle line = RotatedRectangle.Enclosing([new(1, 1), new(4, 5), new(2.5, 3)]);
        Assert.Equal(5, line.Width, 1e-12);
        Assert.Equal(0, line.Height);
        Assert.Equal(new PixelPoint(2.5, 3), line.Center);
        Assert.Throws<InvalidArgumentException>(() => RotatedRectangle.Enclosing([]));
        Assert.Throws<InvalidArgumentException>(() => ConvexHull.Of([new(double.NaN, 0)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-37)]
    public void Unclipping_is_the_rectangle_around_the_rounded_outline(double degrees)
    {
        double angle = degrees * Math.PI / 180;
        var box = new RotatedRectangle(new PixelPoint(50, 40), new PixelPoint(Math.Cos(angle), Math.Sin(angle)), 30, 10);
        RotatedRectangle grown = new DBPostProcess(unclipRatio: 1.5).Unclip(box);
        double distance = 300 * 1.5 / 80;
        Assert.Equal(30 + (2 * distance), grown.Width, 1e-9);
        Assert.Equal(10 + (2 * distance), grown.Height, 1e-9);
        // Offsetting with round corners: circles about the corners. The least rectangle around them, found on its own.
        IEnumerable<PixelPoint> rounded = box.ToQuad().ToArray().SelectMany(c => Enumerable.Range(0, 3600)
            .Select(k => new PixelPoint(c.X + (distance * Math.Cos(k * Math.PI / 1800)), c.Y + (distance * Math.Sin(k * Math.PI / 1800)))));
        RotatedRectangle around = RotatedRectangle.Enclosing(rounded);
        Assert.Equal(around.Area, grown.Area, 0.05);
        AssertNear(around.ToQuad(), grown.ToQuad(), 0.05);
    }

    [Fact]
    public void A_homography_takes_corners_to_corners_and_keeps_lines_straight()
    {
        var random = new System.Random(5);
        for (int round = 0; round < 200; round++)
        {
            Quad from = Convex(random), to = Convex(random);
            Homography map = Homography.Between(from, to), back = Homography.Between(to, from);
            for (int i = 0; i < 4; i++)
                Assert.True(map.Map(from[i]).DistanceTo(to[i]) < 1e-6);
            PixelPoint a = Between(from[0], from[2], 0.3), b = Between(from[0], from[2], 0.8);
            PixelPoint p = map.Map(a), q = map.Map(b);
            Assert.True(Math.Abs(Cross(to[0], to[2], p)) < 1e-4 && Math.Abs(Cross(to[0], to[2], q)) < 1e-4);
            Assert.True(back.Map(p).DistanceTo(a) < 1e-6);
            // The diagonals' meeting point is the same point of both.
            Assert.True(map.Map(Meeting(from)).DistanceTo(Meeting(to)) < 1e-6);
        }
    }

    [Fact]
    public void Three_corners_on_a_line_are_refused()
    {
        Quad flat = new(new(0, 0), new(5, 0), new(10, 0), new(0, 10)), square = Quad.Upright(0, 0, 1, 1);
        Assert.Contains("three corners on a line", Assert.Throws<InvalidArgumentException>(() => Homography.Between(flat, square)).Message);
        Assert.Throws<InvalidArgumentException>(() => Homography.Between(square, Quad.Upright(3, 3, 3, 3)));
        Assert.Throws<InvalidArgumentException>(() => Homography.Between(square, Quad.Upright(0, 0, double.NaN, 1)));
    }

    [Fact]
    public void Corners_are_put_in_order()
    {
        PixelPoint[] corners = [new(2, 1), new(10, 3), new(9, 7), new(1, 5)];
        foreach (int[] order in (int[][])[[0, 1, 2, 3], [2, 0, 3, 1], [3, 2, 1, 0], [1, 3, 0, 2]])
            Assert.Equal(corners, Quad.FromCorners([.. order.Select(i => corners[i])]).ToArray());
        Assert.Equal("(2.0, 1.0) (10.0, 3.0) (9.0, 7.0) (1.0, 5.0)", Quad.FromCorners(corners).ToString());
    }

    internal static void AssertNear(Quad expected, Quad actual, double within)
    {
        for (int i = 0; i < 4; i++)
            Assert.True(expected[i].DistanceTo(actual[i]) <= within, $"corner {i}: {actual} against {expected}");
    }

    private static PixelPoint[] Points(System.Random random, int count, bool onGrid) => [.. Enumerable.Range(0, count)
        .Select(_ => onGrid ? new PixelPoint(random.Next(12), random.Next(9)) : new PixelPoint(random.NextDouble() * 60, random.NextDouble() * 40))];

    private static Quad Convex(System.Random random)
    {
        double Shift() => random.NextDouble() * 30;
        return new Quad(new(Shift(), Shift()), new(100 + Shift(), Shift()), new(100 + Shift(), 80 + Shift()), new(Shift(), 80 + Shift()));
    }

    private static PixelPoint Between(PixelPoint a, PixelPoint b, double share) => a + ((b - a) * share);

    private static PixelPoint Meeting(Quad q)
    {
        double a = Math.Abs(Cross(q[1], q[3], q[0])), b = Math.Abs(Cross(q[1], q[3], q[2]));
        return Between(q[0], q[2], a / (a + b));
    }

    private static double AreaAlong(PixelPoint[] points, PixelPoint direction)
    {
        double length = Math.Sqrt((direction.X * direction.X) + (direction.Y * direction.Y)), c = direction.X / length, s = direction.Y / length;
        double[] u = [.. points.Select(p => (c * p.X) + (s * p.Y))], v = [.. points.Select(p => (c * p.Y) - (s * p.X))];
        return (u.Max() - u.Min()) * (v.Max() - v.Min());
    }

    private static void AssertEncloses(RotatedRectangle box, PixelPoint[] points)
    {
        foreach (PixelPoint p in points)
        {
            PixelPoint d = p - box.Center;
            Assert.True(Math.Abs((d.X * box.Axis.X) + (d.Y * box.Axis.Y)) <= (box.Width / 2) + 1e-9);
            Assert.True(Math.Abs((d.Y * box.Axis.X) - (d.X * box.Axis.Y)) <= (box.Height / 2) + 1e-9);
        }
    }

    private static double Cross(PixelPoint o, PixelPoint a, PixelPoint b) => ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));
}
