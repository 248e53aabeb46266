using Trireme.Random;

namespace Trireme.IO;

/// <summary>Examples drawn with given probabilities.</summary>
/// <remarks>Mirrors paddle.io.WeightedRandomSampler.</remarks>
public sealed class WeightedRandomSampler : Sampler
{
    private readonly double[] _weights;
    private readonly int _numSamples;
    private readonly bool _replacement;

    /// <summary>A weighted draw.</summary>
    /// <param name="weights">The weight of each example; not negative, not all 0.</param>
    /// <param name="numSamples">How many are drawn; at least 1.</param>
    /// <param name="replacement">Whether an example can come twice.</param>
    /// <exception cref="InvalidArgumentException">The weights or the number are not possible.</exception>
    public WeightedRandomSampler(IReadOnlyList<double> weights, int numSamples, bool replacement = true)
    {
        if (weights.Any(w => !double.IsFinite(w) || w < 0) || weights.All(w => w == 0))
            throw new InvalidArgumentException("WeightedRandomSampler: weights must be finite, not negative, and not all 0.");
        if (numSamples < 1 || (!replacement && numSamples > weights.Count(w => w > 0)))
            throw new InvalidArgumentException($"WeightedRandomSampler: {numSamples} examples cannot be drawn.", $"{weights.Count(w => w > 0)} weights are above 0; replacement is {replacement}.");
        (_weights, _numSamples, _replacement) = (weights.ToArray(), numSamples, replacement);
    }

    /// <inheritdoc/>
    public override int Length => _numSamples;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator() => Draw(Generator.Default.Next());

    private IEnumerator<int> Draw(RandomStream stream)
    {
        double[] weights = _weights.ToArray();
        double total = weights.Sum();
        for (int n = 0; n < _numSamples; n++)
        {
            (uint a, uint b, _, _) = stream.Block(n);
            double at = RandomStream.ToDouble(a, b) * total;
            int i = 0;
            // The last example with a weight takes what rounding leaves over.
            for (; i < weights.Length - 1 && (at >= weights[i] || weights[i] == 0); i++)
                at -= weights[i];
            while (weights[i] == 0)
                i--;
            if (!_replacement)
                (total, weights[i]) = (total - weights[i], 0);
            yield return i;
        }
    }
}
