using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Detection;

public sealed class RefinementTests
{
    [Fact]
    public void Focal_losses_follow_their_definition()
    {
        Tensor x = Uniform([4, 3], 3, -2, 2);
        int[] labels = [0, 2, -1, 3];
        float[] v = x.ToArray<float>();
        double[] expected = v.Select((s, i) =>
        {
            double p = 1 / (1 + Math.Exp(-s));
            int label = labels[i / 3];
            return label < 0 ? 0 : label == (i % 3) + 1 ? -0.3 / 2 * Math.Pow(1 - p, 1.5) * Math.Log(p) : -0.7 / 2 * Math.Pow(p, 1.5) * Math.Log(1 - p);
        }).ToArray();
        Close(expected, Run(new SigmoidFocalLossOp(1.5f, 0.3f), [x], [Ints([4, 1], labels)], [Ints(1, 2)])[0]);
    }

    [Fact]
    public void Boxes_move_to_their_best_class()
    {
        Tensor prior = Floats([2, 4], 10, 10, 19, 29, 0, 0, 9, 9), variance = Floats([4], 0.1f, 0.1f, 0.2f, 0.2f);
        Tensor target = Floats([2, 8], 1, 2, 0, 0, 1, -1, 5, 100, 0, 0, 0, 0, 2, 2, 0, 0), score = Floats([2, 2], 0.9f, 0.4f, 0.2f, 0.1f);
        Tensor[] y = Run(new BoxDecoderAndAssignOp(1.5f), [prior], [variance], [target], [score]);
        double w = 10 * Math.Exp(1), h = 20 * Math.Exp(1.5), x1 = 16, y1 = 18;
        double[] moved = [x1 - (w / 2), y1 - (h / 2), x1 + (w / 2) - 1, y1 + (h / 2) - 1];
        Close([11, 14, 20, 33, .. moved, 0, 0, 9, 9, 2, 2, 11, 11], y[0], 1e-4);
        Close([.. moved, 2, 2, 11, 11], y[1], 1e-4);
        // One class is the background alone: boxes stay.
        Close([10, 10, 19, 29, 0, 0, 9, 9], Run(new BoxDecoderAndAssignOp(), [prior], [variance], [target.Slice(1, 0, 4)], [score.Slice(1, 0, 1)])[1]);
    }

    [Fact]
    public void Retina_keeps_the_best_of_all_levels()
    {
        // The fine level has two anchors that overlap by 9/11 and one far away; the coarse level says something below the threshold.
        Tensor fine = Floats([3, 4], 0, 0, 9, 9, 0, 1, 9, 10, 20, 20, 29, 29), coarse = Floats([1, 4], 0, 0, 39, 39);
        Tensor scores = Floats([1, 3, 2], 0.6f, 0.01f, 0.7f, 0.3f, 0.02f, 0.8f), rough = Floats([1, 1, 2], 0.03f, 0);
        Tensor zeros = Floats([1, 3, 4], new float[12]), zero = Floats([1, 1, 4], new float[4]);
        Tensor y = Run(new RetinanetDetectionOutputOp(NmsThreshold: 0.5f), [zeros, zero], [scores, rough], [fine, coarse], [Floats([1, 3], 60, 50, 2)])[0];
        // Boxes are halved and cut off at 24 and 29.
        Close([1, 0.7, 0, 0.5, 4.5, 5, 1, 0.03, 0, 0, 19.5, 19.5, 2, 0.8, 10, 10, 14.5, 14.5, 2, 0.3, 0, 0.5, 4.5, 5], y);
        Assert.Equal(Lod.FromLengths([4]), y.Lod);
        Close([1, 0.7, 0, 0.5, 4.5, 5, 2, 0.8, 10, 10, 14.5, 14.5], Run(new RetinanetDetectionOutputOp(NmsThreshold: 0.5f, KeepTopK: 2), [zeros, zero],
            [scores, rough], [fine, coarse],
            [Floats([1, 3], 60, 50, 2)])[0]);
    }

