namespace Trireme.Metrics;

/// <summary>Of the examples predicted positive, the share that is positive.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Mirrors paddle.metric.Precision. A prediction above 0.5 is positive; 0 where there is nothing to count.</remarks>
public sealed class Precision(string name = "precision") : Metric
{
    private long _truePositives, _others;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Name() => [name];

    /// <summary>Takes in a batch.</summary>
    /// <param name="args">Probabilities of the positive class, and labels 0 or 1, as many.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="InvalidArgumentException">Not as many labels as predictions came.</exception>
    public override double[] Update(params Tensor[] args)
    {
        (double[] preds, long[] labels) = BinaryPredictions.Read(args, "Precision");
        for (int i = 0; i < preds.Length; i++)
        {
            bool positive = Math.Floor(preds[i] + 0.5) == 1;
            if (positive)
            {
                if (labels[i] == 1)
                    _truePositives++;
                else
                    _others++;
            }
        }
        return [];
    }

    /// <inheritdoc/>
    public override void Reset() => (_truePositives, _others) = (0, 0);

    /// <inheritdoc/>
    public override double[] Accumulate()
    {
        long all = _truePositives + _others;
        return [all == 0 ? 0 : (double)_truePositives / all];
    }
}
