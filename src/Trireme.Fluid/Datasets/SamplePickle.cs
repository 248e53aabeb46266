using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.IO;

namespace Trireme.Fluid.Datasets;

/// <summary>Samples as Python keeps them: tuples of numbers, texts and NumPy arrays.</summary>
internal static class SamplePickle
{
    public static object? ToPickle(object? value) => value switch
    {
        Sample sample => new PickleTuple(sample.Select(ToPickle)),
        Tensor tensor => Whole(tensor),
        float[] floats => NumpyArray.Create<float>(floats, floats.Length),
        double[] doubles => NumpyArray.Create<double>(doubles, doubles.Length),
        long[] longs => NumpyArray.Create<long>(longs, longs.Length),
        int[] ints => NumpyArray.Create<int>(ints, ints.Length),
        _ => value,
    };

    public static Sample ToSample(object? value)
        => FromPickle(value) is Sample sample ? sample : new Sample(FromPickle(value));

    private static object? FromPickle(object? value) => value switch
    {
        PickleTuple tuple => new Sample(tuple.Select(FromPickle).ToArray()),
        NumpyScalar scalar => scalar.ToPlain(),
        NumpyArray { Shape.Length: 1 } array => (array.Kind, array.ItemSize) switch
        {
            ('f', 4) => array.ToArray<float>(),
            ('f', 8) => array.ToArray<double>(),
            ('i', 8) => array.ToArray<long>(),
            ('i', 4) => array.ToArray<int>(),
            _ => Whole(array),
        },
        NumpyArray array => Whole(array),
        _ => value,
    };

    private static NumpyArray Whole(Tensor tensor)
    {
        var array = NumpyArray.FromBytes(Descr(tensor.DType), tensor.RawBytes(), tensor.Shape.ToArray());
        GC.KeepAlive(tensor);
        return array;
    }

    private static Tensor Whole(NumpyArray array) => (array.Kind, array.ItemSize) switch
    {
        ('f', 4) => Tensor.From<float>(array.AsSpan<float>(), array.Shape),
        ('f', 8) => Tensor.From<double>(array.AsSpan<double>(), array.Shape),
        ('i', 8) => Tensor.From<long>(array.AsSpan<long>(), array.Shape),
        ('i', 4) => Tensor.From<int>(array.AsSpan<int>(), array.Shape),
        ('u', 1) => Tensor.From<byte>(array.AsSpan<byte>(), array.Shape),
        _ => throw new InvalidArgumentException($"A sample holds an array of {array.Descr}.", "Known are f4, f8, i4, i8 and u1.",
            "Convert it before it is written."),
    };

    private static string Descr(DType dtype) => dtype.Kind switch
    {
        DTypeKind.Float32 => "<f4",
        DTypeKind.Float64 => "<f8",
        DTypeKind.Int64 => "<i8",
        DTypeKind.Int32 => "<i4",
        DTypeKind.UInt8 => "|u1",
        _ => throw new InvalidArgumentException($"A sample with a tensor of {dtype} cannot be written.",
            "Known are float32, float64, int32, int64 and uint8.", "Cast it."),
    };
}
