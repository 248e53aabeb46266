namespace Trireme.Cpu;

/// <summary>
/// Splits loops over a small set of persistent threads. The calling thread takes part; starting parallel work costs about a
/// microsecond and allocates nothing. A call made from inside a body, or while another thread holds the pool, runs on its caller alone.
/// </summary>
public static class Workers
{
    // Below this many elementary operations the hand-over between threads costs more than it saves.
    private const long InlineBelow = 20_000;

    // More blocks than threads, so that a thread the system delays does not hold up the rest; long loops are cut finer, since one of their blocks is long to wait
    // for.
    private const int BlocksPerThread = 4, BlocksPerThreadOfLong = 16;
    private const long LongBlock = 10 * InlineBelow;
    private const string CountVariable = "TRIREME_NUM_THREADS";

    private static int _count;

    /// <summary>
    /// Threads that take part in one parallel loop, the caller included: at least 1. At first the value of the environment
    /// variable TRIREME_NUM_THREADS, or the number of processors where it is not set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value set is below 1 or above 1024.</exception>
    /// <exception cref="InvalidArgumentException">TRIREME_NUM_THREADS is set to something that is not a number from 1 to 1024.</exception>
    /// <remarks>Results of kernels do not depend on it.</remarks>
    public static int Count
    {
        get => _count > 0 ? _count : _count = InitialCount();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024);
            _count = value;
        }
    }

    /// <summary>Runs <paramref name="body"/> over [0, <paramref name="n"/>) cut into disjoint ranges.</summary>
    /// <param name="n">Number of items; 0 does nothing.</param>
    /// <param name="costPerItem">About how many elementary operations one item takes; small totals run on the caller alone.</param>
    /// <param name="body">The work.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    /// <remarks>What a body throws is thrown here, the first one if there are several; ranges not begun by then are skipped.</remarks>
    public static void For<TBody>(int n, long costPerItem, TBody body) where TBody : struct, IRangeBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (n == 0)
            return;
        int blocks = Blocks(n, costPerItem);
        if (blocks > 1)
        {
            var job = new RangeJob<TBody> { Body = body, Items = n, Blocks = blocks };
            if (WorkerPool.TryRun(ref job, blocks))
                return;
        }
        body.Run(0, n);
    }

    /// <summary>Runs <paramref name="body"/>(start, end) over [0, <paramref name="n"/>) cut into disjoint ranges.</summary>
    /// <param name="n">Number of items; 0 does nothing.</param>
    /// <param name="costPerItem">About how many elementary operations one item takes; small totals run on the caller alone.</param>
    /// <param name="body">The work, from an inclusive start to an exclusive end.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static void For(int n, long costPerItem, Action<int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        For(n, costPerItem, new ActionBody(body));
    }

    /// <summary>
    /// Runs <paramref name="body"/> once for every chunk [i · chunk, min(n, (i + 1) · chunk)): the cuts depend on the sizes alone,
    /// never on the number of threads, so a reduction that keeps one partial result a chunk gives the same bits everywhere.
    /// </summary>
    /// <param name="n">Number of items; 0 does nothing.</param>
    /// <param name="chunk">Items in each chunk but the last, at least 1.</param>
    /// <param name="costPerItem">About how many elementary operations one item takes; small totals run on the caller alone.</param>
    /// <param name="body">The work; the index of a chunk is start / <paramref name="chunk"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative or <paramref name="chunk"/> below 1.</exception>
    public static void ForChunks<TBody>(int n, int chunk, long costPerItem, TBody body) where TBody : struct, IRangeBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        if (n == 0)
            return;
        int chunks = (int)(((long)n + chunk - 1) / chunk);
        For(chunks, checked(costPerItem * chunk), new ChunkBody<TBody> { Body = body, Items = n, Chunk = chunk });
    }

    /// <summary>Runs <paramref name="body"/>(start, end) once for every chunk of a fixed length; see the generic overload.</summary>
    /// <param name="n">Number of items; 0 does nothing.</param>
    /// <param name="chunk">Items in each chunk but the last, at least 1.</param>
    /// <param name="costPerItem">About how many elementary operations one item takes; small totals run on the caller alone.</param>
    /// <param name="body">The work, from an inclusive start to an exclusive end.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative or <paramref name="chunk"/> below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static void ForChunks(int n, int chunk, long costPerItem, Action<int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ForChunks(n, chunk, costPerItem, new ActionBody(body));
    }

    private static int Blocks(int n, long costPerItem)
    {
        int threads = Count;
        if (threads == 1 || n == 1)
            return 1;
        long total = n * Math.Clamp(costPerItem, 1, long.MaxValue / n);
        if (total < InlineBelow)
            return 1;
        long wanted = Math.Min((long)threads * BlocksPerThread, Math.Max(2, total / (InlineBelow / 2)));
        wanted = Math.Max(wanted, Math.Min((long)threads * BlocksPerThreadOfLong, total / LongBlock));
        // As many for each thread: of three blocks one of two threads would do two.
        if (wanted > threads)
            wanted -= wanted % threads;
        return (int)Math.Min(wanted, Math.Min(n, WorkerPool.MaxBlocks));
    }

    private static int InitialCount()
    {
        string? text = Environment.GetEnvironmentVariable(CountVariable);
        if (string.IsNullOrWhiteSpace(text))
            return Math.Min(Environment.ProcessorCount, 1024);
        return int.TryParse(text, out int count) && count is >= 1 and <= 1024
            ? count
            : throw new InvalidArgumentException(
                $"{CountVariable} is \"{text}\".", "It must be a number of threads from 1 to 1024.", "Correct it, or unset it to use every processor.");
    }

    private struct RangeJob<TBody> : IBlockJob where TBody : struct, IRangeBody
    {
        public TBody Body;
        public int Items, Blocks;

        public void RunBlock(int block)
            => Body.Run((int)((long)Items * block / Blocks), (int)((long)Items * (block + 1) / Blocks));
    }

    private struct ChunkBody<TBody> : IRangeBody where TBody : struct, IRangeBody
    {
        public TBody Body;
        public int Items, Chunk;

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Body.Run(i * Chunk, (int)Math.Min(Items, (long)(i + 1) * Chunk));
        }
    }

    private readonly struct ActionBody(Action<int, int> action) : IRangeBody
    {
        public void Run(int start, int end) => action(start, end);
    }
}
