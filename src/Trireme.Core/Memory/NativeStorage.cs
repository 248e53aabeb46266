using System.Runtime.CompilerServices;

namespace Trireme.Memory;

/// <summary>A 64-byte aligned block outside the managed heap that goes back to <see cref="BlockPool"/> when nobody can reach it any more.</summary>
/// <remarks>The pool itself watches those who own large blocks; the others have a finalizer (<see cref="FinalizedStorage"/>).</remarks>
internal unsafe class NativeStorage : Storage
{
    private nint _block;
    private readonly long _size;
    private readonly int _ticket = -1;

    protected NativeStorage(nint block, long size, long bytes, bool isWatched)
        : base(null, bytes)
    {
        _block = block;
        _size = size;
        if (isWatched)
            _ticket = BlockPool.Watch(this, block, size);
    }

    public override ref byte Start
    {
        get
        {
            if (_block == 0)
                ThrowReleased();
            return ref Unsafe.AsRef<byte>((void*)_block);
        }
    }

    public static NativeStorage Create(long bytes)
    {
        nint block = BlockPool.Rent(bytes, out long size);
        return FreeBlocks.IsLarge(size) ? new NativeStorage(block, size, bytes, isWatched: true) : new FinalizedStorage(block, size, bytes);
    }

    protected override void Free()
    {
        nint block = Interlocked.Exchange(ref _block, 0);
        if (block == 0)
            return;
        if (_ticket >= 0)
            BlockPool.Unwatch(_ticket);
        else
            GC.SuppressFinalize(this);
        BlockPool.Return(block, _size);
    }

    private static void ThrowReleased() => throw new PreconditionNotMetException("The tensor's memory has been released.",
        "Dispose was called on it, or on the tensor that it is a view of.", "Do not use a tensor after Dispose; without Dispose the collector frees it in time.");

    private sealed class FinalizedStorage(nint block, long size, long bytes) : NativeStorage(block, size, bytes, isWatched: false)
    {
        ~FinalizedStorage() => Free();
    }
}
