using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trireme.Profiling;

namespace Trireme.Memory;

/// <summary>The bytes that one or more tensors look at. Small ones are a managed array; see <see cref="NativeStorage"/> for the others.</summary>
/// <remarks>
/// A finalizer costs more than a small array is worth, so up to <see cref="SmallBytes"/> the collector alone is in charge.
/// </remarks>
internal class Storage
{
    public const int SmallBytes = 1024;
    private readonly byte[]? _managed;
    private int _owners = 1;

    protected Storage(byte[]? managed, long bytes)
    {
        _managed = managed;
        Bytes = bytes;
    }

    public long Bytes { get; }

    /// <summary>Counts writes after creation; the tape compares it to refuse a gradient from overwritten values.</summary>
    public int Version { get; set; }

    /// <summary>Whether exactly one tensor looks at these bytes, as far as is known.</summary>
    public bool IsExclusive => _owners == 1;

    public virtual ref byte Start => ref MemoryMarshal.GetArrayDataReference(_managed!);

    public static Storage Allocate(long bytes)
    {
        if (bytes > SmallBytes)
            return NativeStorage.Create(bytes);
        Tracer.Active?.Allocated(bytes);
        return new Storage(bytes == 0 ? [] : new byte[bytes], bytes);
    }

    public void AddOwner() => Interlocked.Increment(ref _owners);

    /// <summary>One tensor gives its claim up; the last one frees the bytes at once instead of at the next collection.</summary>
    public void DropOwner()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            Free();
    }

    protected virtual void Free()
    {
    }
}
