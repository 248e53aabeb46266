using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Detection;

public sealed class YoloLossTests
{
    private const int Side = 4, Classes = 3, Ratio = 8;
    private static readonly int[] Anchors = [6, 8, 14, 10, 20, 24], Mask = [1, 2];

    private static Tensor Boxes => Floats([2, 3, 4], 0.3f, 0.4f, 0.45f, 0.3f, 0.8f, 0.9f, 0.6f, 0.7f, 0.1f, 0.2f, 0.2f, 0.25f, 0.55f, 0.6f, 0.5f, 0.35f, 0,
        0, 0, 0, 0.6f, 0.7f, 0.5f, 0.3f);

    private static Tensor Labels => Ints([2, 3], 0, 2, 1, 1, 0, 2);

    [Theory]
    [InlineData(false, true, 1f)]
    [InlineData(true, false, 1.1f)]
    public void It_is_what_its_definition_says(bool scored, bool smooth, float scale)
    {
        Tensor x = Uniform([2, Mask.Length * (5 + Classes), Side, Side], 5, -1.5, 1.5), scores = Uniform([2, 3], 9, 0.2, 1);
        var op = new YoloLossOp(Anchors, Mask, Classes, 0.3f, Ratio, smooth, scale);
        Tensor[] loss = scored ? Run(op, [x], [Boxes], [Labels], [scores]) : Run(op, [x], [Boxes], [Labels]);
        float[] given = scores.ToArray<float>();
        Close(Plain(x.ToArray<float>(), Boxes.ToArray<float>(), Labels.ToArray<int>(), scored ? given : Enumerable.Repeat(1f, 6).ToArray(), 0.3, smooth,
            scale), loss[0], 1e-4);
        Assert.Equal(loss[0].ToArray<float>(), Trireme.Vision.Ops.YoloLoss(x, Boxes, Labels, Anchors, Mask, Classes, 0.3f, Ratio, scored ? scores : null,
            smooth, scaleXY: scale).ToArray<float>());
    }

    [Fact]
    public void Without_objects_every_prediction_shall_be_empty()
    {
        Tensor x = Uniform([1, Mask.Length * (5 + Classes), Side, Side], 5, -1.5, 1.5);
        double expected = x.Reshape([Mask.Length, 5 + Classes, -1]).Slice(1, 4, 5).ToArray<float>().Sum(v => Math.Log(1 + Math.Exp(v)));
        Close([expected], new YoloLossOp(Anchors, Mask, Classes, 0.7f, Ratio).ApplyAll(x, Floats([1, 2, 4], new float[8]), Ints([1, 2], 0, 0), default)[0]);
    }

    [Fact]
    public void A_label_outside_the_classes_is_named()
    {
        Tensor x = Uniform([2, Mask.Length * (5 + Classes), Side, Side]);
        var e = Assert.Throws<InvalidArgumentException>(() => Trireme.Vision.Ops.YoloLoss(x, Boxes, Ints([2, 3], 0, 2, 3, 1, 0, 2), Anchors, Mask, Classes,
            0.7, Ratio));
        Assert.Contains("label 3", e.Message, StringComparison.Ordinal);
    }

    // Element by element, in double precision.
    private static double[] Plain(float[] x, float[] boxes, int[] labels, float[] scores, double ignore, bool smooth, double scale)
    {
        int fields = 5 + Classes, cells = Side * Side, count = labels.Length / 2;
        double size = Ratio * Side, delta = smooth ? Math.Min(1.0 / Classes, 1.0 / 40) : 0;
        var losses = new double[2];
        for (int n = 0; n < 2; n++)
        {
            double At(int kind, int field, int row, int column) => x[(((((n * Mask.Length) + kind) * fields) + field) * cells) + (row * Side) + column];
            double[] Box(int b) => boxes[(((n * count) + b) * 4)..((((n * count) + b) * 4) + 4)].Select(v => (double)v).ToArray();
            var objects = new Dictionary<(int, int, int), double>();
            for (int kind = 0; kind < Mask.Length; kind++)
            {
                for (int row = 0; row < Side; row++)
                {
                    for (int column = 0; column < Side; column++)
                    {
                        double shift = 0.5 * (1 - scale);
                        double[] predicted = [(column + (Sigmoid(At(kind, 0, row, column)) * scale) + shift) / Side, (row + (Sigmoid(At(kind, 1, row,
                            column)) * scale) + shift) / Side,
                            Math.Exp(At(kind, 2, row, column)) * Anchors[2 * Mask[kind]] / size, Math.Exp(At(kind, 3, row,
                            column)) * Anchors[(2 * Mask[kind]) + 1] / size];
                        bool near = Enumerable.Range(0, count).Any(b => Box(b)[2] > 0 && Overlap(Box(b), predicted) > (float)ignore);
                        objects[(kind, row, column)] = near ? -1 : 0;
                    }
                }
            }
            for (int b = 0; b < count; b++)
            {
                double[] box = Box(b);
                if (box[2] == 0)
                    continue;
                int best = Enumerable.Range(0, Anchors.Length / 2).MaxBy(a => Overlap([0, 0, box[2], box[3]], [0, 0, Anchors[2 * a] / size, Anchors[(2 * a)
                    + 1] / size]));
                int kind = Array.IndexOf(Mask, best), column = (int)(box[0] * Side), row = (int)(box[1] * Side);
                if (kind < 0)
                    continue;
                double score = scores[(n * count) + b], weight = score * (2 - (box[2] * box[3]));
                losses[n] += weight * (Entropy(At(kind, 0, row, column), (box[0] * Side) - column) + Entropy(At(kind, 1, row, column), (box[1] * Side) - row)
                    + Math.Abs(At(kind, 2, row, column) - Math.Log(box[2] * size / Anchors[2 * best])) + Math.Abs(At(kind, 3, row,
                    column) - Math.Log(box[3] * size / Anchors[(2 * best) + 1])));
                for (int c = 0; c < Classes; c++)
                    losses[n] += score * Entropy(At(kind, 5 + c, row, column), c == labels[(n * count) + b] ? 1 - delta : delta);
                objects[(kind, row, column)] = score;
            }
            foreach (((int kind, int row, int column), double value) in objects)
                losses[n] += value > 0 ? value * Entropy(At(kind, 4, row, column), 1) : value == 0 ? Entropy(At(kind, 4, row, column), 0) : 0;
        }
        return losses;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Entropy(double x, double label) => -(label * Math.Log(Sigmoid(x))) - ((1 - label) * Math.Log(1 - Sigmoid(x)));

    private static double Overlap(double[] a, double[] b)
    {
        double w = Math.Max(0, Math.Min(a[0] + (a[2] / 2), b[0] + (b[2] / 2)) - Math.Max(a[0] - (a[2] / 2), b[0] - (b[2] / 2)));
        double h = Math.Max(0, Math.Min(a[1] + (a[3] / 2), b[1] + (b[3] / 2)) - Math.Max(a[1] - (a[3] / 2), b[1] - (b[3] / 2)));
        return w * h / ((a[2] * a[3]) + (b[2] * b[3]) - (w * h));
    }
}
