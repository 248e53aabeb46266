namespace Trireme.IO;

/// <summary>Some examples of another dataset.</summary>
/// <param name="dataset">The other dataset.</param>
/// <param name="indices">The numbers of the examples.</param>
/// <remarks>Mirrors paddle.io.Subset.</remarks>
public sealed class Subset(Dataset dataset, IReadOnlyList<int> indices) : Dataset
{
    /// <summary>The other dataset.</summary>
    public Dataset Dataset { get; } = dataset;

    /// <summary>The numbers of the examples.</summary>
    public IReadOnlyList<int> Indices { get; } = indices;

    /// <inheritdoc/>
    public override int Length => Indices.Count;

    /// <inheritdoc/>
    public override Sample this[int idx] => Dataset[Indices[idx]];
}
