using System.Diagnostics.CodeAnalysis;
using Trireme.IO;

namespace Trireme;

/// <summary>Where Paddle takes <c>Dataset | DataLoader</c>.</summary>
public sealed class DataSource
{
    private readonly Dataset? _dataset;
    private readonly DataLoader? _loader;

    private DataSource(Dataset? dataset, DataLoader? loader) => (_dataset, _loader) = (dataset, loader);

    /// <summary>A dataset; batch size and order are those of the call.</summary>
    /// <param name="dataset">The dataset; null stays null.</param>
    [return: NotNullIfNotNull(nameof(dataset))]
    public static implicit operator DataSource?(Dataset? dataset) => dataset is null ? null : new(dataset, null);

    /// <summary>A loader; it decides batch size and order.</summary>
    /// <param name="loader">The loader; null stays null.</param>
    [return: NotNullIfNotNull(nameof(loader))]
    public static implicit operator DataSource?(DataLoader? loader) => loader is null ? null : new(null, loader);

    internal DataLoader ToLoader(int batchSize, bool shuffle, bool dropLast, int numWorkers)
        => _loader ?? new DataLoader(_dataset!, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, numWorkers: numWorkers);
}