    [Fact]
    public void Precision_is_counted_class_by_class()
    {
        // Class 1: hit (0.9), miss (0.8), hit (0.7) of two objects; class 2: one object that nobody finds. Class 0 is the background.
        Tensor found = Floats([3, 6], 1, 0.9f, 0, 0, 0.5f, 0.5f, 1, 0.8f, 0, 0, 0.5f, 0.5f, 1, 0.7f, 0.5f, 0.5f, 1, 1).WithLod([2, 1]);
        Tensor objects = Floats([3, 5], 1, 0, 0, 0.5f, 0.5f, 1, 0.5f, 0.5f, 1, 1, 2, 0, 0, 0.2f, 0.2f).WithLod([1, 2]);
        Tensor[] y = Run(new DetectionMapOp(3), [found], [objects], [], [], [], []);
        double integral = (0.5 * 1) + (0.5 * 2 / 3);
        Close([integral / 2], y[3]);
        Close([0, 2, 1], y[0]);
        Close([0.9, 1, 0.8, 0, 0.7, 1], y[1]);
        Close([0.9, 0, 0.8, 1, 0.7, 0], y[2]);
        Close([((6 * 1.0) + (5 * 2 / 3.0)) / 11 / 2], Run(new DetectionMapOp(3, ApType: "11point"), [found], [objects], [], [], [], [])[3]);
        // The same images once more: twice the counts.
        Tensor[] twice = Run(new DetectionMapOp(3), [found], [objects], [Ints(1, 1)], [y[0]], [y[1]], [y[2]]);
        Close([0, 4, 2], twice[0]);
        Assert.Equal(Lod.FromLengths([0, 6, 0]), twice[1].Lod);
        Close([((0.5 * 1) + (0.25 * 3 / 5) + (0.25 * 4 / 6)) / 2], twice[3]);
    }

    [Fact]
    public void Difficult_objects_may_be_left_out()
    {
        Tensor found = Floats([2, 6], 1, 0.9f, 0, 0, 0.5f, 0.5f, 1, 0.8f, 0.5f, 0.5f, 1, 1).WithLod([2]);
        Tensor objects = Floats([2, 6], 1, 1, 0, 0, 0.5f, 0.5f, 1, 0, 0.5f, 0.5f, 1, 1).WithLod([2]);
        Tensor[] y = Run(new DetectionMapOp(2, EvaluateDifficult: false), [found], [objects], [], [], [], []);
        Close([1], y[3]);
        Close([0, 1], y[0]);
        Close([0.8, 1], y[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deformable_regions_are_means_of_moved_samples(bool still)
    {
        const int channels = 2, side = 2, samples = 3, height = 7, width = 8;
        const double scale = 0.5, part = 0.2;
        Tensor x = Uniform([2, channels * side * side, height, width], 4), trans = Uniform([3, 2, 2, 2], 8);
        float[] regions = [1.2f, 2, 9.6f, 11, 0, 0, 15, 13, 4, 3, 8, 12];
        Tensor boxes = Floats([3, 4], regions).WithLod([1, 2]);
        float[] v = x.ToArray<float>(), t = trans.ToArray<float>();
        var expected = new List<double>();
        for (int r = 0; r < 3; r++)
        {
            double Corner(int i) => (Math.Round(regions[(4 * r) + i], MidpointRounding.AwayFromZero) * scale) - 0.5;
            double left = Corner(0), top = Corner(1), w = Corner(2) + scale - left, h = Corner(3) + scale - top;
            for (int bin = 0; bin < channels * side * side; bin++)
            {
                int row = bin / side % side, column = bin % side;
                double moveX = still ? 0 : t[(((r * 2) + 0) * 4) + (row * 2) + column] * part * w, moveY = still ? 0 : t[(((r * 2) + 1) * 4) + (row * 2)
                    + column] * part * h;
                var found = new List<double>();
                for (int s = 0; s < samples * samples; s++)
                {
                    double px = left + (column * w / side) + moveX + (s % samples * w / side / samples), py = top + (row * h / side) + moveY
                        + (s / samples * h / side / samples);
                    if (px < -0.5 || px > width - 0.5 || py < -0.5 || py > height - 0.5)
                        continue;
                    (px, py) = (Math.Clamp(px, 0, width - 1), Math.Clamp(py, 0, height - 1));
                    int x0 = (int)px, y0 = (int)py, x1 = (int)Math.Ceiling(px), y1 = (int)Math.Ceiling(py);
                    double At(int i, int j) => v[((((r == 0 ? 0 : 1) * channels * side * side) + bin) * height * width) + (i * width) + j];
                    found.Add((At(y0, x0) * (1 - (py - y0)) * (1 - (px - x0))) + (At(y0, x1) * (1 - (py - y0)) * (px - x0)) + (At(y1,
                        x0) * (py - y0) * (1 - (px - x0)))
                        + (At(y1, x1) * (py - y0) * (px - x0)));
                }
                expected.Add(found.Count == 0 ? 0 : found.Average());
            }
        }
        var op = new DeformablePsRoiPoolingOp(channels, (side, side), side, side, (2, 2), still, (float)scale, samples, (float)part);
        Close(expected.ToArray(), Run(op, [x], [boxes], still ? [] : [trans])[1], 1e-4);
    }
}
