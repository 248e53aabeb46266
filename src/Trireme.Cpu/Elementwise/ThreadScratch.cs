namespace Trireme.Cpu.Elementwise;

/// <summary>Memory of the thread for values between steps; it grows to what was needed once.</summary>
internal static unsafe class ThreadScratch
{
    /// <summary>Results of groups that a reduction joins at the end: held by the calling thread while others write to them.</summary>
    public const int Partials = 4;

    private const int Purposes = 5;

    [ThreadStatic]
    private static byte[]?[]? _blocks;

    /// <summary>A block of at least this many bytes, aligned to 64; the next call with the same purpose gives the same memory.</summary>
    public static byte* Take(int purpose, int bytes)
    {
        byte[]?[] blocks = _blocks ??= new byte[]?[Purposes];
        byte[]? block = blocks[purpose];
        if (block is null || block.Length < bytes + 64)
            blocks[purpose] = block = GC.AllocateUninitializedArray<byte>(bytes + 64, pinned: true);
        fixed (byte* start = block)
            return start + ((64 - ((nint)start & 63)) & 63);
    }
}
