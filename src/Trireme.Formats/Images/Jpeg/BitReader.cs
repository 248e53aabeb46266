using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>Bits of one unstuffed entropy-coded segment, most significant first.</summary>
/// <remarks>
/// The segment is followed by <see cref="Padding"/> zero bytes, so that a block of damaged data may read on past the end unchecked;
/// whoever decodes asks <see cref="Overrun"/> after every block.
/// </remarks>
internal ref struct BitReader
{
    /// <summary>More than one block can consume: 64 codes of 16 bits with 16 more each, and one load.</summary>
    public const int Padding = 512;

    private readonly ref byte _start;
    private readonly long _endBit;

    /// <summary>The byte to load next, the bits loaded and not consumed (at the top of the word), and how many those are.</summary>
    public int Next;
    public ulong Bits;
    public int Count;

    public BitReader(ReadOnlySpan<byte> padded, int length)
    {
        _start = ref MemoryMarshal.GetReference(padded);
        _endBit = 8L * length;
    }

    /// <summary>True when more bits were consumed than the segment has.</summary>
    public readonly bool Overrun => (8L * Next) - Count > _endBit;

    /// <summary>Makes at least 56 bits available. Call it with fewer than 56 left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _start, Next));
        Bits |= (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word) >> Count;
        Next += (63 - Count) >> 3;
        Count |= 56;
    }

    /// <summary>Makes at least 32 bits available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure32()
    {
        if (Count < 32)
        {
            Refill();
        }
    }

    /// <summary>The next 1 to 32 bits; <see cref="Ensure32"/> comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int count)
    {
        int value = (int)(Bits >> (64 - count));
        Bits <<= count;
        Count -= count;
        return value;
    }

    /// <summary>One bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Bit()
    {
        Ensure32();
        return Take(1) != 0;
    }

    /// <summary>One symbol, with at least 16 bits available afterwards for its magnitude; -1 where no code matches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        Ensure32();
        int found = table.Symbols[(int)(Bits >> (64 - HuffmanTable.LookBits))];
        if (found == 0)
        {
            found = table.Long((int)(Bits >> 48));
            if (found == 0)
            {
                return -1;
            }
        }
        Bits <<= found >> 8;
        Count -= found >> 8;
        return found & 255;
    }
}
