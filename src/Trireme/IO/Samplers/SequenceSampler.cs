namespace Trireme.IO;

/// <summary>All examples in order.</summary>
/// <param name="dataSource">The dataset.</param>
/// <remarks>Mirrors paddle.io.SequenceSampler.</remarks>
public sealed class SequenceSampler(Dataset dataSource) : Sampler(dataSource)
{
    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator() => Enumerable.Range(0, Length).GetEnumerator();
}
