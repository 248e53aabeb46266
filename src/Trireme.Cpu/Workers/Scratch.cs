using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trireme.Memory;

namespace Trireme.Cpu;

/// <summary>
/// The working memory of one thread, outside the managed heap: a block for each <see cref="Slot"/>, kept from call to call, grown when a call needs more and
/// freed when the thread ends.
/// </summary>
internal sealed unsafe class Scratch
{
    // Blocks begin with a page: how two of them lie to each other in the caches does not change from run to run.
    private const nuint Alignment = 4096;

    // More than this is given back by those who rarely need so much.
    private const nuint KeptBytes = 64 << 20;

    [ThreadStatic]
    private static Scratch? _ofThread;

    private Blocks _blocks;

    private Scratch()
    {
    }

    ~Scratch()
    {
        foreach (Block block in _blocks)
            NativeMemory.AlignedFree(block.Start);
    }

    /// <summary>What a block is for. Kernels that call each other hold theirs at the same time: these have different slots.</summary>
    public enum Slot
    {
        /// <summary>Products: A in panels, which all threads read.</summary>
        PackedA,

        /// <summary>Products: the panel of B a thread is at.</summary>
        PanelB,

        /// <summary>Products: sums of a tile before they go to C.</summary>
        Tile,

        /// <summary>Products: an operand as a whole, laid out anew.</summary>
        Operand,

        /// <summary>What a kernel prepares for all threads; held by the calling one.</summary>
        Shared,

        /// <summary>What each thread of a kernel needs for itself.</summary>
        Own,

        /// <summary>Formulas: where the values of the steps lie.</summary>
        Values,

        /// <summary>Formulas: the constants.</summary>
        Constants,

        /// <summary>Formulas: tiles of what steps hand on.</summary>
        Registers,

        /// <summary>Formulas: tiles of operands that are stretched or have gaps, written out.</summary>
        WrittenOut,

        /// <summary>Results of groups that are joined at the end: held by the calling thread while others write to them.</summary>
        Partials,

        /// <summary>Attention: the weights of a block of positions, or their gradients, while products run.</summary>
        Weights,

        /// <summary>Attention: the weights that dropout left.</summary>
        Dropped,

        /// <summary>Decompositions: the matrices at work.</summary>
        Decomposition,
    }

    /// <summary>Room for a number of elements; what was in it is undefined. It is the caller's until its thread asks for the slot again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Get<T>(Slot slot, long elements) where T : unmanaged
    {
        Scratch mine = _ofThread ??= new Scratch();
        ref Block block = ref mine._blocks[(int)slot];
        nuint bytes = checked((nuint)elements * (nuint)sizeof(T));
        return (T*)(bytes <= block.Bytes ? block.Start : Grow(ref block, bytes));
    }

    /// <summary>Memory of the slot of that name for single precision.</summary>
    public static float* Shared(long floats) => Get<float>(Slot.Shared, floats);

    /// <summary>Memory of the slot of that name for single precision.</summary>
    public static float* Own(long floats) => Get<float>(Slot.Own, floats);

    /// <summary>Memory of the slot of that name.</summary>
    public static T* Own<T>(long elements) where T : unmanaged => Get<T>(Slot.Own, elements);

    /// <summary>Ends the use of what <see cref="Get"/> returned: a large block is freed, for one large call should not weigh on the process for good.</summary>
    public static void Release(Slot slot)
    {
        if (_ofThread is { } mine && mine._blocks[(int)slot].Bytes > KeptBytes)
            Free(ref mine._blocks[(int)slot]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void* Grow(ref Block block, nuint bytes)
    {
        Free(ref block);
        block.Start = HugePages.AllocateKept(ref bytes, Alignment);
        block.Bytes = bytes;
        return block.Start;
    }

    private static void Free(ref Block block)
    {
        NativeMemory.AlignedFree(block.Start);
        block = default;
    }

    private struct Block
    {
        public void* Start;
        public nuint Bytes;
    }

    [InlineArray((int)Slot.Decomposition + 1)]
    private struct Blocks
    {
        private Block _first;
    }
}
