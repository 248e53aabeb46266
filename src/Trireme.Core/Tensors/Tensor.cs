using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trireme.Autograd;
using Trireme.Memory;

namespace Trireme;

/// <summary>An n-dimensional array of one element type, contiguous and row-major, that remembers how it was computed.</summary>
/// <remarks>
/// Mirrors paddle.Tensor. Its memory needs no care: it is freed when nothing refers to the tensor any more. The operators of
/// <see cref="T:Trireme.Paddle"/> are its methods: <c>x.Sum()</c> is <c>Paddle.Sum(x)</c>.
/// </remarks>
public partial class Tensor : IDisposable
{
    // Below this nobody asks how much memory there is: it takes longer than making a tensor.
    private const long LargeBytes = 1 << 28;
    private static long _names;
    private Storage? _storage;
    private long _byteOffset;
    private string? _name;

    internal Tensor(Storage storage, long byteOffset, Shape shape, DType dtype)
    {
        _storage = storage;
        _byteOffset = byteOffset;
        Shape = shape;
        DType = dtype;
    }

    /// <summary>A tensor without values, for the static graph's variables.</summary>
    private protected Tensor(Shape shape, DType dtype)
    {
        Shape = shape;
        DType = dtype;
    }

    /// <summary>The dimensions, outermost first.</summary>
    public Shape Shape { get; private protected set; }

    /// <summary>The element type. Paddle's name for it is <c>dtype</c>.</summary>
    public DType DType { get; private protected set; }

    /// <summary>The number of dimensions.</summary>
    public int Ndim => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public long Size => Shape.Numel;

    /// <summary>Where the tensor lies.</summary>
    public Place Place => Place.Cpu;

    /// <summary>The tensor's name; a parameter's is the key that optimizers and files know it by.</summary>
    public string Name
    {
        get => _name ??= $"generated_tensor_{Interlocked.Increment(ref _names) - 1}";
        set => _name = value;
    }

    /// <summary>Whether the tensor outlives a step: true for parameters and buffers.</summary>
    public bool Persistable { get; set; }

    /// <summary>How the rows belong to sequences; null for an ordinary tensor.</summary>
    /// <remarks>Mirrors the level of detail of fluid's LoDTensor.</remarks>
    public Lod? Lod { get; set; }

    /// <summary>Whether the tensor is a variable of a program and has no values.</summary>
    internal bool IsSymbolic => _storage is null;

    internal Storage Storage => _storage ?? throw new PreconditionNotMetException($"'{Name}' has no values.",
        "It is a variable of a static program.", "Run the program with an Executor and fetch it.");

    internal long ByteOffset => _byteOffset;

    internal TensorMeta Meta => new(Shape, DType);

    internal int Numel => checked((int)Shape.Numel);

    internal ref byte Start => ref Unsafe.AddByteOffset(ref Storage.Start, (nint)_byteOffset);

    /// <summary>A tensor with uninitialized values.</summary>
    internal static Tensor Allocate(Shape shape, DType dtype)
    {
        long numel = 1;
        foreach (int dimension in shape)
        {
            numel *= dimension;
            // The product is judged at every step: one of all dimensions could have wrapped around.
            if ((ulong)numel > (ulong)Array.MaxLength)
                throw Impossible(shape);
        }
        long bytes = numel * dtype.Size;
        if (bytes > LargeBytes && bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new InvalidArgumentException($"A tensor of shape {shape} {dtype} is larger than the memory.",
                $"It takes {bytes >> 20} MiB; the process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB.", "Use smaller pieces.");
        }
        return Over(Storage.Allocate(bytes), shape, dtype);
    }

    // Never inlined: allocating memory may provoke a collection, and the JIT would make the object first. One that was promoted keeps its younger
    // memory from being found by a young collection when both are dead.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Over(Storage storage, Shape shape, DType dtype) => new(storage, 0, shape, dtype);

    private static InvalidArgumentException Impossible(Shape shape)
        => shape.AsSpan().ContainsAnyInRange(int.MinValue, -1)
            ? new InvalidArgumentException($"A tensor of shape {shape} cannot be made.", "A dimension is negative.")
            : new InvalidArgumentException($"A tensor of shape {shape} is too large.", $"A tensor holds at most {Array.MaxLength} elements.", "Split it.");

    /// <summary>A tensor with a copy of these values.</summary>
    internal static Tensor From<T>(ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged
    {
        Tensor tensor = Allocate(shape, DType.Of<T>());
        values.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>The elements in place. The caller keeps the tensor alive while it uses the span.</summary>
    internal Span<T> Span<T>()
        where T : unmanaged
        => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Start), Numel);

    internal Span<byte> RawBytes() => MemoryMarshal.CreateSpan(ref Start, checked(Numel * DType.Size));

    /// <summary>Another tensor over the same bytes, outside the tape.</summary>
    internal Tensor View(Shape shape, long elementOffset = 0)
    {
        Storage.AddOwner();
        return new Tensor(Storage, _byteOffset + (elementOffset * DType.Size), shape, DType)
        {
            Lod = shape.Rank > 0 && Shape.Rank > 0 && shape[0] == Shape[0] ? Lod : null,
        };
    }

    /// <summary>Looks at other values from now on: how a parameter changes its element type without becoming another object.</summary>
    internal void Rebind(Tensor values)
    {
        values.Storage.AddOwner();
        _storage?.DropOwner();
        (_storage, _byteOffset, Shape, DType) = (values.Storage, values.ByteOffset, values.Shape, values.DType);
        Grad = null;
    }

    /// <summary>Frees the tensor's memory now instead of at a later collection. Never needed; the tensor must not be used afterwards.</summary>
    public void Dispose()
    {
        _storage?.DropOwner();
        GC.SuppressFinalize(this);
    }
}
