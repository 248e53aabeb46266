using Trireme.Random;

namespace Trireme.IO;

/// <summary>Some examples of a dataset in random order, each once.</summary>
/// <remarks>Mirrors paddle.io.SubsetRandomSampler. The default generator draws the order, anew each pass.</remarks>
public sealed class SubsetRandomSampler : Sampler
{
    private readonly int[] _indices;

    /// <summary>A random order of some examples.</summary>
    /// <param name="indices">The examples' numbers; at least one.</param>
    /// <exception cref="InvalidArgumentException">There is none.</exception>
    public SubsetRandomSampler(IReadOnlyList<int> indices)
        : base(null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Count == 0)
            throw new InvalidArgumentException("SubsetRandomSampler: there is no example.", null, "Pass at least one number.");
        _indices = [.. indices];
    }

    /// <inheritdoc/>
    public override int Length => _indices.Length;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator() => Permutation.Of(_indices.Length, Generator.Default).Select(i => _indices[i]).GetEnumerator();
}
