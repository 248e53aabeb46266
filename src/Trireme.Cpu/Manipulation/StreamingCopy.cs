using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>
/// Copies that go past the caches: a target too large for them is otherwise read first, line by line, only to be overwritten, and pushes out
/// what others need.
/// </summary>
internal static unsafe class StreamingCopy
{
    // Larger than what a core finds in the last-level cache; below, whoever reads the copy next finds it there.
    private const long LargeTotal = 16 << 20;

    // Shorter runs are mostly the unaligned ends that are copied the ordinary way.
    private const long LongRun = 1024;
    private const int Line = 64;

    // Runs this long are handed out only where the whole result goes past the caches.
    private const long WholeRun = 256 << 10;

    /// <summary>Whether a target of so many bytes, written in runs of so many, is better written past the caches.</summary>
    public static bool Suits(long totalBytes, long runBytes) => totalBytes >= LargeTotal && runBytes >= LongRun && Vector256.IsHardwareAccelerated;

    /// <summary>Whether a run that a kernel was handed is part of a result that goes past the caches.</summary>
    public static bool IsLongRun(long bytes) => bytes >= WholeRun;

    /// <summary>Bytes up to the first line that begins at or behind an address.</summary>
    public static int Unaligned(void* address) => (int)(((nuint)Line - ((nuint)address % Line)) % Line);

    /// <summary>Copies one run; the last one of a thread is followed by <see cref="Complete"/>.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Run(byte* source, byte* target, nint bytes)
    {
        nint head = Math.Min(bytes, Unaligned(target)), i = head;
        new ReadOnlySpan<byte>(source, (int)head).CopyTo(new Span<byte>(target, (int)head));
        for (; i <= bytes - Line; i += Line)
        {
            Vector256<byte> a = Vector256.Load(source + i), b = Vector256.Load(source + i + 32);
            a.StoreAlignedNonTemporal(target + i);
            b.StoreAlignedNonTemporal(target + i + 32);
        }
        new ReadOnlySpan<byte>(source + i, (int)(bytes - i)).CopyTo(new Span<byte>(target + i, (int)(bytes - i)));
    }

    /// <summary>Such stores overtake others: they must have arrived before anybody is told that the copy is complete.</summary>
    public static void Complete()
    {
        if (Sse.IsSupported)
            Sse.StoreFence();
        else
            Interlocked.MemoryBarrier();
    }
}
