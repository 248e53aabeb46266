using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Detection;

/// <summary>What the second step of detectors is trained with, and regions with four corners.</summary>
public sealed class LabelTests
{
    private static readonly float[] Regions = [0, 0, 18, 14, 0, 0, 18, 4, 80, 80, 98, 98, 40, 40, 58, 54];

    private static Tensor[] Labels(GenerateProposalLabelsOp op, float[] regions, Tensor? known = null)
        => Run(op, [Floats([regions.Length / 4, 4], regions).WithLod([regions.Length / 4])], [Ints([2, 1], 3, 2).WithLod([2])],
            [Ints([2, 1], 0, 1).WithLod([2])],
            [Floats([2, 4], 0, 0, 9, 9, 20, 20, 29, 29).WithLod([2])], [Floats([1, 3], 200, 200, 2)], known is null ? [] : [known]);

    [Fact]
    public void Regions_get_the_class_and_the_moves_of_the_object_they_overlap()
    {
        // Half as large, the regions overlap the first object by 0.8 and 0.3, none, and the second, a crowd, by 0.8.
        Tensor[] y = Labels(new GenerateProposalLabelsOp(8, 0.5f, 0.5f, 0.5f, 0.1f, ClassNums: 4, UseRandom: false), Regions);
        Close([0, 0, 18, 18, 0, 0, 18, 14, 40, 40, 58, 54, 0, 0, 18, 4], y[0]);
        Close([3, 3, 2, 0], y[1]);
        var moves = new double[4 * 16];
        (moves[16 + 13], moves[16 + 15]) = (1 / 8.0 / 0.1, Math.Log(10 / 8.0) / 0.2);
        (moves[32 + 9], moves[32 + 11]) = (moves[16 + 13], moves[16 + 15]);
        Close(moves, y[2]);
        double[] weights = Enumerable.Range(0, 64).Select(i => i / 16 < 2 && i % 16 >= 12 || (i / 16 == 2 && i % 16 is >= 8 and < 12) ? 1.0 : 0).ToArray();
        Close(weights, y[3]);
        Close(weights, y[4]);
        Close([1, 0.8, 0.8, 0.3], y[5]);
        Assert.Equal(Lod.FromLengths((int[])[4]), y[2].Lod);
    }

    [Fact]
    public void Later_steps_take_all_but_the_objects_and_one_place_for_moves()
    {
        Tensor[] y = Labels(new GenerateProposalLabelsOp(1, 0.5f, 0.5f, 0.5f, 0f, [1, 1, 1, 1], 2 + 2, IsCascadeRcnn: true, IsClsAgnostic: true),
            [.. Regions, 0, 0, -4, -4], Floats([5], 0.8f, 0.3f, 0, 1, 0));
        // The fourth is an object, the fifth has no extent.
        Close([3, 3, 0, 0], y[1]);
        Close([0, 0, 0, 0, 0, 1 / 8.0, 0, Math.Log(10 / 8.0)], y[2].Slice(0, 1, 2).Slice(1, 0, 8));
    }

    [Fact]
    public void Few_are_drawn_of_many_regions()
    {
        float[] many = Enumerable.Range(0, 40).SelectMany(i => i < 20 ? (float[])[0, 0, 18, 18 - (i / 10f)] : [100, 100, 120, 120 + i]).ToArray();
        Tensor[] y = new GenerateProposalLabelsOp(12, 0.25f, ClassNums: 4).ApplyAll(Floats([40, 4], many).WithLod([40]), Ints([1, 1], 3).WithLod([1]),
            Ints([1, 1], 0).WithLod([1]), Floats([1, 4], 0, 0, 9, 9).WithLod([1]), Floats([1, 3], 200, 200, 2), default);
        Assert.Equal(3, y[1].ToArray<int>().Count(l => l == 3));
        Assert.Equal(9, y[0].ToArray<float>().Chunk(4).Where(b => b[0] == 100).DistinctBy(b => b[3]).Count());
    }

