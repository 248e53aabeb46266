using System.Numerics;
using System.Runtime.InteropServices;

namespace Trireme.Memory;

/// <summary>
/// Blocks ready to be handed out. Small ones come in classes, four an octave, and are found at once; large ones are cut to size (<see cref="LargeBlocks"/>).
/// </summary>
internal sealed unsafe class FreeBlocks
{
    /// <summary>What the address of every block is a multiple of.</summary>
    public const int Alignment = 64;

    private const long LargeBytes = 1 << 20, LargeStep = 1 << 16;
    private readonly Lock _gate = new();
    private readonly Stack<nint>[] _small = CreateClasses();
    private readonly LargeBlocks _large = new();

    /// <summary>The size of the block that so many bytes are given.</summary>
    public static long SizeFor(long bytes)
        => IsLarge(bytes) ? (bytes + LargeStep - 1) / LargeStep * LargeStep : SizeOf(ClassOf(bytes));

    /// <summary>Whether blocks of this size are large ones.</summary>
    public static bool IsLarge(long size) => size > LargeBytes;

    /// <summary>Whether a block, a large one, is about as large as what is asked for.</summary>
    public static bool Serves(long blockSize, long size) => blockSize >= size && blockSize - size <= size / 7;

    /// <summary>A block of this size, as <see cref="SizeFor"/> gives it; 0 where there is none.</summary>
    public nint Take(long size)
    {
        lock (_gate)
            return IsLarge(size) ? _large.Take(size) : _small[ClassOf(size)].TryPop(out nint block) ? block : 0;
    }

    /// <summary>A block of this size of memory that the system gives.</summary>
    /// <exception cref="OutOfMemoryException">It has no more.</exception>
    public nint TakeNew(long size)
    {
        if (!IsLarge(size))
            return (nint)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        lock (_gate)
            return _large.TakeNew(size);
    }

    /// <summary>Takes a block back.</summary>
    public void Put(nint block, long size)
    {
        lock (_gate)
        {
            if (IsLarge(size))
                _large.Put(block);
            else
                _small[ClassOf(size)].Push(block);
        }
    }

    /// <summary>Gives memory of large blocks back to the operating system until at most so many bytes of it lie idle, as far as whole segments do.</summary>
    public void Shrink(long most)
    {
        lock (_gate)
            _large.Shrink(most);
    }

    /// <summary>Gives all memory that lies idle back to the operating system.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            foreach (Stack<nint> blocks in _small)
            {
                while (blocks.TryPop(out nint block))
                    NativeMemory.AlignedFree((void*)block);
            }
            _large.Shrink(0);
        }
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
