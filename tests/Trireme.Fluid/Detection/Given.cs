namespace Trireme.Tests.Fluid.Detection;

/// <summary>Tensors of given numbers.</summary>
internal static class Given
{
    public static Tensor Floats(Shape shape, params float[] values) => Paddle.ToTensor(values).Reshape(shape);

    public static Tensor Ints(Shape shape, params int[] values) => Paddle.ToTensor(values).Reshape(shape);

    public static Tensor Longs(Shape shape, params long[] values) => Paddle.ToTensor(values).Reshape(shape);

    /// <summary>Numbers between -1 and 1, the sine of multiples of a step.</summary>
    public static Tensor Numbers(Shape shape, double step = 0.37) => (Paddle.Arange(shape.Numel, dtype: "float32") * step).Sin().Reshape(shape);

    public static Tensor WithLod(Tensor x, params int[] lengths)
    {
        x.Lod = Lod.FromLengths(lengths);
        return x;
    }
}
