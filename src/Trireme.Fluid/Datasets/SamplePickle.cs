using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.IO;
using Trireme.Saving;

namespace Trireme.Fluid.Datasets;

/// <summary>Samples as Python keeps them: tuples of numbers, texts and NumPy arrays.</summary>
internal static class SamplePickle
{
    public static object? ToPickle(object? value) => value switch
    {
        Sample sample => new PickleTuple(sample.Select(ToPickle)),
        Tensor tensor => TensorArrays.ToArray(tensor),
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
            _ => TensorArrays.ToTensor(array, "A sample"),
        },
        NumpyArray array => TensorArrays.ToTensor(array, "A sample"),
        _ => value,
    };
}
