using Trireme.IO;

namespace Trireme;

/// <summary>Where Paddle takes <c>Dataset | DataLoader</c>.</summary>
public readonly struct DataSource
{
    private readonly Dataset? _dataset;
    private readonly DataLoader? _loader;

    private DataSource(Dataset? dataset, DataLoader? loader) => (_dataset, _loader) = (dataset, loader);

    /// <summary>A dataset; batch size and order are those of the call.</summary>
    /// <param name="dataset">The dataset.</param>
    public static implicit operator DataSource(Dataset dataset) => new(dataset, null);

    /// <summary>A loader; it decides batch size and order.</summary>
    /// <param name="loader">The loader.</param>
    public static implicit operator DataSource(DataLoader loader) => new(null, loader);

    internal DataLoader ToLoader(int batchSize, bool shuffle, bool dropLast, int numWorkers)
        => _loader ?? new DataLoader(_dataset!, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, numWorkers: numWorkers);
}
