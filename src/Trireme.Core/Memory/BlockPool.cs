using System.Diagnostics;
using System.Runtime.InteropServices;
using Trireme.Profiling;

namespace Trireme.Memory;

/// <summary>
/// Hands out aligned blocks and keeps returned ones. The collector does not see these bytes, so the pool counts what it handed out and
/// provokes a young collection when a budget is spent, an older one only while the live bytes stay high; and it looks for dead tensors
/// before it asks the system for more memory.
/// </summary>
internal static unsafe class BlockPool
{
    // What is handed out between two collections is half of what is in use, and all of it where that is little: a network that needs few megabytes stays within
    // the caches, and one that needs a hundred does not collect ten times a step.
    private const long MinBudget = 32L << 20, LittleBudget = 64L << 20, MaxBudget = 1L << 30;

    // Growing waits for a full collection only where those take at most one part in so many of the time, since a large managed heap makes them slow, or where
    // what the pool has grown by since the last one took about as long: the system clears new memory at some gigabytes a second, and the process keeps it.
    private const int FullCollectionShare = 20;
    private const long GrownBytesPerSecond = 1L << 30;

    // What is handed out between two looks for large blocks of dead tensors, at least, in a process where much is in use: a young collection takes half a
    // millisecond, new memory as long for each megabyte or two. Looks that find nothing become rarer.
    private const long MinLook = 8L << 20, MuchInUse = 256L << 20;

    // Before it grows, idle blocks are given back that would make all of them together exceed what was once in use by more than this part.
    private const int IdleShare = 4;

    // What was found in use once is expected again, a little less with every collection: on the way there a training step needs young collections alone.
    private const int ExpectedShare = 64;
    private static readonly FreeBlocks Free = new();
    private static readonly OwnedBlocks Owned = new();
    private static long _live, _peak, _sinceCollection, _budget = MinBudget, _survivors, _expected, _lookAfter = MinLook;
    private static long _lastFullCollection, _nextFullCollection, _fullCollectionBytes, _grown;
    private static int _collecting, _collectionsSeen;

    public static long LiveBytes => Interlocked.Read(ref _live);

    /// <summary>A block of at least so many bytes; <paramref name="size"/> is how many it has.</summary>
    public static nint Rent(long bytes, out long size)
    {
        size = FreeBlocks.SizeFor(bytes);
        Tracer.Active?.Allocated(size);
        if (Interlocked.Read(ref _sinceCollection) + size > Interlocked.Read(ref _budget))
            Collect(size, wantsBlock: false);
        nint block = Free.Take(size);
        if (block == 0 && FreeBlocks.IsLarge(size) && GC.CollectionCount(0) != _collectionsSeen)
        {
            Sweep();
            block = Free.Take(size);
        }
        if (block == 0)
            block = TakeFromTheDead(size);
        if (block == 0)
            block = AllocateNew(size);
        long live = Interlocked.Add(ref _live, size);
        if (live > Interlocked.Read(ref _peak))
            Interlocked.Exchange(ref _peak, live);
        Interlocked.Add(ref _sinceCollection, size);
        return block;
    }

    public static void Return(nint block, long size)
    {
        Interlocked.Add(ref _live, -size);
        Interlocked.Add(ref _sinceCollection, -size);
        Free.Put(block, size);
    }

    /// <summary>Watches the owner of a large block from now on; the result is what <see cref="Unwatch"/> takes.</summary>
    public static int Watch(NativeStorage owner, nint block, long size) => Owned.Add(owner, block, size);

    /// <summary>Ends the watch of an owner that gives its block back itself.</summary>
    public static void Unwatch(int ticket) => Owned.Remove(ticket);

    /// <summary>Gives all kept blocks back to the operating system.</summary>
    public static void Trim() => Free.Trim();

    private static nint AllocateNew(long size)
    {
        long peak = Interlocked.Read(ref _peak);
        Free.Shrink(peak + (peak / IdleShare) + MinBudget - LiveBytes - size);
        try
        {
            return Allocate(size);
        }
        catch (OutOfMemoryException)
        {
            // Blocks of other sizes may be lying idle, and dead tensors may be waiting for the collector.
            GC.Collect();
            Sweep();
            GC.WaitForPendingFinalizers();
            nint block = Free.Take(size);
            if (block != 0)
                return block;
            Trim();
            return Allocate(size);
        }
    }

    private static nint Allocate(long size)
    {
        Interlocked.Add(ref _grown, size);
        return Free.TakeNew(size);
    }

