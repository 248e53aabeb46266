using System.Collections;
using Trireme.Profiling;
using Trireme.Random;

namespace Trireme.IO;

/// <summary>Batches of a dataset, read ahead by background threads where wanted. Iterate it once an epoch.</summary>
/// <remarks>
/// Mirrors paddle.io.DataLoader. A batch is one tensor a field. The order of batches and the numbers that random transforms draw do not
/// depend on the number of workers. Leaving the loop early stops the workers.
/// </remarks>
public sealed class DataLoader : IEnumerable<Tensor[]>
{
    private readonly Func<IReadOnlyList<Sample>, Tensor[]> _collate;
    private readonly int _numWorkers, _prefetchFactor, _batchSize;
    private readonly bool _dropLast;
    private readonly TimeSpan _timeout;
    private readonly Action<int>? _workerInit;

    /// <summary>A loader.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="feedList">Kept for Paddle's signature; it concerns the static graph.</param>
    /// <param name="places">Kept for Paddle's signature; batches lie on the CPU.</param>
    /// <param name="returnList">Kept for Paddle's signature; a batch is always a list.</param>
    /// <param name="batchSampler">The batches; made from the following three where null.</param>
    /// <param name="batchSize">Examples a batch; at least 1.</param>
    /// <param name="shuffle">Whether the order is random, differently each epoch.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <param name="collateFn">Puts samples together; fields are stacked where null.</param>
    /// <param name="numWorkers">Background threads; 0 reads on the caller's thread.</param>
    /// <param name="useBufferReader">Kept for Paddle's signature.</param>
    /// <param name="prefetchFactor">Batches each worker reads ahead; at least 1.</param>
    /// <param name="useSharedMemory">Kept for Paddle's signature; threads share memory anyway.</param>
    /// <param name="timeout">Seconds to wait for a batch; 0 waits for ever.</param>
    /// <param name="workerInitFn">Called by each worker with its number when it starts.</param>
    /// <param name="persistentWorkers">Kept for Paddle's signature; starting a thread costs next to nothing.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of range, or the dataset is empty.</exception>
    public DataLoader(Dataset dataset, object? feedList = null, object? places = null, bool returnList = true, BatchSampler? batchSampler = null,
        int batchSize = 1, bool shuffle = false, bool dropLast = false, Func<IReadOnlyList<Sample>, Tensor[]>? collateFn = null, int numWorkers = 0,
        bool useBufferReader = true, int prefetchFactor = 2, bool useSharedMemory = true, double timeout = 0, Action<int>? workerInitFn = null,
        bool persistentWorkers = false)
    {
        if (numWorkers < 0 || prefetchFactor < 1 || timeout < 0 || batchSize < 1)
        {
            throw new InvalidArgumentException("DataLoader: an argument is out of range.",
                $"batchSize {batchSize} must be at least 1, numWorkers {numWorkers} and timeout {timeout} at least 0, prefetchFactor {prefetchFactor} at least 1.");
        }
        if (dataset is IterableDataset && (shuffle || batchSampler is not null))
            throw new InvalidArgumentException("DataLoader: an IterableDataset is a stream; it cannot be shuffled or sampled.", null, "Shuffle inside the dataset.");
        if (dataset is not IterableDataset && dataset.Length == 0)
            throw new InvalidArgumentException("DataLoader: the dataset is empty.", $"{dataset.GetType().Name}.Length is 0.", "Check where it reads its examples from.");
        Dataset = dataset;
        BatchSampler = dataset is IterableDataset ? null : batchSampler ?? new BatchSampler(dataset, null, shuffle, batchSize, dropLast);
        _collate = collateFn ?? Collate.Default;
        (_numWorkers, _prefetchFactor, _batchSize, _dropLast, _workerInit) = (numWorkers, prefetchFactor, batchSize, dropLast, workerInitFn);
        _timeout = timeout == 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(timeout);
    }

    /// <summary>The dataset.</summary>
    public Dataset Dataset { get; }

    /// <summary>The batches, or null for a stream.</summary>
    public BatchSampler? BatchSampler { get; }

    /// <summary>How many batches an epoch has.</summary>
    /// <exception cref="PreconditionNotMetException">The dataset is a stream.</exception>
    public int Length => BatchSampler?.Length ?? throw new PreconditionNotMetException("DataLoader: a stream does not know how many batches it has.");

    /// <summary>Stops reading when cancelled; the loop over the batches then ends with an OperationCanceledException.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The loader itself: Python's <c>loader()</c>.</summary>
    public DataLoader Call() => this;

    /// <summary>Enumerates the batches of one epoch.</summary>
    /// <exception cref="DataLoaderException">A sample could not be read; says which.</exception>
    public IEnumerator<Tensor[]> GetEnumerator()
    {
        // One draw an epoch decides what random transforms do in it, on whichever thread.
        var reader = new SampleReader(Dataset, _collate, Generator.Default.Next().Bits64());
        return BatchSampler is { } batches ? Run(batches.GetEnumerator(), reader.Read)
            : Run(Chunks().GetEnumerator(), (_, samples) => reader.Put(samples));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<Tensor[]> Run<TWork>(IEnumerator<TWork> source, Func<long, TWork, Tensor[]> read)
    {
        if (_numWorkers == 0)
        {
            using (source)
            {
                for (long number = 0; source.MoveNext(); number++)
                {
                    Cancellation.ThrowIfCancellationRequested();
                    Tensor[] batch;
                    using (ReaderWatch.Begin())
                        batch = read(number, source.Current);
                    yield return batch;
                }
            }
            yield break;
        }
        using var ahead = new BatchPrefetcher<TWork>(source, read, _numWorkers, _numWorkers * _prefetchFactor, _timeout, _workerInit, Cancellation, Dataset);
        while (Next(ahead) is { } batch)
            yield return batch;
    }

    private static Tensor[]? Next<TWork>(BatchPrefetcher<TWork> ahead)
    {
        using ReaderWatch watch = ReaderWatch.Begin();
        return ahead.Next();
    }

    private IEnumerable<Sample[]> Chunks() => Dataset.Chunk(_batchSize).Where(c => c.Length == _batchSize || !_dropLast);
}
