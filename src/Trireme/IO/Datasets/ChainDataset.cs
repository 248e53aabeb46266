namespace Trireme.IO;

/// <summary>Streams one behind the other.</summary>
/// <param name="datasets">The streams.</param>
/// <remarks>Mirrors paddle.io.ChainDataset.</remarks>
public sealed class ChainDataset(IReadOnlyList<IterableDataset> datasets) : IterableDataset
{
    /// <inheritdoc/>
    public override IEnumerator<Sample> GetEnumerator() => datasets.SelectMany(d => d).GetEnumerator();
}
