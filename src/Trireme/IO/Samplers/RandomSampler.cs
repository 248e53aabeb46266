using Trireme.Random;

namespace Trireme.IO;

/// <summary>Examples in random order.</summary>
/// <remarks>Mirrors paddle.io.RandomSampler.</remarks>
public sealed class RandomSampler : Sampler
{
    private readonly bool _replacement;
    private readonly int? _numSamples;
    private readonly Generator? _generator;

    /// <summary>A random order.</summary>
    /// <param name="dataSource">The dataset.</param>
    /// <param name="replacement">Whether an example can come twice.</param>
    /// <param name="numSamples">How many are drawn; all where null.</param>
    /// <param name="generator">Where random numbers come from; the default generator where null.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="numSamples"/> is below 1, or above the length without replacement.</exception>
    public RandomSampler(Dataset dataSource, bool replacement = false, int? numSamples = null, Generator? generator = null)
        : base(dataSource)
    {
        if (numSamples < 1 || (!replacement && numSamples > dataSource.Length))
            throw new InvalidArgumentException($"RandomSampler: numSamples {numSamples} is not possible.", $"The dataset has {dataSource.Length} examples; replacement is {replacement}.");
        (_replacement, _numSamples, _generator) = (replacement, numSamples, generator);
    }

    /// <inheritdoc/>
    public override int Length => _numSamples ?? DataSource!.Length;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        Generator generator = _generator ?? Generator.Default;
        return _replacement ? Permutation.WithReplacement(Length, DataSource!.Length, generator).GetEnumerator()
            : Permutation.Of(DataSource!.Length, generator).Take(Length).GetEnumerator();
    }
}
