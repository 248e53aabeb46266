using System.Numerics;
using System.Runtime.InteropServices;

namespace Trireme.Memory;

/// <summary>
/// Blocks that were returned, ready to be handed out again. Small ones come in classes, four an octave, and are found at once; a large one has nearly the
/// size it was asked for, since a quarter of it lying idle would be megabytes, and serves what needs at least seven eighths of it.
/// </summary>
internal sealed unsafe class FreeBlocks
{
    private const long LargeBytes = 1 << 20, LargeStep = 1 << 16;
    private readonly Lock _gate = new();
    private readonly Stack<nint>[] _small = CreateClasses();

    // In order of size; those of one size in the order they came, so that the one used last, of which the cache may still hold a part, goes first.
    private readonly List<(long Size, nint Block, long Turn)> _large = [];
    private long _largeBytes, _turn;

    /// <summary>The size of the block that so many bytes are given.</summary>
    public static long SizeFor(long bytes)
        => IsLarge(bytes) ? (bytes + LargeStep - 1) / LargeStep * LargeStep : SizeOf(ClassOf(bytes));

    /// <summary>Whether blocks of this size are large ones.</summary>
    public static bool IsLarge(long size) => size > LargeBytes;

    /// <summary>Whether a block, a large one, is handed out where so many bytes are asked for.</summary>
    public static bool Serves(long blockSize, long size) => blockSize >= size && blockSize - size <= size / 7;

    /// <summary>A block of this size or, among large ones, a little more; 0 where none lies ready.</summary>
    public nint Take(ref long size)
    {
        lock (_gate)
        {
            if (!IsLarge(size))
                return _small[ClassOf(size)].TryPop(out nint block) ? block : 0;
            int i = After(size - 1);
            if (i == _large.Count || !Serves(_large[i].Size, size))
                return 0;
            i = After(_large[i].Size) - 1;
            (size, nint found, _) = _large[i];
            _large.RemoveAt(i);
            _largeBytes -= size;
            return found;
        }
    }

    public void Put(nint block, long size)
    {
        lock (_gate)
        {
            if (!IsLarge(size))
                _small[ClassOf(size)].Push(block);
            else
            {
                _large.Insert(After(size), (size, block, ++_turn));
                _largeBytes += size;
            }
        }
    }

    /// <summary>Gives large blocks back to the operating system, those idle longest first, until no more than so many bytes of them are left.</summary>
    /// <remarks>Sizes that keep growing would else leave behind a block of each.</remarks>
    public void Shrink(long most)
    {
        lock (_gate)
        {
            while (_largeBytes > Math.Max(0, most))
            {
                int oldest = 0;
                for (int i = 1; i < _large.Count; i++)
                    oldest = _large[i].Turn < _large[oldest].Turn ? i : oldest;
                NativeMemory.AlignedFree((void*)_large[oldest].Block);
                _largeBytes -= _large[oldest].Size;
                _large.RemoveAt(oldest);
            }
        }
    }

    /// <summary>Gives all blocks back to the operating system.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            foreach (Stack<nint> blocks in _small)
            {
                while (blocks.TryPop(out nint block))
                    NativeMemory.AlignedFree((void*)block);
            }
        }
        Shrink(0);
    }

    // The place behind the last large block of at most this size.
    private int After(long size)
    {
        int low = 0, high = _large.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_large[middle].Size <= size)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

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
        var classes = new Stack<nint>[ClassOf(LargeBytes) + 1];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = new Stack<nint>();
        return classes;
    }
}