    /// <summary>The block of a tensor that died since the last collection; 0 where there is none, or not enough was handed out since to look.</summary>
    private static nint TakeFromTheDead(long size)
    {
        bool looksOften = FreeBlocks.IsLarge(size) && LiveBytes > MuchInUse;
        return Interlocked.Read(ref _sinceCollection) < (looksOften ? Interlocked.Read(ref _lookAfter) : MostLook) ? 0 : Collect(size, wantsBlock: true);
    }

    private static long MostLook => Math.Max(MinBudget, LiveBytes / 16);

    /// <summary>
    /// Collects, older generations too while no block of the size lies ready, where one is wanted, or while more is alive than is expected; the result is that
    /// block, or 0.
    /// </summary>
    private static nint Collect(long size, bool wantsBlock)
    {
        // One thread collects; the others go on and allocate past the budget for that short while.
        if (Interlocked.Exchange(ref _collecting, 1) != 0)
            return 0;
        try
        {
            // What outlives a young collection is either in use, as a block such as this one may well be, or was promoted too early: look further only
            // when it grows beyond what is expected.
            long expected = Interlocked.Read(ref _expected);
            long most = Math.Max(Interlocked.Read(ref _survivors) + (Interlocked.Read(ref _budget) / 2) + size, expected);
            Interlocked.Exchange(ref _expected, expected - (expected / ExpectedShare));
            bool isLarge = FreeBlocks.IsLarge(size);
            int first = FirstGeneration(size);
            nint block = 0;
            for (int generation = first; generation <= 2; generation++)
            {
                // Of large blocks the first look found all that are young.
                if (wantsBlock && generation == 1 && first == 0 && isLarge)
                    continue;
                if (wantsBlock && generation == 2 && !IsWorthFullCollection())
                    break;
                CollectOnce(generation, awaitsFinalizers: wantsBlock && !isLarge);
                if (!wantsBlock && LiveBytes > most)
                    GC.WaitForPendingFinalizers();
                if (wantsBlock && block == 0)
                    block = Free.Take(size);
                if ((block != 0 || !wantsBlock) && LiveBytes <= most)
                    break;
            }
            long survivors = LiveBytes <= expected ? LiveBytes : Math.Min(Interlocked.Read(ref _survivors), LiveBytes);
            Interlocked.Exchange(ref _survivors, survivors);
            Interlocked.Exchange(ref _budget, Math.Clamp(Math.Max(survivors / 2, Math.Min(survivors, LittleBudget)), MinBudget, MaxBudget));
            Interlocked.Exchange(ref _sinceCollection, 0);
            if (wantsBlock)
                Interlocked.Exchange(ref _lookAfter, block != 0 ? MinLook : Math.Min(2 * Interlocked.Read(ref _lookAfter), MostLook));
            return block;
        }
        finally
        {
            Interlocked.Exchange(ref _collecting, 0);
        }
    }

    private static bool IsWorthFullCollection()
        => Stopwatch.GetTimestamp() >= Interlocked.Read(ref _nextFullCollection) || Interlocked.Read(ref _grown) >= Interlocked.Read(ref _fullCollectionBytes);

    // A collection promotes what it finds alive: one that reaches the blocks in question finds more than several younger ones before it, which would
    // have moved the next of them out of its reach.
    private static int FirstGeneration(long size)
        => !FreeBlocks.IsLarge(size) ? 0 : Owned.OldestYoung(size) is var young and >= 0 ? young : 1;

    private static void CollectOnce(int generation, bool awaitsFinalizers)
    {
        long start = Stopwatch.GetTimestamp();
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        Sweep();
        if (awaitsFinalizers || generation == 2)
            GC.WaitForPendingFinalizers();
        if (generation < 2)
            return;
        // The shorter of the last two tells what one takes; a busy machine makes single ones slow.
        long end = Stopwatch.GetTimestamp(), last = Interlocked.Exchange(ref _lastFullCollection, end - start);
        long shorter = Math.Min(last, end - start);
        Interlocked.Exchange(ref _nextFullCollection, end + (FullCollectionShare * shorter));
        Interlocked.Exchange(ref _fullCollectionBytes, (long)((double)shorter / Stopwatch.Frequency * GrownBytesPerSecond));
        Interlocked.Exchange(ref _grown, 0);
        Interlocked.Exchange(ref _survivors, LiveBytes);
        Interlocked.Exchange(ref _expected, Math.Max(Interlocked.Read(ref _expected), LiveBytes));
    }

    private static void Sweep()
    {
        _collectionsSeen = GC.CollectionCount(0);
        Owned.Sweep(Return);
    }
}
