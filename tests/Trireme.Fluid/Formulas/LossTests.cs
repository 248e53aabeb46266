using Trireme.Fluid;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Losses against their formulas; those over a batch are [N, 1], means are [1].</summary>
public sealed class LossTests
{
    private static readonly Tensor Logits = Floats([2, 3], 0.5f, -1, 2, 0.1f, 3, -0.4f), Targets = Floats([2, 3], 1, 0, -1, 0.3f, 0.9f, 1);
    private static readonly Tensor P = Floats([3, 1], 0.2f, 0.9f, 0.5f), Bits = Floats([3, 1], 0, 1, 1);
    private static readonly Tensor Left = Floats([3, 1], 0.2f, 1.9f, -0.5f), Right = Floats([3, 1], 0.3f, 1, 2), Signs = Floats([3, 1], 1, -1, 1);
    private static readonly Tensor Shares = Floats([2, 3], 0.2f, 0.5f, 0.3f, 0.7f, 0.1f, 0.2f), Factors = Floats([2, 3], 1, 0.5f, 2, 0, 1, 3);

    private static LayerCase Row(string name, Func<Tensor[], Tensor> layer, Tensor[] x, int[] shape, IEnumerable<double> expected) => new(name, layer, x, shape, expected);

    private static double[] Each(Tensor x, Tensor y, Func<double, double, double> f) => Values(x).Zip(Values(y), f).ToArray();

    private static double Entropy(double x, double y) => Math.Log(1 + Math.Exp(x)) - (x * y);

    private static double Huber(double d, double delta) => Math.Abs(d) <= delta ? d * d / 2 : delta * (Math.Abs(d) - (delta / 2));

    private static double Smooth(double d, double sigma) => Math.Abs(d) < 1 / (sigma * sigma) ? d * d * sigma * sigma / 2 : Math.Abs(d) - (0.5 / (sigma * sigma));

    private static double[] RowSums(IEnumerable<double> x, int width) => x.Chunk(width).Select(r => r.Sum()).ToArray();

    private static readonly double[] Divergence = Each(Logits, Shares, (x, y) => y * (Math.Log(y) - x));

