using System.Numerics;
using System.Runtime.InteropServices;
using Trireme.Profiling;

namespace Trireme.Memory;

/// <summary>
/// Hands out aligned blocks by size class and keeps returned ones. The collector does not see these bytes, so the pool counts what it
/// handed out and provokes a young collection when a budget is spent, an older one only while the live bytes stay high.
/// </summary>
internal static unsafe class BlockPool
{
    private const int Alignment = 64;
    private const long MinBudget = 32L << 20, MaxBudget = 1L << 30;
    private static readonly Lock Gate = new();
    private static readonly Stack<nint>[] Free = CreateClasses();
    private static long _live, _sinceCollection, _budget = MinBudget, _survivors;
    private static int _collecting;

    public static long LiveBytes => Interlocked.Read(ref _live);

    public static nint Rent(long bytes, out int sizeClass)
    {
        sizeClass = ClassOf(bytes);
        long size = SizeOf(sizeClass);
        Tracer.Active?.Allocated(size);
        if (Interlocked.Read(ref _sinceCollection) + size > Interlocked.Read(ref _budget))
            Collect();
        nint block = Take(sizeClass);
        if (block == 0)
            block = AllocateNew(size, sizeClass);
        Interlocked.Add(ref _live, size);
        Interlocked.Add(ref _sinceCollection, size);
        return block;
    }

    public static void Return(nint block, int sizeClass)
    {
        long size = SizeOf(sizeClass);
        Interlocked.Add(ref _live, -size);
        Interlocked.Add(ref _sinceCollection, -size);
        lock (Gate)
            Free[sizeClass].Push(block);
    }

    /// <summary>Gives all kept blocks back to the operating system.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            for (int c = 0; c < Free.Length; c++)
            {
                while (Free[c].TryPop(out nint block))
                    NativeMemory.AlignedFree((void*)block);
            }
        }
    }

    private static nint Take(int sizeClass)
    {
        lock (Gate)
        {
            if (!Free[sizeClass].TryPop(out nint block))
                return 0;
            return block;
        }
    }

    private static nint AllocateNew(long size, int sizeClass)
    {
        try
        {
            return Allocate(size);
        }
        catch (OutOfMemoryException)
        {
            // Blocks of other sizes may be lying idle, and dead tensors may be waiting for the collector.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            nint block = Take(sizeClass);
            if (block != 0)
                return block;
            Trim();
            return Allocate(size);
        }
    }

    private static nint Allocate(long size)
    {
        void* block = NativeMemory.AlignedAlloc((nuint)size, size < 2 * HugePages.Size ? Alignment : (nuint)HugePages.Size);
        HugePages.Advise(block, size);
        return (nint)block;
    }

    private static void Collect()
    {
        // One thread collects; the others go on and allocate past the budget for that short while.
        if (Interlocked.Exchange(ref _collecting, 1) != 0)
            return;
        try
        {
            for (int generation = 0; generation <= 2; generation++)
            {
                GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
                long live = LiveBytes;
                // What outlives a young collection is either in use or was promoted too early: look further only when it grows.
                if (live <= Interlocked.Read(ref _survivors) + (Interlocked.Read(ref _budget) / 2))
                    break;
                if (generation == 2)
                    Interlocked.Exchange(ref _survivors, live);
            }
            long survivors = Math.Min(Interlocked.Read(ref _survivors), LiveBytes);
            Interlocked.Exchange(ref _survivors, survivors);
            Interlocked.Exchange(ref _budget, Math.Clamp(survivors / 2, MinBudget, MaxBudget));
            Interlocked.Exchange(ref _sinceCollection, 0);
        }
        finally
        {
            Interlocked.Exchange(ref _collecting, 0);
        }
    }

    // Four classes an octave from 2 KiB up: at most a quarter of a block is wasted.
    private static int ClassOf(long bytes)
    {
        ulong n = (ulong)Math.Max(bytes, 2048) - 1;
        int log = 63 - BitOperations.LeadingZeroCount(n);
        int quarter = (int)((n >> (log - 2)) & 3);
        return ((log - 10) * 4) + quarter;
    }

    private static long SizeOf(int sizeClass)
    {
        int log = (sizeClass / 4) + 10, quarter = sizeClass % 4;
        return (long)(5 + quarter) << (log - 2);
    }

    private static Stack<nint>[] CreateClasses()
    {
        var classes = new Stack<nint>[40 * 4];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = new Stack<nint>();
        return classes;
    }
}
