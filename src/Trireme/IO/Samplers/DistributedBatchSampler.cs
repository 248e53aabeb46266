using Trireme.Random;

namespace Trireme.IO;

/// <summary>The batches of one of several processes: each gets its share, all the same number.</summary>
/// <remarks>Mirrors paddle.io.DistributedBatchSampler. Examples are repeated from the beginning where they do not divide evenly.</remarks>
public sealed class DistributedBatchSampler : BatchSampler
{
    private readonly Dataset _dataset;
    private readonly bool _shuffle;

    /// <summary>One process's share.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="batchSize">Examples a batch; at least 1.</param>
    /// <param name="numReplicas">The number of processes; from the environment variable PADDLE_TRAINERS_NUM, or 1, where null.</param>
    /// <param name="rank">This process's number; from PADDLE_TRAINER_ID, or 0, where null.</param>
    /// <param name="shuffle">Whether the order is random, differently each epoch; see <see cref="SetEpoch"/>.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <exception cref="InvalidArgumentException">The numbers do not fit together.</exception>
    public DistributedBatchSampler(Dataset dataset, int batchSize, int? numReplicas = null, int? rank = null, bool shuffle = false, bool dropLast = false)
        : base(dataset, null, false, batchSize, dropLast)
    {
        NumReplicas = numReplicas ?? FromEnvironment("PADDLE_TRAINERS_NUM", 1);
        LocalRank = rank ?? FromEnvironment("PADDLE_TRAINER_ID", 0);
        if (NumReplicas < 1 || LocalRank < 0 || LocalRank >= NumReplicas)
            throw new InvalidArgumentException($"DistributedBatchSampler: rank {LocalRank} of {NumReplicas} replicas does not exist.", "Ranks count from 0.");
        (_dataset, _shuffle) = (dataset, shuffle);
    }

    /// <summary>The number of processes.</summary>
    public int NumReplicas { get; }

    /// <summary>This process's number.</summary>
    public int LocalRank { get; }

    /// <summary>The epoch that decides the random order.</summary>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public override int Length => DropLast ? Share / BatchSize : (Share + BatchSize - 1) / BatchSize;

    private int Share => (_dataset.Length + NumReplicas - 1) / NumReplicas;

    /// <summary>Chooses the random order; all processes must choose the same.</summary>
    /// <param name="epoch">The epoch.</param>
    public void SetEpoch(int epoch) => Epoch = epoch;

    /// <inheritdoc/>
    public override IEnumerator<IReadOnlyList<int>> GetEnumerator()
    {
        int length = _dataset.Length;
        int[] order = _shuffle ? Permutation.Of(length, new Generator((ulong)Epoch)) : Enumerable.Range(0, length).ToArray();
        if (_shuffle)
            Epoch++;
        // Blocks of a batch go to the processes in turn, so that without shuffling neighbours stay together.
        int total = Share * NumReplicas;
        IEnumerable<int> mine = Enumerable.Range(0, total).Where(i => i / BatchSize % NumReplicas == LocalRank).Select(i => order[i % length]);
        if (total % (BatchSize * NumReplicas) != 0)
            mine = EvenShare(order, total);
        return Batches(mine).GetEnumerator();
    }

    private static int FromEnvironment(string name, int absent) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : absent;

    // Where the last blocks are not full, what is left is dealt out in equal pieces.
    private IEnumerable<int> EvenShare(int[] order, int total)
    {
        int whole = total / (BatchSize * NumReplicas) * BatchSize * NumReplicas, rest = (total - whole) / NumReplicas;
        for (int start = LocalRank * BatchSize; start < whole; start += BatchSize * NumReplicas)
        {
            for (int i = 0; i < BatchSize; i++)
                yield return order[(start + i) % order.Length];
        }
        for (int i = 0; i < rest; i++)
            yield return order[(whole + (LocalRank * rest) + i) % order.Length];
    }
}
