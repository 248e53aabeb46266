using System.Diagnostics;
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

    // High half: number of the job; low half: blocks nobody has claimed. One word, so that a helper that comes late cannot claim a
    // block of a job other than the one it saw; the fields below are only read after a claim, when the job cannot end.
    private static long _ticket;
    private static int _blocks;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Exception? Run(void* job, delegate*<void*, int, void> run, int blocks, int helpers)
    {
        _job = job;
        _run = run;
        _blocks = blocks;
        _unfinished = blocks;
        _failure = null;
        long number = (_ticket >> 32) + 1;
        Interlocked.Exchange(ref _ticket, (number << 32) | (uint)blocks);
        Helper[] all = _helpers;
        for (int i = 0; i < helpers; i++)
            all[i].Wake();
        ClaimBlocks();
        if (Volatile.Read(ref _unfinished) != 0)
            AwaitHelpers();
        Exception? failure = _failure;
        _failure = null;
        return failure;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClaimBlocks()
    {
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            int left = (int)ticket;
            if (left == 0)
                return;
            if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) != ticket)
                continue;
            if (Volatile.Read(ref _failure) is null)
            {
                try
                {
                    _run(_job, _blocks - left);
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
                Thread.SpinWait(4);
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

        public Helper(int number)
            => new Thread(Live) { IsBackground = true, Name = $"Trireme worker {number}" }.Start();

        public void Wake()
        {
            if (_asleep != 0 && Interlocked.Exchange(ref _asleep, 0) == 1)
                _gate.Release();
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Live()
        {
            while (true)
            {
                ClaimBlocks();
                long start = Stopwatch.GetTimestamp();
                while ((int)Volatile.Read(ref _ticket) == 0 && Stopwatch.GetTimestamp() - start < SpinTicks)
                    Thread.SpinWait(4);
                if ((int)Volatile.Read(ref _ticket) != 0)
                    continue;
                // Said first and looked at again, so that a job published in between is either seen here or sends a wake-up.
                Interlocked.Exchange(ref _asleep, 1);
                if ((int)Volatile.Read(ref _ticket) != 0 && Interlocked.Exchange(ref _asleep, 0) == 1)
                    continue;
                _gate.Wait();
            }
        }
    }
}
