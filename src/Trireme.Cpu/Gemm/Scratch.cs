using System.Runtime.InteropServices;
using Trireme.Memory;

namespace Trireme.Cpu;

/// <summary>Work space of one thread, outside the managed heap, kept from call to call and grown when a product needs more.</summary>
internal sealed unsafe class Scratch
{
    private const nuint Alignment = 4096;

    [ThreadStatic]
    private static Scratch? _ofThread;

    private readonly void*[] _data = new void*[Enum.GetValues<Slot>().Length];
    private readonly nuint[] _bytes = new nuint[Enum.GetValues<Slot>().Length];

    private Scratch()
    {
    }

    ~Scratch()
    {
        foreach (void* block in _data)
            NativeMemory.AlignedFree(block);
    }

    /// <summary>Buffers that are in use at the same time have different slots.</summary>
    public enum Slot
    {
        PackedA,
        PanelB,
        Tile,
        Operand,
    }

    /// <summary>Room for a number of elements, aligned to a page; what was in it is undefined.</summary>
    public static T* Get<T>(Slot slot, long elements) where T : unmanaged
    {
        Scratch mine = _ofThread ??= new Scratch();
        nuint bytes = checked((nuint)elements * (nuint)sizeof(T));
        return bytes <= mine._bytes[(int)slot] ? (T*)mine._data[(int)slot] : (T*)mine.Grow((int)slot, bytes);
    }

    private void* Grow(int slot, nuint bytes)
    {
        NativeMemory.AlignedFree(_data[slot]);
        _data[slot] = null;
        _bytes[slot] = 0;
        _data[slot] = HugePages.AllocateKept(ref bytes, Alignment);
        _bytes[slot] = bytes;
        return _data[slot];
    }
}
