using Trireme.IO;
using Trireme.Random;

namespace Trireme.Fluid;

/// <summary>Data files that are read into memory, where they can be shuffled before a program trains.</summary>
/// <remarks>Mirrors fluid.dataset.InMemoryDataset.</remarks>
public sealed class InMemoryDataset : DatasetBase
{
    private Array[][]? _instances;

    /// <summary>No files yet; <see cref="DatasetFactory"/> makes one by name.</summary>
    public InMemoryDataset()
    {
    }

    /// <summary>Reads all files.</summary>
    /// <exception cref="PreconditionNotMetException">There are no files or no variables.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A line does not fit.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <remarks>Mirrors InMemoryDataset.load_into_memory.</remarks>
    public void LoadIntoMemory() => _instances = Instances(new MultiSlotReader(Feed), 0).ToArray();

    /// <summary>Puts the lines in a random order.</summary>
    /// <exception cref="PreconditionNotMetException">They are not in memory.</exception>
    /// <remarks>Mirrors InMemoryDataset.local_shuffle. <c>Paddle.Seed</c> determines the order.</remarks>
    public void LocalShuffle()
    {
        Array[][] instances = Require();
        _instances = Array.ConvertAll(Permutation.Of(instances.Length, Generator.Default), i => instances[i]);
    }

    /// <summary>Shuffles the lines of all processes that train together; of one process that is <see cref="LocalShuffle"/>.</summary>
    /// <param name="fleet">Only null: one process.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="fleet"/> is given.</exception>
    /// <exception cref="PreconditionNotMetException">The lines are not in memory.</exception>
    /// <remarks>Mirrors InMemoryDataset.global_shuffle.</remarks>
    public void GlobalShuffle(object? fleet = null)
    {
        if (fleet is not null)
            throw new InvalidArgumentException("GlobalShuffle: lines are not exchanged between processes.", null,
                "Pass null, and give each process its own files.");
        LocalShuffle();
    }

    /// <summary>Forgets the lines.</summary>
    /// <remarks>Mirrors InMemoryDataset.release_memory.</remarks>
    public void ReleaseMemory() => Forget();

    /// <inheritdoc/>
    public override IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches(int threads) => Batches(new MultiSlotReader(Feed), Require());

    private protected override void Forget() => _instances = null;

    private Array[][] Require() => _instances ?? throw new PreconditionNotMetException("The data set is not in memory.", null, "Call LoadIntoMemory first.");
}
