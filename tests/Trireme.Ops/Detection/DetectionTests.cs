using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Detection;

public sealed class DetectionTests
{
    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    [Fact]
    public void Overlaps_are_shared_area_over_joined_area()
    {
        Tensor x = Floats([2, 4], 0, 0, 2, 2, 1, 1, 3, 3), y = Floats([3, 4], 1, 1, 3, 3, 5, 5, 6, 6, 0, 0, 2, 2);
        Close([1 / 7.0, 0, 1, 1, 0, 1 / 7.0], Run(new IouSimilarityOp(), [x], [y])[0]);
        Close([4.0 / 14], Run(new IouSimilarityOp(false), [x.Slice(0, 0, 1)], [y.Slice(0, 0, 1)])[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Boxes_are_coded_and_decoded(bool normalized)
    {
        Tensor prior = Floats([2, 4], 0, 0, 2, 4, 1, 1, 5, 3), variance = Floats([2, 4], 0.1f, 0.1f, 0.2f, 0.2f, 1, 1, 1, 1), target = Floats([1, 4], 1, 1, 3, 4);
        Tensor code = Run(new BoxCoderOp(BoxNormalized: normalized), [prior], [variance], [target])[0];
        double e = normalized ? 0 : 1, w = 2 + e, h = 4 + e;
        double[] first = [(2 - (w / 2)) / w / 0.1, (2.5 - (h / 2)) / h / 0.1, Math.Log((2 + e) / w) / 0.2, Math.Log((3 + e) / h) / 0.2];
        Close(first, code.Flatten(0, 1).Slice(0, 0, 1), 1e-4);
        Tensor back = Run(new BoxCoderOp("decode_center_size", normalized), [prior], [variance], [code])[0];
        // Pixels: the middle of a target is that of its corners, the middle of a prior that of its sides.
        double shift = normalized ? 0 : -0.5;
        Close(Enumerable.Repeat(new[] { 1 + shift, 1 + shift, 3 + shift, 4 + shift }, 2).SelectMany(v => v).ToArray(), back, 1e-4);
        Close(back.ToArray<float>().Select(v => (double)v).ToArray(), new BoxCoderOp("decode_center_size", normalized, 1).Apply(prior, variance, code.Transpose([1, 0, 2])), 1e-4);
    }

    [Fact]
    public void Boxes_end_at_their_image()
    {
        Tensor boxes = Floats([2, 4], -1, 2, 30, 40, 5, 5, 9, 9).WithLod([1, 1]), info = Floats([2, 3], 20, 10, 1, 16, 16, 2);
        Close([0, 2, 9, 19, 5, 5, 7, 7], Run(new BoxClipOp(), [boxes], [info])[0]);
    }

    [Fact]
    public void Corners_are_places_less_offsets()
        => Close([-1, 3, 2, -4, 3, 6, -7, 4], Run(new PolygonBoxTransformOp(), [Floats([1, 2, 2, 2], 1, 1, -2, 8, -3, -6, 11, 0)])[0]);

    [Fact]
    public void Priors_stand_at_each_place()
    {
        Tensor[] prior = Run(new PriorBoxOp([4], [9], [2], [0.1f, 0.1f, 0.2f, 0.2f], Flip: true), [Uniform([1, 3, 2, 2])], [Uniform([1, 3, 20, 40])]);
        Assert.Equal([2, 2, 4, 4], prior[0].Shape.ToArray());
        double r = Math.Sqrt(2);
        (double W, double H)[] sizes = [(4, 4), (4 * r, 4 / r), (4 / r, 4 * r), (6, 6)];
        double[] expected = Enumerable.Range(0, 4).SelectMany(p => sizes.SelectMany(s =>
        {
            double x = ((p % 2) + 0.5) * 20, y = ((p / 2) + 0.5) * 10;
            return new[] { (x - (s.W / 2)) / 40, (y - (s.H / 2)) / 20, (x + (s.W / 2)) / 40, (y + (s.H / 2)) / 20 };
        })).ToArray();
        Close(expected, prior[0]);
        Close(new double[16].Select((_, i) => i % 4 < 2 ? 0.1 : 0.2).ToArray(), prior[1].Slice(0, 0, 1).Slice(1, 0, 1));
        Tensor ordered = new PriorBoxOp([4], [9], [2], MinMaxAspectRatiosOrder: true).ApplyAll(Uniform([1, 3, 2, 2]), Uniform([1, 3, 20, 40]))[0];
        Close([4 / 40.0, 6 / 40.0, 4 * r / 40], (ordered.Reshape([-1, 4]).Slice(0, 0, 3).Slice(1, 2, 3) - ordered.Reshape([-1, 4]).Slice(0, 0, 3).Slice(1, 0, 1)));
        Tensor dense = Run(new DensityPriorBoxOp([4], [1], [2], FlattenTo2d: true), [Uniform([1, 3, 1, 1])], [Uniform([1, 3, 8, 8])])[0];
        Close([0, 0, 0.5, 0.5, 0.5, 0, 1, 0.5, 0, 0.5, 0.5, 1, 0.5, 0.5, 1, 1], dense);
        Tensor anchors = Run(new AnchorGeneratorOp([32], [1], [1, 1, 1, 1], [16, 16]), [Uniform([1, 3, 1, 2])])[0];
        Close([-8, -8, 23, 23, 8, -8, 39, 23], anchors);
    }

    [Fact]
    public void Yolo_boxes_follow_their_definition()
    {
        const int classes = 2, h = 2, w = 3;
        Tensor x = Uniform([1, 2 * (5 + classes), h, w], 3, -2, 2);
        float[] v = x.ToArray<float>();
        int[] anchors = [10, 13, 16, 30];
        Tensor[] y = Run(new YoloBoxOp(anchors, classes, 0.3f, 32, ScaleXY: 1.2f), [x], [Ints([1, 2], 100, 150)]);
        var boxes = new List<double>();
        var scores = new List<double>();
        for (int a = 0; a < 2; a++)
        {
            for (int cell = 0; cell < h * w; cell++)
            {
                double At(int c) => v[(((a * 7) + c) * h * w) + cell];
                double confidence = Sigmoid(At(4)), kept = confidence < 0.3f ? 0 : 1;
                double cx = ((cell % w) + (Sigmoid(At(0)) * 1.2) - 0.1) * 150 / w, cy = ((cell / w) + (Sigmoid(At(1)) * 1.2) - 0.1) * 100 / h;
                double bw = Math.Exp(At(2)) * anchors[2 * a] * 150 / (32 * w), bh = Math.Exp(At(3)) * anchors[(2 * a) + 1] * 100 / (32 * h);
                boxes.AddRange(new[] { Math.Max(cx - (bw / 2), 0), Math.Max(cy - (bh / 2), 0), Math.Min(cx + (bw / 2), 149), Math.Min(cy + (bh / 2), 99) }.Select(b => b * kept));
                scores.AddRange([confidence * Sigmoid(At(5)) * kept, confidence * Sigmoid(At(6)) * kept]);
            }
        }
        Close(boxes.ToArray(), y[0], 1e-4);
        Close(scores.ToArray(), y[1]);
    }

    [Fact]
    public void Suppression_keeps_the_best_of_each_class()
    {
        // Two that overlap by 9/11, one apart; class 0 is the background.
        Tensor boxes = Floats([1, 3, 4], 0, 0, 10, 10, 0, 1, 10, 11, 20, 20, 30, 30), scores = Floats([1, 3, 3], 0.9f, 0.9f, 0.9f, 0.6f, 0.7f, 0.2f, 0.3f, 0.05f, 0.8f);
        Tensor[] kept = Run(new MulticlassNms3Op(0, 0.1f, 100, 0.5f, 1f, 100), [boxes], [scores]);
        Close([1, 0.7, 0, 1, 10, 11, 1, 0.2, 20, 20, 30, 30, 2, 0.8, 20, 20, 30, 30, 2, 0.3, 0, 0, 10, 10], kept[0]);
        Close([1, 2, 2, 0], kept[1]);
        Close([4], kept[2]);
        Assert.Equal(Lod.FromLengths([4]), kept[0].Lod);
        Close([1, 0.7, 0, 1, 10, 11, 2, 0.8, 20, 20, 30, 30], Run(new MulticlassNms2Op(0, 0.1f, 100, 0.5f, 1f, 2), [boxes], [scores])[0]);
        Close([-1], Run(new MulticlassNmsOp(0, 0.95f), [boxes], [scores])[0]);
        Tensor[] regions = Run(new MulticlassNms3Op(-1, 0.1f, 100, 0.5f, 1f, 100), [Floats([2, 1, 4], 0, 0, 10, 10, 0, 1, 10, 11)], [Floats([2, 1], 0.5f, 0.6f)], [Ints(2, 1, 1)]);
        Close([0, 0.5, 0, 0, 10, 10, 0, 0.6, 0, 1, 10, 11], regions[0]);
        Close([1, 1], regions[2]);
        Tensor[] matrix = Run(new MatrixNmsOp(0, 0.1f, 0.15f, 100, 100), [boxes], [scores]);
        Close([2, 0.8, 20, 20, 30, 30, 1, 0.7, 0, 1, 10, 11, 2, 0.3, 0, 0, 10, 10, 1, 0.2, 20, 20, 30, 30], matrix[0]);
        Tensor[] bell = Run(new MatrixNmsOp(0, 0.1f, 0.15f, 100, 100, UseGaussian: true, GaussianSigma: 0.5f), [boxes], [scores]);
        Assert.Contains(0.6 * Math.Exp(-0.5 * 81 / 121), bell[0].ToArray<float>().Select(s => (double)s), new Near());
    }

    [Fact]
    public void Rows_and_columns_are_paired()
    {
        Tensor distances = Floats([4, 3], 0.1f, 0.6f, 0.3f, 0.5f, 0.7f, 0.55f, 0.4f, 0, 0, 0, 0.2f, 0.1f).WithLod([2, 2]);
        Tensor[] match = Run(new BipartiteMatchOp(), [distances]);
        Close([-1, 1, 0, 0, 1, -1], match[0]);
        Close([0, 0.7, 0.3, 0.4, 0.2, 0], match[1]);
        Close([1, 1, 0, 0, 1, -1], Run(new BipartiteMatchOp("per_prediction", 0.5f), [distances])[0]);
        Tensor targets = Floats([4, 1, 2], 1, 2, 3, 4, 5, 6, 7, 8).WithLod([2, 2]);
        Tensor[] assigned = Run(new TargetAssignOp(9), [targets], [match[0]], [Ints([2, 1], 0, 2).WithLod([1, 1])]);
        Close([9, 9, 3, 4, 1, 2, 5, 6, 7, 8, 9, 9], assigned[0]);
        Close([1, 1, 1, 1, 1, 1], assigned[1]);
        Tensor[] mined = Run(new MineHardExamplesOp(1f, 0.5f), [Floats([1, 4], 0.1f, 0.9f, 0.5f, 0.7f)], [], [Ints([1, 4], 0, -1, -1, -1)], [Floats([1, 4], 0.8f, 0.6f, 0.1f, 0.2f)]);
        Close([3], mined[0]);
        Close([0, -1, -1, -1], mined[1]);
    }

    [Fact]
    public void Proposals_are_moved_cut_and_sorted_by_size()
    {
        Tensor anchors = Floats([1, 2, 1, 4], 0, 0, 9, 9, 20, 20, 59, 59), variances = Paddle.Ones([1, 2, 1, 4]);
        Tensor deltas = Floats([1, 4, 1, 2], 0.1f, 0, 0, 0, 0, 0, 0, 0), scores = Floats([1, 1, 1, 2], 0.4f, 0.6f);
        Tensor[] regions = Run(new GenerateProposalsOp(10, 10, 0.5f, 2f), [scores], [deltas], [Floats([1, 3], 50, 50, 1)], [anchors], [variances]);
        Close([20, 20, 49, 49, 1, 0, 10, 9], regions[0]);
        Close([0.6, 0.4], regions[1]);
        Tensor[] second = Run(new GenerateProposalsV2Op(10, 1, 0.5f, 2f, PixelOffset: false), [scores], [deltas], [Floats([1, 2], 50, 50)], [anchors], [variances]);
        Close([20, 20, 50, 50], second[0]);
        Tensor[] levels = Run(new DistributeFpnProposalsOp(2, 4, 3, 32, false), [Floats([3, 4], 0, 0, 100, 100, 0, 0, 10, 10, 0, 0, 40, 40).WithLod([1, 2])]);
        Close([0, 0, 10, 10], levels[0]);
        Close([0, 0, 40, 40], levels[1]);
        Close([0, 0, 100, 100], levels[2]);
        Close([2, 0, 1], levels[3]);
        Close([0, 1], levels[4]);
        Tensor[] collected = Run(new CollectFpnProposalsOp(2), [levels[0], levels[1], levels[2]], [Floats([1, 1], 0.5f), Floats([1, 1], 0.1f), Floats([1, 1], 0.9f)]);
        Close([0, 0, 100, 100, 0, 0, 10, 10], collected[0]);
        Close([1, 1], collected[1]);
    }

    [Fact]
    public void Regions_may_be_counted_by_sequences()
    {
        Tensor x = Uniform([2, 1, 4, 4]), boxes = Floats([2, 4], 0, 0, 3, 3, 1, 1, 3, 3);
        double[] expected = new RoiAlignOp(2, 2).Apply(x, boxes, Ints(2, 1, 1)).ToArray<float>().Select(v => (double)v).ToArray();
        Close(expected, Run(new RoiAlignOp(2, 2), [x], [boxes.WithLod([1, 1])])[0]);
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-5;

        public int GetHashCode(double value) => 0;
    }
}
