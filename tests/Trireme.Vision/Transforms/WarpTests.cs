using System.Globalization;
using Trireme.Formats.Images;
using Trireme.Random;
using Trireme.Tests.Shared;
using Trireme.Vision.Transforms;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Transforms;

/// <summary>Affine and perspective changes against Pillow with matrices made here, and in closed form.</summary>
public sealed class WarpTests(ITestOutputHelper output)
{
    private const string Picture = "chelsea.png";

    [Fact]
    public void Affine_and_perspective_images_are_Pillows()
    {
        // 451 by 300 pixels; the matrices lead from the result to the source.
        double[] turned = Inverse(Times(Times(Shift(225.5 + 12, 150 - 7), Linear(25, 1.3, 0, 0)), Shift(-225.5, -150)));
        double[] sheared = Inverse(Times(Times(Shift(40, 60), Linear(-10, 0.8, 15, 8)), Shift(-40, -60)));
        double[] seen = Inverse(Quadrilateral((20, 10), (430, 35), (400, 290), (5, 270), 450, 299));
        (string Python, Func<Image, Image> Ours, int Off, double Share)[] cases =
        [
            ($"im.transform(im.size, Image.AFFINE, {List(turned[..6])}, Image.NEAREST)", i => Functional.Affine(i, 25, (12, -7), 1.3, 0), 255, 0.002),
            ($"im.transform(im.size, Image.AFFINE, {List(sheared[..6])}, Image.BILINEAR, fillcolor=(9, 8, 7))",
                i => Functional.Affine(i, -10, (0, 0), 0.8, (15, 8), "bilinear", (9, 8, 7), (40, 60)), 2, 0.6),
            ($"im.transform(im.size, Image.PERSPECTIVE, {List(seen.Select(v => v / seen[8]).Take(8).ToArray())}, Image.NEAREST)",
                i => Functional.Perspective(i, [(0, 0), (450, 0), (450, 299), (0, 299)], [(20, 10), (430, 35), (400, 290), (5, 270)]), 255, 0.002),
            ($"im.transform(im.size, Image.PERSPECTIVE, {List(seen.Select(v => v / seen[8]).Take(8).ToArray())}, Image.BILINEAR)",
                i => Functional.Perspective(i, [(0, 0), (450, 0), (450, 299), (0, 299)], [(20, 10), (430, 35), (400, 290), (5, 270)], "bilinear"), 2, 0.6),
        ];
        if (Pillow.Evaluate(output, Picture, [.. cases.Select(c => c.Python)]) is not { } truths)
            return;
        Image image = ImageFile.Load(SharedData.Find($"data/images/{Picture}", output)!);
        for (int i = 0; i < cases.Length; i++)
        {
            byte[] ours = cases[i].Ours(image).Pixels;
            Assert.Equal(truths[i].Length, ours.Length);
            int[] off = ours.Zip(truths[i], (a, b) => Math.Abs(a - b)).ToArray();
            output.WriteLine($"{cases[i].Python}: {off.Count(d => d > 0)} of {off.Length} differ, at most by {off.Max()}");
            // A border pixel may fall on either side.
            Assert.InRange(off.Count(d => d > cases[i].Off), 0, off.Length / 1000);
            Assert.InRange(off.Count(d => d > 0), 0, cases[i].Share * off.Length);
        }
    }

    [Fact]
    public void Quarter_turns_and_whole_moves_are_exact()
    {
        Tensor x = Paddle.Arange(0, 25, 1, "float32").Reshape([1, 5, 5]);
        Assert.Equal(x.Flip(1).Transpose([0, 2, 1]).ToArray<float>(), Functional.Affine(x, 90, (0, 0), 1, 0).ToArray<float>());
        float[] moved = Functional.Affine(x, 0, (1, 2), 1, 0, fill: -1).ToArray<float>();
        for (int i = 0; i < 25; i++)
            Assert.Equal(i / 5 >= 2 && i % 5 >= 1 ? ((i / 5 - 2) * 5) + (i % 5) - 1 : -1, moved[i]);
        Numbers[] corners = [(0, 0), (4, 0), (4, 4), (0, 4)];
        Assert.Equal(x.ToArray<float>(), Functional.Perspective(x, corners, corners).ToArray<float>());
        Assert.Throws<InvalidArgumentException>(() => Functional.Affine(x, 0, 1, 1, 0));
        Assert.Throws<InvalidArgumentException>(() => Functional.Affine(x, 0, (0, 0), 0, 0));
        Assert.Throws<InvalidArgumentException>(() => Functional.Perspective(x, corners, [(0, 0), (1, 1), (2, 2), (0, 4)]));
        Assert.Throws<InvalidArgumentException>(() => Functional.Perspective(x, corners, corners[..3]));
    }

    [Fact]
    public void A_rectangle_is_covered()
    {
        Tensor x = Paddle.Arange(0, 24, 1, "float32").Reshape([2, 3, 4]);
        float[] covered = Functional.Erase(x, 1, 2, 2, 1, (7, 8)).ToArray<float>(), before = x.ToArray<float>();
        for (int i = 0; i < 24; i++)
            Assert.Equal(i % 4 == 2 && i / 4 % 3 >= 1 ? 7 + (i / 12) : before[i], covered[i]);
        Image grey = Image.FromPixels(2, 2, 1, [1, 2, 3, 4]);
        Assert.Equal([9, 2, 9, 4], Functional.Erase(grey, 0, 0, 2, 1, 9).Pixels);
        Assert.Throws<InvalidArgumentException>(() => Functional.Erase(x, 2, 0, 2, 1, 0));
    }

