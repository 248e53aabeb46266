using Trireme.Fluid;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Layers over boxes, against what a reader can work out.</summary>
public sealed class BoxTests
{
    private static readonly Tensor Distances = Ragged(Floats([3, 3], 0.2f, 0.9f, 0.1f, 0.8f, 0.95f, 0.6f, 0.3f, 0.4f, 0.7f), 2, 1);
    private static readonly Tensor Entities = Ragged(Floats([3, 1, 2], 1, 2, 3, 4, 5, 6), 2, 1), Matches = Ints([2, 3], 1, -1, 0, -1, 0, -1);
    private static readonly Tensor Boxes = Floats([1, 3, 4], 0, 0, 9, 9, 1, 0, 10, 9, 20, 20, 29, 29), Scores = Floats([1, 3, 3], 0.99f, 0.99f, 0.99f, 0.6f, 0.9f, 0.2f, 0.5f, 0.1f, 0.7f);
    private static readonly Tensor Prior = Floats([2, 4], 0, 0, 9, 19, 10, 10, 19, 19), Variances = Floats([4], 0.1f, 0.1f, 0.2f, 0.2f);
    private static readonly Tensor Moves = Floats([2, 8], 0, 0, 0, 0, 1, -1, 2, 9, 0, 0, 0, 0, 0.5f, 1, 0, 0);

