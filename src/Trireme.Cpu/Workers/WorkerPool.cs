using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Trireme.Cpu;

/// <summary>A parallel loop as the pool sees it: numbered blocks, each to be run exactly once.</summary>
internal interface IBlockJob
{
    void RunBlock(int block);
}

/// <summary>The threads behind <see cref="Workers"/>. One job at a time; who finds the pool taken does the work himself.</summary>
internal static unsafe class WorkerPool
{
    private static readonly long SpinTicks = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 20_000 : 0; // 50 microseconds
    private static readonly Lock Growth = new();
    private static Helper[] _helpers = [];
    private static int _taken;

    /// <summary>The most blocks of one job.</summary>
    public const int MaxBlocks = 64;

    // A bit for each block that nobody has claimed. The fields below are only read after a claim, when the job it belongs to cannot end.
    private static ulong _unclaimed;
    private static int _blocks, _threads;
    private static void* _job;
    private static delegate*<void*, int, void> _run;
    private static int _unfinished;
    private static Exception? _failure;

    private static int _callerWaits;
    private static readonly SemaphoreSlim CallerGate = new(0);

    /// <summary>Runs all blocks, on this thread and the helpers; false, with nothing done, where the pool is in use.</summary>
    public static bool TryRun<TJob>(ref TJob job, int blocks) where TJob : struct, IBlockJob
    {
        // A helper finds the pool taken as well, so nested calls run inline without a flag of their own.
        if (_taken != 0 || Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
            return false;
        Exception? failure;
        try
        {
            int helpers = Math.Min(Workers.Count, blocks) - 1;
            if (_helpers.Length < helpers)
                Grow(helpers);
            // The job lives in the caller's frame, which outlasts every block: a helper may hold its address without pinning.
            failure = Run(Unsafe.AsPointer(ref job), &RunBlock<TJob>, blocks, helpers);
        }
        finally
        {
            Volatile.Write(ref _taken, 0);
        }
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return true;
    }

    private static void RunBlock<TJob>(void* job, int block) where TJob : struct, IBlockJob
        => Unsafe.AsRef<TJob>(job).RunBlock(block);

    [MethodImpl(Compiled.Alone)]
    private static Exception? Run(void* job, delegate*<void*, int, void> run, int blocks, int helpers)
    {
        _job = job;
        _run = run;
        _blocks = blocks;
        _threads = helpers + 1;
        _unfinished = blocks;
        _failure = null;
        Interlocked.Exchange(ref _unclaimed, ulong.MaxValue >> (MaxBlocks - blocks));
        Helper[] all = _helpers;
        for (int i = 0; i < helpers; i++)
            all[i].Wake();
        ClaimBlocks(0);
        if (Volatile.Read(ref _unfinished) != 0)
            AwaitHelpers();
        Exception? failure = _failure;
        _failure = null;
        return failure;
    }

    /// <summary>
    /// Runs blocks until none is left. Each thread begins at a place of its own, the same in every job of as many blocks: what it wrote in one loop
    /// lies in its cache when the next loop reads it.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    private static void ClaimBlocks(int thread)
    {
        while (true)
        {
            ulong unclaimed = Volatile.Read(ref _unclaimed);
            if (unclaimed == 0)
                return;
            int start = (int)((long)thread % _threads * _blocks / _threads);
            ulong own = unclaimed & (ulong.MaxValue << start);
            int block = BitOperations.TrailingZeroCount(own != 0 ? own : unclaimed);
            if (Interlocked.CompareExchange(ref _unclaimed, unclaimed & ~(1UL << block), unclaimed) != unclaimed)
                continue;
            if (Volatile.Read(ref _failure) is null)
            {
                try
                {
                    _run(_job, block);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref _failure, e, null);
                }
            }
            if (Interlocked.Decrement(ref _unfinished) == 0 && Interlocked.Exchange(ref _callerWaits, 0) == 1)
                CallerGate.Release();
        }
    }

    private static void AwaitHelpers()
    {
        do
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                if (Volatile.Read(ref _unfinished) == 0)
                    return;
                Thread.SpinWait(1);
            }
            Interlocked.Exchange(ref _callerWaits, 1);
            if (Volatile.Read(ref _unfinished) == 0 && Interlocked.Exchange(ref _callerWaits, 0) == 1)
                return;
            CallerGate.Wait();
            // A helper that finished the job before this one may be the one that took the flag: hence the look at the count.
        }
        while (Volatile.Read(ref _unfinished) != 0);
    }

    private static void Grow(int count)
    {
        lock (Growth)
        {
            Helper[] all = _helpers;
            if (all.Length >= count)
                return;
            var grown = new Helper[count];
            all.CopyTo(grown, 0);
            for (int i = all.Length; i < count; i++)
                grown[i] = new Helper(i + 1);
            _helpers = grown;
        }
    }

    private sealed class Helper
    {
        private readonly SemaphoreSlim _gate = new(0);
        private int _asleep;

        private readonly int _number;

        public Helper(int number)
        {
            _number = number;
            new Thread(Live) { IsBackground = true, Name = $"Trireme worker {number}" }.Start();
        }

        public void Wake()
        {
            if (_asleep != 0 && Interlocked.Exchange(ref _asleep, 0) == 1)
                _gate.Release();
        }

        [MethodImpl(Compiled.Alone)]
        private void Live()
        {
            while (true)
            {
                ClaimBlocks(_number);
                long start = Stopwatch.GetTimestamp();
                while (Volatile.Read(ref _unclaimed) == 0 && Stopwatch.GetTimestamp() - start < SpinTicks)
                    Thread.SpinWait(1);
                if (Volatile.Read(ref _unclaimed) != 0)
                    continue;
                // Said first and looked at again, so that a job published in between is either seen here or sends a wake-up.
                Interlocked.Exchange(ref _asleep, 1);
                if (Volatile.Read(ref _unclaimed) != 0 && Interlocked.Exchange(ref _asleep, 0) == 1)
                    continue;
                _gate.Wait();
            }
        }
    }
}
