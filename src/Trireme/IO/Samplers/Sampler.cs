using System.Collections;

namespace Trireme.IO;

/// <summary>The order in which examples are taken. Derive and override <see cref="GetEnumerator"/>.</summary>
/// <param name="dataSource">The dataset, or null.</param>
/// <remarks>Mirrors paddle.io.Sampler.</remarks>
public abstract class Sampler(Dataset? dataSource = null) : IEnumerable<int>
{
    /// <summary>The dataset, or null.</summary>
    public Dataset? DataSource { get; } = dataSource;

    /// <summary>How many numbers one pass gives.</summary>
    public virtual int Length => DataSource?.Length ?? throw new PreconditionNotMetException($"{GetType().Name} does not know its length.", null, "Override Length.");

    /// <summary>Enumerates the numbers of the examples.</summary>
    public abstract IEnumerator<int> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