    private static readonly LayerCase[] All =
    [
        Row("sigmoid_cross_entropy_with_logits", v => Layers.SigmoidCrossEntropyWithLogits(v[0], v[1]), [Logits, Shares], [2, 3], Each(Logits, Shares, Entropy)),
        Row("sigmoid_cross_entropy_with_logits that ignores and normalizes", v => Layers.SigmoidCrossEntropyWithLogits(v[0], v[1], ignoreIndex: -1, normalize: true), [Logits, Targets], [2, 3],
            Each(Logits, Targets, (x, y) => y == -1 ? 0 : Entropy(x, y) / 5)),
        Row("log_loss", v => Layers.LogLoss(v[0], v[1]), [P, Bits], [3, 1], Each(P, Bits, (p, y) => (-y * Math.Log(p + 1e-4)) - ((1 - y) * Math.Log(1 - p + 1e-4)))),
        Row("log_loss with an epsilon", v => Layers.LogLoss(v[0], v[1], 0.05), [P, Bits], [3, 1], Each(P, Bits, (p, y) => (-y * Math.Log(p + 0.05)) - ((1 - y) * Math.Log(1 - p + 0.05)))),
        Row("huber_loss", v => Layers.HuberLoss(v[0], v[1], 0.5), [Left, Right], [3, 1], Each(Left, Right, (x, y) => Huber(y - x, 0.5))),
        Row("huber_loss with a wide parabola", v => Layers.HuberLoss(v[0], v[1], 2), [Left, Right], [3, 1], Each(Left, Right, (x, y) => Huber(y - x, 2))),
        Row("smooth_l1", v => Layers.SmoothL1(v[0], v[1]), [Logits, Targets], [2, 1], RowSums(Each(Logits, Targets, (x, y) => Smooth(x - y, 1)), 3)),
        Row("smooth_l1 with weights and sigma", v => Layers.SmoothL1(v[0], v[1], v[2], v[3], sigma: 1.5), [Logits, Targets, Factors, Shares], [2, 1],
            RowSums(Values(Shares).Zip(Each(Factors, Floats([2, 3], Each(Logits, Targets, (x, y) => x - y).Select(d => (float)d).ToArray()), (w, d) => Smooth(w * d, 1.5)), (w, s) => w * s), 3)),
        Row("margin_rank_loss", v => Layers.MarginRankLoss(v[0], v[1], v[2], 0.3), [Signs, Left, Right], [3, 1], [0.4, 1.2, 2.8]),
        Row("margin_rank_loss with defaults", v => Layers.MarginRankLoss(v[0], v[1], v[2]), [Signs, Left, Right], [3, 1], [0.2, 1.0, 2.6]),
        Row("rank_loss", v => Layers.RankLoss(v[0], v[1], v[2]), [P, Left, Right], [3, 1],
            Values(P).Zip(Each(Left, Right, (a, b) => a - b), (p, d) => Math.Log(1 + Math.Exp(d)) - (p * d))),
        Row("kldiv_loss", v => Layers.KldivLoss(v[0], v[1]), [Logits, Shares], [1], [Divergence.Average()]),
        Row("kldiv_loss of each", v => Layers.KldivLoss(v[0], v[1], "none"), [Logits, Shares], [2, 3], Divergence),
        Row("kldiv_loss summed", v => Layers.KldivLoss(v[0], v[1], "sum"), [Logits, Shares], [1], [Divergence.Sum()]),
        Row("kldiv_loss over the batch", v => Layers.KldivLoss(v[0], v[1], "batchmean"), [Logits, Shares], [1], [Divergence.Sum() / 2]),
        // Rows have 0.5 and 0.7 at their label: 1 − 2 · 0.5 / 2 and 1 − 2 · 0.7 / 2, but for epsilon.
        Row("dice_loss", v => Layers.DiceLoss(v[0], v[1]), [Shares, Longs([2, 1], 1, 0)], [1], [1 - ((1 / (2 + 1e-5)) + (1.4 / (2 + 1e-5))) / 2]),
        Row("dice_loss with an epsilon", v => Layers.DiceLoss(v[0], v[1], 0.5), [Shares, Longs([2, 1], 1, 0)], [1], [1 - ((1 / 2.5) + (1.4 / 2.5)) / 2]),
        Row("npair_loss", v => Layers.NpairLoss(v[0], v[1], v[2], l2Reg: 0.1), [Logits, Shares, Longs([2], 4, 9)], [1], [Pairs([4, 9], 0.1)]),
        Row("npair_loss of one class", v => Layers.NpairLoss(v[0], v[1], v[2]), [Logits, Shares, Longs([2], 4, 4)], [1], [Pairs([4, 4], 0.002)]),
        Row("label_smooth", v => Layers.LabelSmooth(v[0]), [Floats([2, 4], 0, 1, 0, 0, 0, 0, 0, 1)], [2, 4], [0.025, 0.925, 0.025, 0.025, 0.025, 0.025, 0.025, 0.925]),
        Row("label_smooth with a prior", v => Layers.LabelSmooth(v[0], v[1], epsilon: 0.2), [Floats([2, 2], 0, 1, 1, 0), Floats([1, 2], 0.25f, 0.75f)], [2, 2], [0.05, 0.95, 0.85, 0.15]) with { Fixed = true },
    ];

    private static double Pairs(int[] labels, double weight)
    {
        double[][] a = Rows(Logits), p = Rows(Shares);
        double lengths = (a.Average(r => r.Sum(v => v * v)) + p.Average(r => r.Sum(v => v * v))) * 0.25 * weight;
        return lengths + Enumerable.Range(0, 2).Average(i =>
        {
            double[] s = p.Select(r => r.Zip(a[i], (u, v) => u * v).Sum()).ToArray();
            double log = Math.Log(s.Sum(Math.Exp));
            double same = labels.Count(l => l == labels[i]);
            return Enumerable.Range(0, 2).Where(j => labels[j] == labels[i]).Sum(j => (log - s[j]) / same);
        });
    }

    public static IEnumerable<object[]> Names => LayerCase.NamesOf(All);

    [Theory, MemberData(nameof(Names))]
    public void Follows_its_formula(string name) => LayerCase.Check(All, name);
}
