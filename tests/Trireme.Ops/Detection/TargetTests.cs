using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Detection;

public sealed class TargetTests
{
    // Overlaps with the object 0..9, 0..9 (of 10 by 10 pixels): 1, 0.8, 0.5 and 0; with 40..49, 40..49: only the last, by 1/4.
    private static Tensor Anchors => Floats([4, 4], 0, 0, 9, 9, 0, 0, 9, 7, 0, 0, 9, 4, 40, 40, 44, 44);

    private static Tensor Objects => Floats([2, 4], 0, 0, 9, 9, 40, 40, 49, 49).WithLod([2]);

    private static Tensor Info => Floats([1, 3], 60, 60, 1);

    [Fact]
    public void Anchors_that_meet_objects_are_told_where_to_move()
    {
        Tensor[] y = Run(new RpnTargetAssignOp(8, UseRandom: false, RpnNegativeOverlap: 0.2f), [Anchors], [Objects], [Ints([2, 1], 0, 0)], [Info]);
        // The last anchor is the best of its object, though the overlap is small.
        Close([0, 1, 3], y[0]);
        Close([0, 1, 3], y[1]);
        Close([1, 1, 1], y[2]);
        Close([0, 0, 0, 0, 0, 1 / 8.0, 0, Math.Log(10 / 8.0), 2.5 / 5, 2.5 / 5, Math.Log(2), Math.Log(2)], y[3]);
        Close(Enumerable.Repeat(1.0, 12).ToArray(), y[4]);
    }

    [Fact]
    public void The_best_anchor_of_an_object_may_be_empty_nevertheless()
    {
        // With the limit above 1/4 the last one is both: empty, and in its place the first, without weight.
        Tensor[] y = Run(new RpnTargetAssignOp(8, UseRandom: false), [Anchors], [Objects], [Ints([2, 1], 0, 0)], [Info]);
        Close([0, 0, 1], y[0]);
        Close([0, 1, 3], y[1]);
        Close([1, 1, 0], y[2]);
        Close([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], y[4]);
    }

    [Fact]
    public void Crowds_and_anchors_outside_are_left_out_and_scales_count()
    {
        Tensor objects = Floats([3, 4], 0, 0, 4.5f, 4.5f, 20, 20, 24.5f, 24.5f, 0, 0, 4.5f, 4.5f).WithLod([2, 1]);
        Tensor[] y = Run(new RpnTargetAssignOp(8, UseRandom: false), [Anchors], [objects], [Ints([3, 1], 0, 1, 0)], [Floats([2, 3], 60, 60, 2, 30, 30, 2)]);
        // Twice the object: the first two anchors meet it. The fourth is empty in the first image and outside the second.
        Close([0, 1, 4, 5], y[0]);
        Close([0, 1, 3, 4, 5], y[1]);
        Close([1, 1, 0, 1, 1], y[2]);
    }

    [Fact]
    public void Few_are_drawn_of_many()
    {
        Tensor anchors = Floats([40, 4], Enumerable.Range(0, 160).Select(i => i / 4 < 20 ? (i % 4 < 2 ? 0f : 9) : i % 4 < 2 ? 30f : 39).ToArray());
        Tensor[] y = new RpnTargetAssignOp(12, RpnFgFraction: 0.25f).ApplyAll(anchors, Floats([1, 4], 0, 0, 9, 9).WithLod([1]), Ints([1, 1], 0), Info);
        int[] locations = y[0].ToArray<int>(), scores = y[1].ToArray<int>();
        Assert.Equal(3, locations.Distinct().Count());
        Assert.All(locations, i => Assert.InRange(i, 0, 19));
        Assert.Equal(12, scores.Distinct().Count());
        Assert.Equal(9, scores.Count(i => i >= 20));
    }

    [Fact]
    public void Retina_takes_all_with_their_classes()
    {
        Tensor[] y = Run(new RetinanetTargetAssignOp(0.5f, 0.2f), [Anchors], [Objects], [Ints([2, 1], 7, 5)], [Ints([2, 1], 0, 0)], [Info]);
        Close([0, 1, 2, 3], y[1]);
        Close([7, 7, 7, 5], y[2]);
        Close([5], y[5]);
    }

    [Fact]
    public void Trees_are_convolved_as_their_definition_says()
    {
        // 1 is above 2, 3 and 4; 4 is above 5. A sixth node is not in the tree.
        Tensor x = Uniform([1, 6, 2], 3), filter = Uniform([2, 3, 2, 2], 5), edges = Ints([1, 5, 2], 1, 2, 1, 3, 1, 4, 4, 5, 0, 0);
        float[] v = x.ToArray<float>(), f = filter.ToArray<float>();
        (int Node, double Left, int Depth)[][] below =
        [
            [(0, 0.5, 0), (1, 0, 1), (2, 0.5, 1), (3, 1, 1)], [(1, 0.5, 0)], [(2, 0.5, 0)], [(3, 0.5, 0), (4, 0.5, 1)], [(4, 0.5, 0)], [],
        ];
        var expected = new List<double>();
        foreach ((int Node, double Left, int Depth)[] patch in below)
        {
            for (int o = 0; o < 4; o++)
            {
                expected.Add(patch.Sum(p =>
                {
                    double up = (2 - p.Depth) / 2.0, left = (1 - up) * p.Left, right = (1 - up) * (1 - left);
                    return Enumerable.Range(0, 2).Sum(i => v[(p.Node * 2) + i] * ((left * f[(i * 12) + o]) + (right * f[(i * 12) + 4 + o])
                        + (up * f[(i * 12) + 8 + o])));
                }));
            }
        }
        Close(expected.ToArray(), Run(new TreeConvOp(), [x], [edges], [filter])[0]);
    }
}
