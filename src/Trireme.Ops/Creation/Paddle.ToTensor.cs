namespace Trireme;

public static partial class Paddle
{
    /// <summary>A tensor without dimensions that holds a number.</summary>
    /// <param name="data">The number: a floating point number gives the default floating point type, an integer int64, a <c>ulong</c> uint64, a bool bool.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <param name="place">Unused; there is one place.</param>
    /// <param name="stopGradient">Whether gradients stop at the tensor.</param>
    /// <remarks>Mirrors paddle.to_tensor.</remarks>
    public static Tensor ToTensor(Scalar data, DType? dtype = null, Place? place = null, bool stopGradient = true)
    {
        Tensor tensor = Literal.Of(data, dtype ?? (data.IsFloating ? DefaultDType.Current : new DType(data.Kind)));
        tensor.StopGradient = stopGradient;
        return tensor;
    }

    /// <summary>A tensor with the values of an array.</summary>
    /// <param name="data">
    /// Numbers or bools in an array of any number of dimensions, or arrays of arrays of one length. The element type stays
    /// (<c>double[]</c> gives float64, <c>int[]</c> int32), as with NumPy's arrays.
    /// </param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <param name="place">Unused; there is one place.</param>
    /// <param name="stopGradient">Whether gradients stop at the tensor.</param>
    /// <exception cref="InvalidArgumentException">The elements are no numbers, or nested arrays differ in length.</exception>
    /// <remarks>Mirrors paddle.to_tensor.</remarks>
    public static Tensor ToTensor(Array data, DType? dtype = null, Place? place = null, bool stopGradient = true)
        => Finish(ArrayReader.Read(data), dtype, stopGradient);

    /// <summary>A tensor with one dimension and the values of a span.</summary>
    /// <typeparam name="T">The .NET type of the elements; it stays.</typeparam>
    /// <param name="data">The values.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <param name="place">Unused; there is one place.</param>
    /// <param name="stopGradient">Whether gradients stop at the tensor.</param>
    /// <remarks>Mirrors paddle.to_tensor.</remarks>
    public static Tensor ToTensor<T>(ReadOnlySpan<T> data, DType? dtype = null, Place? place = null, bool stopGradient = true)
        where T : unmanaged
        => Finish(Tensor.From(data, data.Length), dtype, stopGradient);

    /// <summary>A tensor with the values of a span, row-major, in a given shape.</summary>
    /// <typeparam name="T">The .NET type of the elements; it stays.</typeparam>
    /// <param name="data">The values.</param>
    /// <param name="shape">The dimensions; their product is the number of values.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <param name="stopGradient">Whether gradients stop at the tensor.</param>
    /// <exception cref="InvalidArgumentException">The shape has another number of elements.</exception>
    public static Tensor ToTensor<T>(ReadOnlySpan<T> data, Shape shape, DType? dtype = null, bool stopGradient = true)
        where T : unmanaged
    {
        if (shape.Numel != data.Length)
            throw new InvalidArgumentException($"ToTensor: {data.Length} values do not fill the shape {shape}.", $"It has {shape.Numel} elements.");
        return Finish(Tensor.From(data, shape), dtype, stopGradient);
    }

    /// <summary>A tensor with the values of a list.</summary>
    /// <typeparam name="T">The .NET type of the elements; it stays.</typeparam>
    /// <param name="data">The values.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <param name="place">Unused; there is one place.</param>
    /// <param name="stopGradient">Whether gradients stop at the tensor.</param>
    /// <remarks>Mirrors paddle.to_tensor.</remarks>
    public static Tensor ToTensor<T>(List<T> data, DType? dtype = null, Place? place = null, bool stopGradient = true)
        where T : unmanaged
        => ToTensor<T>(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(data), dtype, place, stopGradient);

    /// <summary>A copy of a tensor, outside the tape.</summary>
    /// <param name="data">The tensor to copy.</param>
    /// <param name="dtype">The element type, where it is to be another.</param>
    /// <param name="place">Unused; there is one place.</param>
    /// <param name="stopGradient">Whether gradients stop at the copy.</param>
    /// <remarks>Mirrors paddle.to_tensor.</remarks>
    public static Tensor ToTensor(Tensor data, DType? dtype = null, Place? place = null, bool stopGradient = true)
        => Finish(data.Copy(), dtype, stopGradient);

    private static Tensor Finish(Tensor tensor, DType? dtype, bool stopGradient)
    {
        tensor = tensor.Cast(dtype ?? tensor.DType);
        tensor.StopGradient = stopGradient;
        return tensor;
    }
}