    [Fact]
    public void Random_changes_stay_in_their_ranges()
    {
        using var seed = new Generator(11).UseOnThisThread();
        Image white = Image.FromPixels(20, 30, 1, Enumerable.Repeat((byte)255, 600).ToArray());
        for (int i = 0; i < 30; i++)
        {
            // Moves alone: columns and rows that came from outside are black, at most 3 and 4.
            byte[] moved = ((Image)new RandomAffine(0, translate: (0.1, 0.2)).Call(white)!).Pixels;
            Assert.InRange(Enumerable.Range(0, 30).Count(c => Enumerable.Range(0, 20).All(r => moved[(r * 30) + c] == 0)), 0, 3);
            Assert.InRange(Enumerable.Range(0, 20).Count(r => Enumerable.Range(0, 30).All(c => moved[(r * 30) + c] == 0)), 0, 4);
            // Twice as large about the middle, all is white; half as large, a quarter.
            Assert.DoesNotContain((byte)0, ((Image)new RandomAffine(0, scale: (1.5, 2)).Call(white)!).Pixels);
            Assert.Equal(150, ((Image)new RandomAffine(0, scale: (0.5, 0.5)).Call(white)!).Pixels.Count(v => v > 0));
            // Corners move at most half the way to the middle: the middle stays white.
            byte[] seen = ((Image)new RandomPerspective(1, 0.5).Call(white)!).Pixels;
            Assert.All(Enumerable.Range(0, 600).Where(p => p / 30 is >= 6 and < 14 && p % 30 is >= 8 and < 22), p => Assert.Equal(255, seen[p]));
        }
        Assert.Same(white, new RandomPerspective(0).Call(white));
        Assert.Contains((byte)0, ((Image)new RandomAffine((40, 50), shear: [-5, 5, 3, 4], interpolation: "bilinear").Call(white)!).Pixels);
        Assert.Throws<InvalidArgumentException>(() => new RandomAffine(-1));
        Assert.Throws<InvalidArgumentException>(() => new RandomAffine(1, translate: (0, 2)));
        Assert.Throws<InvalidArgumentException>(() => new RandomAffine(1, scale: (0, 1)));
        Assert.Throws<InvalidArgumentException>(() => new RandomAffine(1, interpolation: "cubic"));
        Assert.Throws<InvalidArgumentException>(() => new RandomPerspective(2));
        Assert.Throws<InvalidArgumentException>(() => new RandomPerspective(distortionScale: 1.1));
    }

    private static string List(double[] values) => $"({string.Join(", ", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))})";

    private static double[] Shift(double x, double y) => [1, 0, x, 0, 1, y, 0, 0, 1];

    // Clockwise in pixels, whose rows count downwards; sheared along the rows, then along the columns, before that.
    private static double[] Linear(double angle, double scale, double shearX, double shearY)
    {
        double a = angle * Math.PI / 180, x = shearX * Math.PI / 180, y = shearY * Math.PI / 180;
        double[] turn = [Math.Cos(a), -Math.Sin(a), 0, Math.Sin(a), Math.Cos(a), 0, 0, 0, 1], down = [1, 0, 0, -Math.Tan(y), 1, 0, 0, 0, 1],
            along = [1, -Math.Tan(x), 0, 0, 1, 0, 0, 0, 1], stretch = [scale, 0, 0, 0, scale, 0, 0, 0, 1];
        return Times(stretch, Times(turn, Times(down, along)));
    }

    // A rectangle from (0, 0) to (w, h) onto four corners: through the unit square, by Heckbert's formula.
    private static double[] Quadrilateral((double X, double Y) p0, (double X, double Y) p1, (double X, double Y) p2, (double X, double Y) p3,
        double w, double h)
    {
        (double dx1, double dy1, double dx2, double dy2) = (p1.X - p2.X, p1.Y - p2.Y, p3.X - p2.X, p3.Y - p2.Y);
        (double sx, double sy) = (p0.X - p1.X + p2.X - p3.X, p0.Y - p1.Y + p2.Y - p3.Y);
        double det = (dx1 * dy2) - (dx2 * dy1), g = ((sx * dy2) - (dx2 * sy)) / det, k = ((dx1 * sy) - (sx * dy1)) / det;
        double[] square = [p1.X - p0.X + (g * p1.X), p3.X - p0.X + (k * p3.X), p0.X, p1.Y - p0.Y + (g * p1.Y), p3.Y - p0.Y + (k * p3.Y), p0.Y, g, k, 1];
        return Times(square, [1 / w, 0, 0, 0, 1 / h, 0, 0, 0, 1]);
    }

    private static double[] Times(double[] a, double[] b)
        => Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 3).Sum(k => a[(i / 3 * 3) + k] * b[(k * 3) + (i % 3)])).ToArray();

    private static double[] Inverse(double[] m)
    {
        double Minor(int r, int c) => (m[((r + 1) % 3 * 3) + ((c + 1) % 3)] * m[((r + 2) % 3 * 3) + ((c + 2) % 3)])
            - (m[((r + 1) % 3 * 3) + ((c + 2) % 3)] * m[((r + 2) % 3 * 3) + ((c + 1) % 3)]);
        double det = Enumerable.Range(0, 3).Sum(c => m[c] * Minor(0, c));
        return Enumerable.Range(0, 9).Select(i => Minor(i % 3, i / 3) / det).ToArray();
    }
}
