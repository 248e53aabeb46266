using System.Collections;

namespace Trireme.IO;

/// <summary>The numbers of the examples, batch by batch.</summary>
/// <remarks>Mirrors paddle.io.BatchSampler.</remarks>
public class BatchSampler : IEnumerable<IReadOnlyList<int>>
{
    /// <summary>Cuts the order of a sampler into batches.</summary>
    /// <param name="dataset">The dataset; either this or <paramref name="sampler"/>.</param>
    /// <param name="sampler">The order; either this or <paramref name="dataset"/>.</param>
    /// <param name="shuffle">Whether the dataset's order is random.</param>
    /// <param name="batchSize">Examples a batch; at least 1.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <exception cref="InvalidArgumentException">Not exactly one of dataset and sampler was given, or the batch size is below 1.</exception>
    public BatchSampler(Dataset? dataset = null, Sampler? sampler = null, bool shuffle = false, int batchSize = 1, bool dropLast = false)
    {
        if (batchSize < 1)
            throw new InvalidArgumentException($"BatchSampler: batchSize {batchSize} is below 1.");
        if ((dataset is null) == (sampler is null))
            throw new InvalidArgumentException("BatchSampler: give either a dataset or a sampler.", dataset is null ? "Neither was given." : "Both were given.");
        if (dataset is IterableDataset)
            throw new InvalidArgumentException("BatchSampler: an IterableDataset has no numbers to sample.", null, "Give the loader a batch size instead.");
        Sampler = sampler ?? (shuffle ? new RandomSampler(dataset!) : new SequenceSampler(dataset!));
        BatchSize = batchSize;
        DropLast = dropLast;
    }

    /// <summary>The order.</summary>
    public Sampler Sampler { get; }

    /// <summary>Examples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Whether a last, smaller batch is left out.</summary>
    public bool DropLast { get; }

    /// <summary>How many batches one pass has.</summary>
    public virtual int Length => DropLast ? Sampler.Length / BatchSize : (Sampler.Length + BatchSize - 1) / BatchSize;

    /// <summary>Enumerates the batches.</summary>
    public virtual IEnumerator<IReadOnlyList<int>> GetEnumerator()
    {
        // The order is drawn now, on the caller's thread: a loader's workers ask for it later, beside whatever else draws random numbers.
        IEnumerator<int> order = Sampler.GetEnumerator();
        return Batches(Rest(order)).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<int> Rest(IEnumerator<int> order)
    {
        using (order)
        {
            while (order.MoveNext())
                yield return order.Current;
        }
    }

    private protected IEnumerable<IReadOnlyList<int>> Batches(IEnumerable<int> order)
        => order.Chunk(BatchSize).Where(b => b.Length == BatchSize || !DropLast);
}
