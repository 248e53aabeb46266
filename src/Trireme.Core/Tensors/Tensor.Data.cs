using System.Globalization;
using System.Runtime.InteropServices;

namespace Trireme;

public partial class Tensor
{
    /// <summary>A copy of the values, row-major.</summary>
    /// <typeparam name="T">The .NET type of the elements; must be the tensor's own.</typeparam>
    /// <exception cref="InvalidArgumentException"><typeparamref name="T"/> is not the tensor's element type.</exception>
    /// <remarks>Stands for Paddle's <c>numpy()</c>.</remarks>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        RequireElementType<T>("ToArray");
        T[] values = Span<T>().ToArray();
        GC.KeepAlive(this);
        return values;
    }

    /// <summary>The value of a tensor with one element, as Python's float, int or bool would be.</summary>
    /// <typeparam name="T">The .NET type wanted; the value is converted to it.</typeparam>
    /// <exception cref="InvalidArgumentException">The tensor has not exactly one element.</exception>
    /// <remarks>Mirrors paddle.Tensor.item.</remarks>
    public T Item<T>()
        where T : unmanaged
    {
        if (Size != 1)
            throw new InvalidArgumentException($"Item: a tensor of shape {Shape} has {Size} elements.", "Only a tensor with one element has a single value.", "Index it first, or use ToArray.");
        return ItemAt<T>(0);
    }

    /// <summary>The value of a tensor with one element as a double.</summary>
    /// <exception cref="InvalidArgumentException">The tensor has not exactly one element.</exception>
    public double Item() => Item<double>();

    /// <summary>The element at a position of the flattened tensor.</summary>
    /// <typeparam name="T">The .NET type wanted; the value is converted to it.</typeparam>
    /// <param name="index">0 to Size - 1.</param>
    /// <exception cref="OutOfRangeException"><paramref name="index"/> lies outside the tensor.</exception>
    public T ItemAt<T>(long index)
        where T : unmanaged
    {
        if (index < 0 || index >= Size)
            throw new OutOfRangeException($"ItemAt: index {index} lies outside the tensor.", $"Its shape {Shape} has {Size} elements.");
        int i = (int)index;
        T value = DType.Kind switch
        {
            DTypeKind.Bool => Convert<T>(Span<byte>()[i] != 0 ? 1 : 0),
            DTypeKind.UInt8 => Convert<T>(Span<byte>()[i]),
            DTypeKind.Int8 => Convert<T>(Span<sbyte>()[i]),
            DTypeKind.Int16 => Convert<T>(Span<short>()[i]),
            DTypeKind.Int32 => Convert<T>(Span<int>()[i]),
            DTypeKind.Int64 => ConvertInteger<T>(Span<long>()[i]),
            DTypeKind.UInt64 => ConvertUnsigned<T>(Span<ulong>()[i]),
            DTypeKind.Float16 => Convert<T>((double)Span<Half>()[i]),
            DTypeKind.BFloat16 => Convert<T>((float)Span<BFloat16>()[i]),
            DTypeKind.Float32 => Convert<T>(Span<float>()[i]),
            _ => Convert<T>(Span<double>()[i]),
        };
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>The element of an integer tensor in decimal.</summary>
    internal string IntegerText(long index)
        => DType == DType.UInt64 ? ItemAt<ulong>(index).ToString(CultureInfo.InvariantCulture) : ItemAt<long>(index).ToString(CultureInfo.InvariantCulture);

    /// <summary>Overwrites the values, keeping shape, element type and history out of the tape.</summary>
    /// <typeparam name="T">The .NET type of the elements; must be the tensor's own.</typeparam>
    /// <param name="values">As many values as the tensor has elements, row-major.</param>
    /// <exception cref="InvalidArgumentException">The number or the type of the values does not fit.</exception>
    /// <remarks>Mirrors paddle.Tensor.set_value.</remarks>
    public void SetValue<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        RequireElementType<T>("SetValue");
        if (values.Length != Size)
            throw new InvalidArgumentException($"SetValue: {values.Length} values do not fill a tensor of shape {Shape}.", $"It has {Size} elements.");
        values.CopyTo(Span<T>());
        BumpVersion();
    }

    /// <summary>Overwrites the values with those of another tensor of the same shape and element type.</summary>
    /// <param name="value">The tensor to copy from.</param>
    /// <exception cref="InvalidArgumentException">Shape or element type differ.</exception>
    /// <remarks>Mirrors paddle.Tensor.set_value.</remarks>
    public void SetValue(Tensor value)
    {
        if (value.Shape != Shape || value.DType != DType)
        {
            throw new InvalidArgumentException($"SetValue: the values do not fit '{Name}'.",
                $"They are {value.Shape} {value.DType}; the tensor is {Shape} {DType}.", "Reshape or cast them first.");
        }
        value.RawBytes().CopyTo(RawBytes());
        GC.KeepAlive(value);
        BumpVersion();
    }

    /// <summary>Takes other dimensions with the same number of elements: what an in-place reshape does to its argument.</summary>
    internal void TakeShape(Shape shape) => Shape = shape;

    /// <summary>Notes that the values changed, so that the tape can refuse a gradient that needs the old ones.</summary>
    internal void BumpVersion() => Storage.Version++;

    private static T Convert<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return (T)(object)value;
        if (typeof(T) == typeof(float))
            return (T)(object)(float)value;
        if (typeof(T) == typeof(bool))
            return (T)(object)(value != 0);
        if (typeof(T) == typeof(Half))
            return (T)(object)(Half)value;
        if (typeof(T) == typeof(ulong) && value >= long.MaxValue)
            return (T)(object)(ulong)value;
        return ConvertInteger<T>((long)value);
    }

    private static T ConvertUnsigned<T>(ulong value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ulong))
            return (T)(object)value;
        if (typeof(T) == typeof(bool))
            return (T)(object)(value != 0);
        if (typeof(T) == typeof(float))
            return (T)(object)(float)value;
        return typeof(T) == typeof(double) || typeof(T) == typeof(Half) ? Convert<T>(value) : ConvertInteger<T>(checked((long)value));
    }

    private static T ConvertInteger<T>(long value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(long))
            return (T)(object)value;
        if (typeof(T) == typeof(int))
            return (T)(object)checked((int)value);
        if (typeof(T) == typeof(short))
            return (T)(object)checked((short)value);
        if (typeof(T) == typeof(sbyte))
            return (T)(object)checked((sbyte)value);
        if (typeof(T) == typeof(byte))
            return (T)(object)checked((byte)value);
        if (typeof(T) == typeof(ulong))
            return (T)(object)checked((ulong)value);
        if (typeof(T) == typeof(bool))
            return (T)(object)(value != 0);
        if (typeof(T) == typeof(double))
            return (T)(object)(double)value;
        if (typeof(T) == typeof(float))
            return (T)(object)(float)value;
        if (typeof(T) == typeof(Half))
            return (T)(object)(Half)value;
        throw new InvalidArgumentException($"A tensor's value cannot be read as {typeof(T)}.");
    }

    private void RequireElementType<T>(string member)
        where T : unmanaged
    {
        if (DType.Of<T>() != DType)
            throw new InvalidArgumentException($"{member}: the tensor holds {DType}, not {DType.Of<T>()}.", remedy: $"Cast it first: Cast(\"{DType.Of<T>()}\").");
    }
}
