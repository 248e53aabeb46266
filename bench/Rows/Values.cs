namespace Trireme.Bench.Rows;

/// <summary>Inputs both sides compute with: the same numbers every run.</summary>
internal static class Values
{
    /// <summary>Values between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public static Tensor Uniform(Shape shape, float low = -1, float high = 1, int seed = 1)
    {
        var random = new System.Random(seed);
        var values = new float[shape.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = low + ((high - low) * random.NextSingle());
        return Paddle.ToTensor<float>(values, shape);
    }

    /// <summary>Class numbers from 0 to <paramref name="classes"/> - 1, one a row.</summary>
    public static Tensor Labels(int count, int classes, int seed = 2) => Integers([count, 1], classes, seed);

    /// <summary>Integers from 0 to <paramref name="end"/> - 1.</summary>
    public static Tensor Integers(Shape shape, int end, int seed = 2)
    {
        var random = new System.Random(seed);
        var values = new long[shape.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextInt64(end);
        return Paddle.ToTensor<long>(values, shape);
    }
}
