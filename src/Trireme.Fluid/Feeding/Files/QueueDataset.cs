namespace Trireme.Fluid;

/// <summary>Data files that are read while a program trains.</summary>
/// <remarks>Mirrors fluid.dataset.QueueDataset. It cannot be shuffled: an <see cref="InMemoryDataset"/> can.</remarks>
public sealed class QueueDataset : DatasetBase
{
    /// <summary>No files yet; <see cref="DatasetFactory"/> makes one by name.</summary>
    public QueueDataset()
    {
    }

    /// <inheritdoc/>
    public override IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches(int threads)
    {
        var reader = new MultiSlotReader(Feed);
        return Batches(reader, Instances(reader, threads));
    }
}