    private static readonly LayerCase[] All =
    [
        // Of the first image's two rows: 0.95 joins row 1 and column 1, then 0.2 row 0 and column 0.
        new("bipartite_match", v => Layers.BipartiteMatch(v[0]).MatchedIndices, [Distances], [2, 3], [0, 1, -1, -1, -1, 0]),
        new("bipartite_match's distances", v => Layers.BipartiteMatch(v[0]).MatchedDistance, [Distances], [2, 3], [0.2, 0.95, 0, 0, 0, 0.7]),
        new("bipartite_match for each prediction", v => Layers.BipartiteMatch(v[0], "per_prediction", 0.35).MatchedIndices, [Distances], [2, 3], [0, 1, 1, -1, 0, 0]),
        new("target_assign", v => Layers.TargetAssign(v[0], v[1], mismatchValue: 7).Out, [Entities, Matches], [2, 3, 2], [3, 4, 7, 7, 1, 2, 7, 7, 5, 6, 7, 7]),
        new("target_assign's weights", v => Layers.TargetAssign(v[0], v[1]).OutWeight, [Entities, Matches], [2, 3, 1], [1, 0, 1, 0, 1, 0]),
        new("target_assign's weights with negatives", v => Layers.TargetAssign(v[0], v[1], v[2]).OutWeight, [Entities, Matches, Ragged(Ints([2, 1], 1, 2), 1, 1)], [2, 3, 1], [1, 1, 1, 0, 1, 1]),
        // The image was scaled by 2 from 10 x 20 pixels.
        new("box_clip", v => Layers.BoxClip(v[0], v[1]), [Ragged(Floats([2, 4], -1, -2, 25, 30, 3, 4, 18, 8), 2), Floats([1, 3], 20, 40, 2)], [2, 4], [0, 0, 19, 9, 3, 4, 18, 8]),
        new("polygon_box_transform", v => Layers.PolygonBoxTransform(v[0]), [Floats([1, 2, 2, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)], [1, 2, 2, 3], [-1, 2, 5, -4, -1, 2, -7, -8, -9, -6, -7, -8]),
        // In pixels the first two boxes share 90 of 110; class 0 is the background.
        new("multiclass_nms", v => Layers.MulticlassNms(v[0], v[1], 0.3, 3, 5, 0.5, normalized: false), [Boxes, Scores], [3, 6],
            [1, 0.9, 1, 0, 10, 9, 2, 0.7, 20, 20, 29, 29, 2, 0.5, 0, 0, 9, 9]),
        new("multiclass_nms that keeps two", v => Layers.MulticlassNms(v[0], v[1], 0.3, 3, 2, 0.5, normalized: false), [Boxes, Scores], [2, 6], [1, 0.9, 1, 0, 10, 9, 2, 0.7, 20, 20, 29, 29]),
        new("multiclass_nms that joins little", v => Layers.MulticlassNms(v[0], v[1], 0.55, 3, 5, 0.9, backgroundLabel: 2), [Boxes, Scores], [5, 6],
            [0, 0.99, 0, 0, 9, 9, 0, 0.99, 1, 0, 10, 9, 0, 0.99, 20, 20, 29, 29, 1, 0.9, 1, 0, 10, 9, 1, 0.6, 0, 0, 9, 9]),
        new("multiclass_nms that finds nothing", v => Layers.MulticlassNms(v[0], v[1], 2, 3, 5), [Boxes, Scores], [1, 1], [-1]),
        new("box_decoder_and_assign", v => Layers.BoxDecoderAndAssign(v[0], v[1], v[2], v[3], 1.5).DecodeBox, [Prior, Variances, Moves, Floats([2, 2], 0.1f, 0.9f, 0.8f, 0.2f)], [2, 8],
            Decoded(1.5)) { Fixed = true },
        new("box_decoder_and_assign's boxes", v => Layers.BoxDecoderAndAssign(v[0], v[1], v[2], v[3], 1.5).OutputAssignBox, [Prior, Variances, Moves, Floats([2, 2], 0.1f, 0.9f, 0.8f, 0.2f)],
            [2, 4], [.. Decoded(1.5)[4..8], .. Decoded(1.5)[12..16]]) { Fixed = true },
    ];

    /// <summary>Boxes of pixels, one more than the difference of their corners, moved and stretched.</summary>
    private static double[] Decoded(double limit)
    {
        double[] prior = Values(Prior), move = Values(Moves);
        var boxes = new double[16];
        for (int box = 0; box < 4; box++)
        {
            for (int side = 0; side < 2; side++)
            {
                double first = prior[(box / 2 * 4) + side], size = prior[(box / 2 * 4) + 2 + side] - first + 1;
                double middle = first + (size / 2) + (0.1 * move[(box * 4) + side] * size);
                double stretched = size * Math.Exp(Math.Min(limit, 0.2 * move[(box * 4) + 2 + side]));
                boxes[(box * 4) + side] = middle - (stretched / 2);
                boxes[(box * 4) + 2 + side] = middle + (stretched / 2) - 1;
            }
        }
        return boxes;
    }

    public static IEnumerable<object[]> Names => LayerCase.NamesOf(All);

    [Theory, MemberData(nameof(Names))]
    public void Follows_its_rule(string name) => LayerCase.Check(All, name);

    [Fact]
    public void A_retina_net_finds_what_exceeds_the_threshold_but_on_its_last_level()
    {
        using var program = new LayerProgram();
        Tensor Named(string name, Shape shape) => Layers.Data(name, shape, appendBatchSize: false);
        Tensor y = Layers.RetinanetDetectionOutput([Named("b0", [1, 2, 4]), Named("b1", [1, 1, 4])], [Named("s0", [1, 2, 2]), Named("s1", [1, 1, 2])], [Named("a0", [2, 4]), Named("a1", [1, 4])],
            Named("info", [1, 3]), scoreThreshold: 0.3, nmsTopK: 10, keepTopK: 10, nmsThreshold: 0.4);
        Tensor r = program.Run(new()
        {
            // The second anchor's middle moves by a tenth of its 20 pixels.
            ["b0"] = Floats([1, 2, 4], 0, 0, 0, 0, 0.1f, 0, 0, 0),
            ["b1"] = Paddle.Zeros([1, 1, 4]),
            ["s0"] = Floats([1, 2, 2], 0.2f, 0.6f, 0.9f, 0.1f),
            ["s1"] = Floats([1, 1, 2], 0.05f, 0.02f),
            ["a0"] = Floats([2, 4], 0, 0, 19, 19, 40, 40, 59, 59),
            ["a1"] = Floats([1, 4], 100, 100, 139, 139),
            ["info"] = Floats([1, 3], 200, 200, 2),
        }, y)[0];
        // In pixels of the image before it was scaled by 2.
        double[][] found = Rows(r).OrderByDescending(b => b[1]).ToArray();
        Near([[1, 0.9, 21, 20, 30.5, 29.5], [2, 0.6, 0, 0, 9.5, 9.5], [1, 0.05, 50, 50, 69.5, 69.5], [2, 0.02, 50, 50, 69.5, 69.5]], Floats([found.Length, 6],
            found.SelectMany(b => b).Select(v => (float)v).ToArray()));
    }
}
