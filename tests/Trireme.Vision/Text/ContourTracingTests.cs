using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class ContourTracingTests
{
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(1, 9, 0.6)]
    [InlineData(9, 1, 0.6)]
    [InlineData(5, 7, 0.3)]
    [InlineData(16, 13, 0.5)]
    [InlineData(24, 31, 0.7)]
    [InlineData(40, 40, 0.85)]
    [InlineData(12, 12, 1.0)]
    public void A_border_is_every_pixel_of_one_region_beside_another(int height, int width, double density)
    {
        var random = new System.Random(height * 1000 + width);
        for (int round = 0; round < 60; round++)
        {
            bool[] mask = [.. Enumerable.Range(0, height * width).Select(_ => random.NextDouble() < density)];
            List<Contour> found = ContourTracing.FindContours(mask, height, width);
            Assert.Equal(Borders(mask, height, width), found.Select(c => (c.IsHole, Text(c.Points))).Order());
            foreach (Contour contour in found)
                AssertConnected(contour.Points);
        }
    }

    [Fact]
    public void A_ring_has_an_outside_and_a_hole()
    {
        bool[] mask = new bool[25];
        foreach (int i in (int[])[6, 7, 8, 11, 13, 16, 17, 18])
            mask[i] = true;
        List<Contour> found = ContourTracing.FindContours(mask, 5, 5);
        Assert.Equal(2, found.Count);
        Assert.False(found[0].IsHole);
        Assert.Equal(8, found[0].Points.Count);
        Assert.True(found[1].IsHole);
        Assert.Equal([(1, 2), (2, 1), (2, 3), (3, 2)], found[1].Points.Order());
    }

    [Fact]
    public void A_mask_of_another_size_is_refused()
    {
        var e = Assert.Throws<InvalidArgumentException>(() => ContourTracing.FindContours(new bool[11], 3, 4));
        Assert.Contains("3 rows of 4 columns against 11", e.Message);
    }

    private static void AssertConnected(IReadOnlyList<(int X, int Y)> points)
    {
        for (int i = 0; i < points.Count && points.Count > 1; i++)
        {
            (int x, int y) = points[i];
            (int u, int v) = points[(i + 1) % points.Count];
            Assert.Equal(1, Math.Max(Math.Abs(x - u), Math.Abs(y - v)));
        }
    }

    private static string Text(IEnumerable<(int X, int Y)> points) => string.Join(" ", points.Distinct().Order());

    /// <summary>By flood fill: for every region of set pixels and every region of unset ones, the set pixels that share a side with the other.</summary>
    private static IEnumerable<(bool IsHole, string Points)> Borders(bool[] mask, int height, int width)
    {
        int h = height + 2, w = width + 2;
        var set = new bool[h * w];
        for (int i = 0; i < mask.Length; i++)
            set[((i / width) + 1) * w + (i % width) + 1] = mask[i];
        int[] region = Regions(set, h, w);
        var borders = new Dictionary<(int, int), HashSet<(int, int)>>();
        for (int at = 0; at < set.Length; at++)
        {
            if (!set[at])
                continue;
            foreach (int step in (int[])[-1, 1, -w, w])
            {
                if (set[at + step])
                    continue;
                (int, int) key = (region[at], region[at + step]);
                if (!borders.TryGetValue(key, out HashSet<(int, int)>? points))
                    borders[key] = points = [];
                points.Add(((at % w) - 1, (at / w) - 1));
            }
        }
        // What surrounds a region is met before it; what is inside it, after.
        return borders.Select(b => (b.Key.Item1 < b.Key.Item2, Text(b.Value))).Order();
    }

    /// <summary>Numbers of regions in the order of a scan: set pixels touch at sides and corners, unset ones at sides.</summary>
    private static int[] Regions(bool[] set, int h, int w)
    {
        var region = new int[set.Length];
        int count = 0;
        for (int start = 0; start < set.Length; start++)
        {
            if (region[start] != 0)
                continue;
            count++;
            var open = new Stack<int>([start]);
            region[start] = count;
            while (open.TryPop(out int at))
            {
                for (int dy = -1; dy <= 1; dy++)
                {
                    for (int dx = -1; dx <= 1; dx++)
                    {
                        int y = (at / w) + dy, x = (at % w) + dx, to = (y * w) + x;
                        if (y < 0 || y >= h || x < 0 || x >= w || set[to] != set[start] || region[to] != 0 || (!set[start] && dx != 0 && dy != 0))
                            continue;
                        region[to] = count;
                        open.Push(to);
                    }
                }
            }
        }
        return region;
    }
}
