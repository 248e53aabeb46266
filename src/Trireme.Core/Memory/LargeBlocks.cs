using System.Runtime.InteropServices;

namespace Trireme.Memory;

/// <summary>
/// Segments of memory that large blocks are cut from. A block comes off the smallest free piece that holds it and joins its free neighbours when it comes back,
/// so that what a few large tensors leave behind serves many smaller ones: kept apart by size, more than half of a training process would lie idle while new
/// memory is asked for, cleared and given back at every step.
/// </summary>
/// <remarks>Best fit with immediate coalescing (Knuth, The Art of Computer Programming 1, section 2.5). Not safe for several threads at once.</remarks>
internal sealed unsafe class LargeBlocks
{
    /// <summary>Bytes of a segment, unless a block needs more. What no block has touched yet costs addresses, not memory.</summary>
    public const long SegmentBytes = 32L << 20;

    private readonly Dictionary<nint, Piece> _used = [];

    // In order of size; those of one size in the order they came, so that the one used last, of which the cache may still hold a part, goes first.
    private readonly List<Piece> _free = [];
    private long _turn;

    /// <summary>Bytes of all free pieces.</summary>
    public long IdleBytes { get; private set; }

    /// <summary>A block of this size; 0 where no free piece holds it.</summary>
    public nint Take(long size)
    {
        int i = Behind(size - 1);
        if (i == _free.Count)
            return 0;
        i = Behind(_free[i].Size) - 1;
        Piece piece = _free[i];
        _free.RemoveAt(i);
        IdleBytes -= piece.Size;
        return Cut(piece, size);
    }

    /// <summary>A block of this size from a new segment.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public nint TakeNew(long size)
    {
        var piece = new Piece { Size = Math.Max(size, SegmentBytes) };
        try
        {
            piece.Start = Allocate(piece.Size);
        }
        catch (OutOfMemoryException) when (piece.Size > size)
        {
            piece.Size = size;
            piece.Start = Allocate(size);
        }
        return Cut(piece, size);
    }

    /// <summary>Takes a block back.</summary>
    public void Put(nint block)
    {
        if (!_used.Remove(block, out Piece? piece))
            throw new InvalidOperationException($"The block at {block:x} is not in use.");
        if (piece.Behind is { IsFree: true } behind)
        {
            Remove(behind);
            piece.Join(behind);
        }
        if (piece.Before is { IsFree: true } before)
        {
            Remove(before);
            before.Join(piece);
            piece = before;
        }
        Add(piece);
    }

    /// <summary>Gives segments that nothing uses back to the operating system, those idle longest first, until no more than so many bytes are free.</summary>
    public void Shrink(long most)
    {
        while (IdleBytes > most && _free.Where(p => p.IsSegment).MinBy(p => p.Turn) is { } oldest)
        {
            Remove(oldest);
            NativeMemory.AlignedFree((void*)oldest.Start);
        }
    }

    private static nint Allocate(long bytes) => (nint)HugePages.Allocate((nuint)bytes, FreeBlocks.Alignment);

    // The front of a piece that is not among the free ones becomes a block, what it does not need a free piece.
    private nint Cut(Piece piece, long size)
    {
        if (piece.Size > size)
            Add(piece.Split(size));
        piece.IsFree = false;
        _used.Add(piece.Start, piece);
        return piece.Start;
    }

    private void Add(Piece piece)
    {
        (piece.IsFree, piece.Turn) = (true, ++_turn);
        _free.Insert(Behind(piece.Size), piece);
        IdleBytes += piece.Size;
    }

    private void Remove(Piece piece)
    {
        int i = Behind(piece.Size - 1);
        while (_free[i] != piece)
            i++;
        _free.RemoveAt(i);
        IdleBytes -= piece.Size;
    }

    // The place behind the last free piece of at most this size.
    private int Behind(long size)
    {
        int low = 0, high = _free.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_free[middle].Size <= size)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>A part of a segment, in use or free; no two free ones lie beside each other.</summary>
    private sealed class Piece
    {
        public nint Start;
        public long Size, Turn;
        public bool IsFree;
        public Piece? Before, Behind;

        public bool IsSegment => Before is null && Behind is null;

        /// <summary>Keeps so many bytes; the result is the rest.</summary>
        public Piece Split(long size)
        {
            var rest = new Piece { Start = Start + (nint)size, Size = Size - size, Before = this, Behind = Behind };
            if (Behind is not null)
                Behind.Before = rest;
            (Behind, Size) = (rest, size);
            return rest;
        }

        /// <summary>Takes the piece behind in.</summary>
        public void Join(Piece behind)
        {
            Size += behind.Size;
            Behind = behind.Behind;
            if (Behind is not null)
                Behind.Before = this;
        }
    }
}