    [Fact]
    public void Masks_are_the_outlines_seen_through_the_region()
    {
        // Object 0: a square and a smaller one; object 1: a crowd; object 2: far away. The second image has no region with a class.
        Tensor outlines = Floats([15, 2], 2, 2, 6, 2, 6, 6, 2, 6, 6, 6, 8, 6, 8, 8, 6, 8, 0, 0, 9, 0, 9, 9, 40, 40, 48, 40, 48, 48, 40, 48)
            .WithLod([3, 0], [2, 1, 1], [4, 4, 3, 4]);
        Tensor rois = Floats([4, 4], 100, 100, 110, 110, 0, 0, 16, 16, 80, 80, 96, 88, 5, 6, 7, 8).WithLod([3, 1]);
        Tensor[] y = Run(new GenerateMaskLabelsOp(3, 4), [Floats([2, 3], 100, 100, 2, 100, 100, 1)], [Ints([3, 1], 1, 1, 2).WithLod([3, 0])],
            [Ints([3, 1], 0, 1, 0).WithLod([3, 0])], [outlines], [rois], [Ints([4, 1], 0, 1, 2, 0).WithLod([3, 1])]);
        Close([0, 0, 16, 16, 80, 80, 96, 88, 5, 6, 7, 8], y[0]);
        Close([1, 2, 0], y[1]);
        Assert.Equal(Lod.FromLengths((int[])[2, 1]), y[2].Lod);
        int[] masks = y[2].ToArray<int>();
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1], masks[16..32]);
        // The upper half of the far object fills its region.
        Assert.Equal(Enumerable.Repeat(1, 16), masks[(48 + 32)..96]);
        Assert.All([.. masks[..16], .. masks[32..80], .. masks[96..]], v => Assert.Equal(-1, v));
    }

    [Fact]
    public void A_mask_holds_what_lies_inside_a_polygon_of_any_form()
    {
        const int Size = 24;
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new System.Random(seed);
            float[] points = Enumerable.Range(0, 7).SelectMany(i => Corner(i, 3 + (9 * random.NextDouble()))).ToArray();
            Tensor[] y = new GenerateMaskLabelsOp(2, Size).ApplyAll(Floats([1, 3], 24, 24, 1), Ints([1, 1], 1).WithLod([1]), Ints([1, 1], 0).WithLod([1]),
                Floats([7, 2], points).WithLod([1], [1], [7]), Floats([1, 4], 0, 0, Size, Size).WithLod([1]), Ints([1, 1], 1).WithLod([1]));
            int[] mask = y[2].ToArray<int>()[(Size * Size)..];
            for (int i = 0; i < mask.Length; i++)
            {
                double x = (i % Size) + 0.5, row = (i / Size) + 0.5;
                if (Enumerable.Range(0, 7).Min(k => Distance(points, k, x, row)) > 0.35)
                    Assert.Equal(Inside(points, x, row) ? 1 : 0, mask[i]);
            }
        }

        static float[] Corner(int i, double radius)
            => [(float)(12 + (radius * Math.Cos(i * 2 * Math.PI / 7))), (float)(12 + (radius * Math.Sin(i * 2 * Math.PI / 7)))];
    }

    [Fact]
    public void An_upright_region_is_cut_out()
    {
        Tensor x = Uniform([2, 3, 6, 7], 1), rois = Floats([2, 8], 2, 2, 10, 2, 10, 8, 2, 8, 2, 2, 10, 2, 10, 8, 2, 8).WithLod([0, 2]);
        Tensor[] y = Run(new RoiPerspectiveTransformOp(4, 8, 0.5f), [x], [rois]);
        Tensor cut = x.Slice(0, 1, 2).Slice(2, 1, 5).Slice(3, 1, 6);
        Close(cut.Cast(DType.Float64).ToArray<double>(), y[0].Slice(0, 1, 2).Slice(3, 0, 5));
        // The region is five wide; behind it is nothing.
        Close(new double[2 * 3 * 4 * 3], y[0].Slice(3, 5, 8));
        Close(Enumerable.Range(0, 64).Select(i => i % 8 < 5 ? 1.0 : 0).ToArray(), y[1]);
    }

    [Fact]
    public void Corners_lead_to_corners_and_places_between_are_blended()
    {
        float[] corners = [1.2f, 0.7f, 6.9f, 2.1f, 5.4f, 6.3f, -1.6f, 5.2f];
        Tensor x = Uniform([1, 2, 7, 8], 2);
        Tensor[] y = Run(new RoiPerspectiveTransformOp(6, 7), [x], [Floats([1, 8], corners).WithLod([1])]);
        double[] m = y[2].Cast(DType.Float64).ToArray<double>();
        (double X, double Y) At(double column, double row)
        {
            double scale = (m[6] * column) + (m[7] * row) + m[8];
            return (((m[0] * column) + (m[1] * row) + m[2]) / scale, ((m[3] * column) + (m[4] * row) + m[5]) / scale);
        }
        foreach ((int i, int column, int row) in new[] { (0, 0, 0), (1, 6, 0), (2, 6, 5), (3, 0, 5) })
        {
            Assert.Equal(corners[2 * i], At(column, row).X, 1e-3);
            Assert.Equal(corners[(2 * i) + 1], At(column, row).Y, 1e-3);
        }
        float[] v = x.ToArray<float>();
        double[] found = y[0].Cast(DType.Float64).ToArray<double>();
        int[] mask = y[1].ToArray<int>();
        for (int i = 0; i < 42; i++)
        {
            (double u, double w) = At(i % 7, i / 7);
            bool seen = u > -0.5 && w > -0.5;
            Assert.Equal(seen ? 1 : 0, mask[i]);
            for (int c = 0; c < 2; c++)
                Assert.Equal(seen ? Blend(c, Math.Clamp(u, 0, 7), Math.Clamp(w, 0, 6)) : 0, found[(c * 42) + i], 1e-4);
        }

        double Blend(int c, double u, double w)
        {
            double sum = 0;
            for (int row = 0; row < 7; row++)
            {
                for (int column = 0; column < 8; column++)
                    sum += v[(c * 56) + (row * 8) + column] * Math.Max(0, 1 - Math.Abs(u - column)) * Math.Max(0, 1 - Math.Abs(w - row));
            }
            return sum;
        }
    }

    private static double Distance(float[] points, int k, double x, double y)
    {
        int next = (k + 1) % (points.Length / 2);
        (double ax, double ay, double bx, double by) = (points[2 * k], points[(2 * k) + 1], points[2 * next], points[(2 * next) + 1]);
        double t = Math.Clamp((((x - ax) * (bx - ax)) + ((y - ay) * (by - ay))) / (((bx - ax) * (bx - ax)) + ((by - ay) * (by - ay))), 0, 1);
        return Math.Sqrt(Math.Pow(ax + (t * (bx - ax)) - x, 2) + Math.Pow(ay + (t * (by - ay)) - y, 2));
    }

    // The angles under which a point sees the edges add up to a turn, or to nothing.
    private static bool Inside(float[] points, double x, double y)
    {
        double turn = 0;
        for (int k = 0; k < points.Length / 2; k++)
        {
            int next = (k + 1) % (points.Length / 2);
            double angle = Math.Atan2(points[(2 * next) + 1] - y, points[2 * next] - x) - Math.Atan2(points[(2 * k) + 1] - y, points[2 * k] - x);
            turn += Math.IEEERemainder(angle, 2 * Math.PI);
        }
        return Math.Abs(turn) > 3;
    }
}
