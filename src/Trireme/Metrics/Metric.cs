namespace Trireme.Metrics;

/// <summary>A number that says how well a network does, gathered over the batches of an epoch.</summary>
/// <remarks>Mirrors paddle.metric.Metric. Compute runs on tensors of the network, Update on what Compute returned; Accumulate is what is shown.</remarks>
public abstract class Metric
{
    /// <summary>The names of the values that <see cref="Accumulate"/> returns.</summary>
    public abstract IReadOnlyList<string> Name();

    /// <summary>Forgets everything; called at the start of an epoch.</summary>
    public abstract void Reset();

    /// <summary>Takes in a batch.</summary>
    /// <param name="args">What <see cref="Compute"/> returned.</param>
    /// <returns>The values of this batch alone, where the metric has them.</returns>
    public abstract double[] Update(params Tensor[] args);

    /// <summary>The values over everything taken in, one a name.</summary>
    public abstract double[] Accumulate();

    /// <summary>Prepares outputs and labels for <see cref="Update"/>; passes them on unless overridden.</summary>
    /// <param name="args">The network's outputs, then the labels.</param>
    public virtual Tensor[] Compute(params Tensor[] args) => args;

    /// <summary>The share of examples whose label is among the k largest predictions.</summary>
    /// <param name="input">Predictions [N, classes]: scores or probabilities.</param>
    /// <param name="label">Labels [N] or [N, 1], int64 or int32.</param>
    /// <param name="k">How many predictions count; 1 to the number of classes.</param>
    /// <param name="correct">Receives the number of hits; left alone where null.</param>
    /// <param name="total">Receives the number of examples; left alone where null.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <returns>A 0-D float32 tensor.</returns>
    /// <exception cref="InvalidArgumentException">The shapes do not fit, or <paramref name="k"/> is out of range.</exception>
    /// <remarks>Mirrors paddle.metric.accuracy.</remarks>
    public static Tensor Accuracy(Tensor input, Tensor label, int k = 1, Tensor? correct = null, Tensor? total = null, string? name = null)
    {
        bool[] hits = TopK.Hits(input, label, k, "accuracy");
        int rows = input.Shape[0], count = Enumerable.Range(0, rows).Count(i => hits.AsSpan(i * k, k).Contains(true));
        correct?.SetValue(Paddle.Full(correct.Shape, count, correct.DType));
        total?.SetValue(Paddle.Full(total.Shape, rows, total.DType));
        return Tensor.From([rows == 0 ? 0f : (float)count / rows], default);
    }
}
