using System.Runtime.InteropServices;
using Trireme.Memory;

namespace Trireme.Cpu;

/// <summary>The working memory of one thread for factorizations, kept from call to call: a batch of small matrices allocates nothing.</summary>
internal sealed unsafe class Workspace
{
    private const nuint Alignment = 4096;

    // More than this is given back at once: one large matrix should not weigh on the process for good.
    private const long KeptBytes = 64 << 20;

    [ThreadStatic]
    private static Workspace? _ofThread;

    private double* _data;
    private nuint _bytes;

    private Workspace()
    {
    }

    ~Workspace() => NativeMemory.AlignedFree(_data);

    /// <summary>Room for a number of elements; what was in it is undefined. It is the caller's until it asks again.</summary>
    public static double* Get(long elements)
    {
        Workspace mine = _ofThread ??= new Workspace();
        nuint bytes = checked((nuint)elements * sizeof(double));
        if (bytes > mine._bytes)
            mine.Grow(bytes);
        return mine._data;
    }

    /// <summary>Ends the use of what <see cref="Get"/> returned.</summary>
    public static void Release()
    {
        if (_ofThread is { } mine && mine._bytes > KeptBytes)
            mine.Free();
    }

    private void Grow(nuint bytes)
    {
        Free();
        _data = (double*)HugePages.AllocateKept(ref bytes, Alignment);
        _bytes = bytes;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        _bytes = 0;
    }
}

/// <summary>Cuts working memory into pieces that begin at cache lines.</summary>
internal unsafe struct WorkPieces(double* data)
{
    private double* _next = data;

    /// <summary>What <see cref="Take"/> takes for so many elements.</summary>
    public static long Length(long elements) => (elements + 7) & ~7L;

    /// <summary>
    /// The distance of rows of so many columns: whole cache lines, so that rows can be read to the end of their last vector, but an odd number of them, so
    /// that the elements of a column do not all fall into the same few lines of a cache.
    /// </summary>
    public static int Pitch(int columns)
    {
        int lines = (columns + 7) / 8;
        return 8 * (lines < 8 ? lines : lines | 1);
    }

    public double* Take(long elements)
    {
        double* piece = _next;
        _next += Length(elements);
        return piece;
    }
}
