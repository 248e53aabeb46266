namespace Trireme.Tests.Ops.Manipulation;

public sealed class ManipulationTests
{
    private static Tensor Range(params int[] shape) => Tensor.From<float>(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i).ToArray(), shape);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(8, 8)]
    [InlineData(33, 70)]
    [InlineData(128, 40)]
    public void Transposing_moves_every_element_of_every_width(int rows, int columns)
    {
        Tensor x = Range(rows, columns);
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int16, DType.UInt8 })
        {
            double[] before = Values(x.Cast(dtype)), after = Values(x.Cast(dtype).T());
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                    Assert.Equal(before[(i * columns) + j], after[(j * rows) + i]);
            }
        }
    }

    private static double[] Values(Tensor x) => x.Cast(DType.Float64).ToArray<double>();

    [Fact]
    public void Every_permutation_agrees_with_a_loop()
    {
        Tensor x = Range(3, 4, 5, 6);
        float[] values = x.ToArray<float>();
        foreach (int[] p in new[] { new[] { 0, 2, 1, 3 }, [3, 0, 1, 2], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0], [0, 1, 3, 2], [0, 3, 1, 2] })
        {
            Tensor y = x.Transpose(p);
            float[] found = y.ToArray<float>();
            for (int n = 0; n < found.Length; n++)
            {
                int[] source = new int[4];
                for (int d = 3, left = n; d >= 0; d--)
                    (left, source[p[d]]) = Math.DivRem(left, y.Shape[d]);
                Assert.Equal(values[(((((source[0] * 4) + source[1]) * 5) + source[2]) * 6) + source[3]], found[n]);
            }
        }
    }

    [Fact]
    public void Reshapes_share_memory_and_follow_the_rules_of_0_and_minus_1()
    {
        Tensor x = Range(2, 3, 4);
        Assert.Same(x.Storage, x.Reshape([0, -1]).Storage);
        Assert.Equal([2, 12], x.Reshape([0, -1]).Shape.ToArray());
        Assert.Equal([2, 3, 2, 2], x.Reshape([0, 0, 2, -1]).Shape.ToArray());
        Assert.Equal([2, 0], Paddle.Zeros((2, 0)).Reshape([0, -1]).Shape.ToArray());
        Assert.Contains("24 elements cannot be arranged as [5, -1]", Assert.Throws<InvalidArgumentException>(() => x.Reshape([5, -1])).Message);
        Assert.Contains("more than one -1", Assert.Throws<InvalidArgumentException>(() => x.Reshape([-1, -1])).Message);
    }

    [Fact]
    public void Changing_the_shape_in_place_keeps_the_gradient()
    {
        Tensor leaf = Range(2, 3);
        leaf.StopGradient = false;
        Tensor x = leaf * 2f;
        x.Reshape_([3, 2]).Transpose_((1, 0)).Unsqueeze_(0);
        Assert.Equal([1, 2, 3], x.Shape.ToArray());
        Assert.Equal([0f, 4, 8, 2, 6, 10], x.ToArray<float>());
        (x * x).Sum().Backward();
        Assert.Equal([0f, 8, 16, 24, 32, 40], leaf.Grad!.ToArray<float>());
        Assert.Throws<PreconditionNotMetException>(() => leaf.Reshape_(6));
    }

    [Fact]
    public void Errors_name_what_does_not_fit()
    {
        Tensor x = Range(2, 3);
        Assert.Contains("axis 2 is outside [-2, 1]", Assert.Throws<InvalidArgumentException>(() => Paddle.Concat([x, x], 2)).Message);
        Assert.Contains("differ in dimension 1: 2 and 3", Assert.Throws<InvalidArgumentException>(() => Paddle.Concat([x, Range(2, 2)])).Message);
        Assert.Contains("cannot be split into 2 equal pieces", Assert.Throws<InvalidArgumentException>(() => x.Split(2, 1)).Message);
        Assert.Contains("do not add up to 3", Assert.Throws<InvalidArgumentException>(() => x.Split([1, 1], 1)).Message);
        Assert.Contains("names axis 0 twice", Assert.Throws<InvalidArgumentException>(() => x.Transpose((0, 0))).Message);
        Assert.Contains("cannot be stretched to 4", Assert.Throws<InvalidArgumentException>(() => x.Expand([4, 4])).Message);
        Assert.Contains("reach elements 0 to 6 of 6", Assert.Throws<InvalidArgumentException>(() => x.AsStrided([3, 3], [2, 1])).Message);
        Assert.Contains("index 7 lies outside axis 0", Assert.Throws<OutOfRangeException>(() => x.Gather(Tensor.From<long>([7], 1))).Message);
    }
}
