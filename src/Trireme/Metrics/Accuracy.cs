namespace Trireme.Metrics;

/// <summary>The share of examples whose label is among the k largest predictions, for one or several k.</summary>
/// <remarks>Mirrors paddle.metric.Accuracy.</remarks>
public sealed class Accuracy : Metric
{
    private readonly Ints _topk;
    private readonly string[] _names;
    private readonly long[] _hits;
    private long _count;

    /// <summary>The metric.</summary>
    /// <param name="topk">The numbers of predictions that count; (1) where null.</param>
    /// <param name="name">What it is called; <c>acc</c> where null.</param>
    /// <exception cref="InvalidArgumentException">A number is below 1.</exception>
    public Accuracy(Ints? topk = null, string? name = null)
    {
        _topk = topk ?? 1;
        foreach (int k in _topk)
        {
            if (k < 1)
                throw new InvalidArgumentException($"Accuracy: topk {_topk} has a number below 1.");
        }
        string bare = name ?? "acc";
        _names = _topk.Count == 1 ? [bare] : _topk.ToArray().Select(k => $"{bare}_top{k}").ToArray();
        _hits = new long[_topk.Count];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Name() => _names;

    /// <summary>Which of the largest predictions are the label.</summary>
    /// <param name="args">Predictions [N, classes]; labels [N], [N, 1], or one-hot [N, classes].</param>
    /// <returns>[N, max k] float32: 1 where the prediction of that rank is the label.</returns>
    public override Tensor[] Compute(params Tensor[] args)
    {
        (Tensor pred, Tensor label) = (args[0], args[1]);
        if (label.Ndim == 2 && label.Shape[1] > 1)
            label = label.Argmax(-1);
        int k = Math.Min(_topk.ToArray().Max(), pred.Shape[^1]);
        bool[] hits = TopK.Hits(pred, label, k, "Accuracy");
        return [Tensor.From<float>(Array.ConvertAll(hits, h => h ? 1f : 0f), [pred.Shape[0], k])];
    }

    /// <summary>Takes in a batch.</summary>
    /// <param name="args">What <see cref="Compute"/> returned.</param>
    /// <returns>The shares of this batch, one a k.</returns>
    public override double[] Update(params Tensor[] args)
    {
        Tensor correct = args[0];
        float[] hits = correct.ToArray<float>();
        int rows = correct.Shape[0], columns = correct.Shape[1];
        var shares = new double[_topk.Count];
        for (int t = 0; t < _topk.Count; t++)
        {
            int count = 0;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < Math.Min(_topk[t], columns); j++)
                    count += hits[(i * columns) + j] != 0 ? 1 : 0;
            }
            _hits[t] += count;
            shares[t] = rows == 0 ? 0 : (double)count / rows;
        }
        _count += rows;
        return shares;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_hits);
        _count = 0;
    }

    /// <inheritdoc/>
    public override double[] Accumulate() => Array.ConvertAll(_hits, h => _count == 0 ? 0 : (double)h / _count);
}
