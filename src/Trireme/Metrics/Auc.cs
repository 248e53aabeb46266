namespace Trireme.Metrics;

/// <summary>The area under the receiver operating characteristic: how often a positive example scores above a negative one.</summary>
/// <remarks>Mirrors paddle.metric.Auc. Scores are sorted into buckets, so the result is approximate to about 1 / numThresholds.</remarks>
public sealed class Auc : Metric
{
    private readonly string _name;
    private readonly int _numThresholds;
    private readonly long[] _positives, _negatives;

    /// <summary>The metric.</summary>
    /// <param name="curve">Only <c>ROC</c>.</param>
    /// <param name="numThresholds">The number of buckets.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="InvalidArgumentException">The curve is not ROC, or there are no buckets.</exception>
    public Auc(string curve = "ROC", int numThresholds = 4095, string name = "auc")
    {
        if (curve != "ROC" || numThresholds < 1)
            throw new InvalidArgumentException($"Auc: curve '{curve}' with {numThresholds} thresholds is not available.", "The curve must be ROC, with at least 1 threshold.");
        (_name, _numThresholds) = (name, numThresholds);
        _positives = new long[numThresholds + 1];
        _negatives = new long[numThresholds + 1];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Name() => [_name];

    /// <summary>Takes in a batch.</summary>
    /// <param name="args">Probabilities [N, 2] (the second column counts) or [N, 1], and labels 0 or 1.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidArgumentException">A probability is outside [0, 1], or the shapes do not fit.</exception>
    public override double[] Update(params Tensor[] args)
    {
        Tensor preds = args[0];
        int columns = preds.Ndim < 2 ? 1 : preds.Shape[^1];
        double[] all = preds.Cast(DType.Float64).ToArray<double>();
        long[] labels = args[1].Cast(DType.Int64).ToArray<long>();
        if (labels.Length * columns != all.Length)
            throw new InvalidArgumentException($"Auc.Update: labels {args[1].Shape} do not fit predictions {preds.Shape}.");
        for (int i = 0; i < labels.Length; i++)
        {
            double p = all[(i * columns) + columns - 1];
            if (!(p >= 0 && p <= 1))
                throw new InvalidArgumentException($"Auc.Update: the prediction {p} of example {i} is no probability.", "It must lie in [0, 1].", "Apply softmax or sigmoid first.");
            int bucket = (int)(p * _numThresholds);
            if (labels[i] != 0)
                _positives[bucket]++;
            else
                _negatives[bucket]++;
        }
        return [];
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_positives);
        Array.Clear(_negatives);
    }

    /// <inheritdoc/>
    public override double[] Accumulate()
    {
        double positives = 0, negatives = 0, area = 0;
        for (int i = _numThresholds; i >= 0; i--)
        {
            double p = positives + _positives[i], n = negatives + _negatives[i];
            area += (n - negatives) * (p + positives) / 2;
            (positives, negatives) = (p, n);
        }
        return [positives > 0 && negatives > 0 ? area / positives / negatives : 0];
    }
}
