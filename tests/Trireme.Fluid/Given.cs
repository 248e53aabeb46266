using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid;

/// <summary>Tensors of given numbers, and what they shall be near.</summary>
internal static class Given
{
    public static Tensor Floats(Shape shape, params float[] values) => Paddle.ToTensor(values).Reshape(shape);

    public static Tensor Ints(Shape shape, params int[] values) => Paddle.ToTensor(values).Reshape(shape);

    public static Tensor Longs(Shape shape, params long[] values) => Paddle.ToTensor(values).Reshape(shape);

    /// <summary>Numbers between -1 and 1, the sine of numbers at equal distances.</summary>
    public static Tensor Numbers(Shape shape, double step = 0.37) => (Paddle.Arange(shape.Numel, dtype: "float32") * step + 0.2).Sin().Reshape(shape);

    /// <summary>Rows that belong to sequences of these lengths.</summary>
    public static Tensor Ragged(Tensor rows, params int[] lengths) => Api.CreateLodTensor(rows, [lengths]);

    public static Tensor Tokens(int[] lengths, params long[] tokens) => Ragged(Longs([tokens.Length, 1], tokens), lengths);

    public static double[] Values(Tensor x) => x.Cast("float64").ToArray<double>();

    public static double[][] Rows(Tensor x)
    {
        double[] values = Values(x);
        int rows = x.Shape[0], width = rows == 0 ? 0 : values.Length / rows;
        return Enumerable.Range(0, rows).Select(i => values[(i * width)..((i + 1) * width)]).ToArray();
    }

    public static void Near(double[][] expected, Tensor actual, double tolerance = 1e-5)
    {
        double[][] found = Rows(actual);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Near(expected[i], found[i], tolerance);
    }

    public static void Near(IEnumerable<float> expected, IEnumerable<float> actual, double tolerance = 1e-5)
        => Near(expected.Select(e => (double)e).ToArray(), actual.Select(a => (double)a).ToArray(), tolerance);

    public static void Near(double[] expected, double[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
