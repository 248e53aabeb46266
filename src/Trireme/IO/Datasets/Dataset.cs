using System.Collections;
using Trireme.Random;

namespace Trireme.IO;

/// <summary>Examples by number. Derive and override the indexer and <see cref="Length"/>.</summary>
/// <remarks>Mirrors paddle.io.Dataset: the indexer is <c>__getitem__</c>, <see cref="Length"/> is <c>__len__</c>. With loader workers the indexer is called from several threads at once.</remarks>
public abstract class Dataset : IEnumerable<Sample>
{
    /// <summary>The example with a number.</summary>
    /// <param name="idx">0 to Length - 1.</param>
    public abstract Sample this[int idx] { get; }

    /// <summary>How many examples there are.</summary>
    public abstract int Length { get; }

    /// <summary>Splits a dataset at random into parts of given sizes.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="lengths">The sizes; together the dataset's length. Or fractions that add up to 1.</param>
    /// <param name="generator">Where random numbers come from; the default generator where null.</param>
    /// <exception cref="InvalidArgumentException">The sizes do not add up.</exception>
    /// <remarks>Mirrors paddle.io.random_split.</remarks>
    public static Subset[] RandomSplit(Dataset dataset, IReadOnlyList<double> lengths, Generator? generator = null)
    {
        int[] sizes = Sizes(dataset.Length, lengths);
        int[] order = Permutation.Of(dataset.Length, generator ?? Generator.Default);
        var parts = new Subset[sizes.Length];
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            parts[i] = new Subset(dataset, order[start..(start + sizes[i])]);
            start += sizes[i];
        }
        return parts;
    }

    /// <summary>Which worker of a <see cref="DataLoader"/> asks for an example, on its thread; null anywhere else.</summary>
    /// <remarks>
    /// Mirrors paddle.io.get_worker_info. An <see cref="IterableDataset"/> is enumerated once for all workers together, so it sees null and gives all its examples: there is
    /// nothing to divide.
    /// </remarks>
    public static WorkerInfo? GetWorkerInfo() => WorkerInfo.Current;

    /// <summary>Enumerates the examples in order.</summary>
    public virtual IEnumerator<Sample> GetEnumerator()
    {
        for (int i = 0; i < Length; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int[] Sizes(int total, IReadOnlyList<double> lengths)
    {
        if (lengths.All(l => l is >= 0 and <= 1) && Math.Abs(lengths.Sum() - 1) < 1e-6 && total != 1)
        {
            int[] sizes = lengths.Select(l => (int)Math.Floor(total * l)).ToArray();
            int left = total - sizes.Sum();
            for (int i = 0; i < left; i++)
                sizes[i % sizes.Length]++;
            return sizes;
        }
        if (lengths.Any(l => l < 0 || l != Math.Floor(l)) || lengths.Sum() != total)
        {
            throw new InvalidArgumentException($"RandomSplit: the lengths [{string.Join(", ", lengths)}] do not split {total} examples.",
                $"They add up to {lengths.Sum()}.", "Pass whole numbers that add up to the dataset's length, or fractions that add up to 1.");
        }
        return lengths.Select(l => (int)l).ToArray();
    }
}
