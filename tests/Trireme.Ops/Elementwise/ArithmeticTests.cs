using Trireme.Operators;
using Trireme.Random;
using Xunit;

namespace Trireme.Tests.Ops.Elementwise;

public class ArithmeticTests
{
    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 2, 1 })]
    [InlineData(new[] { 4, 1, 300 }, new[] { 5, 1 })]
    [InlineData(new[] { 3, 2, 5000 }, new[] { 2, 1 })]
    [InlineData(new[] { 70000 }, new int[0])]
    [InlineData(new[] { 7, 1, 3, 1 }, new[] { 1, 5, 1, 9 })]
    [InlineData(new[] { 0, 3 }, new[] { 3 })]
    public void Shapes_broadcast(int[] a, int[] b)
    {
        Tensor x = Counting(a, 0.5), y = Counting(b, -0.25);
        double[] sum = (x + y).ToArray<double>(), product = (x * y - 2 * x / y).ToArray<double>();
        Shape shape = Shape.Broadcast(a, b)!.Value;
        Assert.Equal(shape, (x + y).Shape);
        for (int i = 0; i < sum.Length; i++)
        {
            double p = x.ItemAt<double>(Source(shape, a, i)), q = y.ItemAt<double>(Source(shape, b, i));
            Assert.Equal(p + q, sum[i]);
            Assert.Equal((p * q) - (2 * p / q), product[i], 1e-9 * Math.Abs(product[i]));
        }
    }

    [Theory]
    [InlineData(new[] { 3, 2, 5, 130 }, new[] { 3, 1, 1, 130 })]
    [InlineData(new[] { 4, 6, 7, 7 }, new[] { 4, 6, 1, 1 })]
    [InlineData(new[] { 4, 6, 7, 7 }, new[] { 6, 1, 1 })]
    [InlineData(new[] { 5, 1, 9 }, new[] { 1, 4, 1 })]
    [InlineData(new[] { 2, 5000 }, new[] { 2, 1 })]
    [InlineData(new[] { 300, 3 }, new[] { 3 })]
    [InlineData(new[] { 1, 20 }, new[] { 30, 20 })]
    public void Stretched_operands_give_what_written_out_ones_give(int[] a, int[] b)
    {
        using var seed = new Generator(8).UseOnThisThread();
        Tensor x = Paddle.Uniform(a, min: -2, max: 2), y = Paddle.Uniform(b, min: -2, max: 2);
        Shape shape = Shape.Broadcast(a, b)!.Value;
        Tensor xs = x.Expand(shape).Clone(), ys = y.Expand(shape).Clone();
        foreach (Func<Tensor, Tensor, Tensor> f in (Func<Tensor, Tensor, Tensor>[])
            [(p, q) => p + q, (p, q) => p - q, (p, q) => q - p, (p, q) => p * q, (p, q) => p / q,
             (p, q) => Paddle.Maximum(p, q), (p, q) => Paddle.Minimum(p, q),             (p, q) => (p > q).Cast("float32"), (p, q) => Paddle.Where(p >= q, p, q), (p, q) => Paddle.Square(p - q) * 0.5f])
        {
            Assert.Equal(f(xs, ys).ToArray<float>(), f(x, y).ToArray<float>());
            Assert.Equal(f(ys, xs).ToArray<float>(), f(y, x).ToArray<float>());
        }
    }

    [Fact]
    public void Element_types_are_promoted()
    {
        Tensor i32 = Paddle.ToTensor(new[] { 1, 2 }), i64 = Paddle.ToTensor(new[] { 1L, 2 }), f32 = Paddle.ToTensor(new[] { 1f, 2 }), f64 = Paddle.ToTensor(new[] { 1.0, 2 });
        Tensor b = Paddle.ToTensor(new[] { true, false });
        Assert.Equal(DType.Int64, (i32 + i64).DType);
        Assert.Equal(DType.Float32, (i64 + f32).DType);
        Assert.Equal(DType.Float64, (f32 + f64).DType);
        Assert.Equal(DType.Int32, (i32 * 2).DType);
        Assert.Equal(DType.Float32, (i32 * 2.5).DType);
        Assert.Equal(DType.Float32, (i32 / i32).DType);
        Assert.Equal(DType.Float64, (f64 / 3).DType);
        Assert.Equal(DType.Int64, (b + 1).DType);
        Assert.Equal(DType.Bool, (f32 < 2).DType);
        Assert.Equal(DType.Float32, Promotion.Of(DType.Float16, DType.BFloat16));
        Assert.Equal(0.1 + 1, (f64 + 0.1).ItemAt<double>(0));
    }

    [Fact]
    public void Gradients_flow_and_are_reduced()
    {
        Tensor x = Counting([2, 3], 1), y = Counting([3], 2);
        x.StopGradient = y.StopGradient = false;
        (x * y + x / y - 3.0 * y).Sum().Backward();
        double[] ya = y.ToArray<double>(), xa = x.ToArray<double>();
        for (int i = 0; i < 6; i++)
            Assert.Equal(ya[i % 3] + (1 / ya[i % 3]), x.Grad!.ItemAt<double>(i), 1e-12);
        for (int j = 0; j < 3; j++)
        {
            double expect = xa[j] + xa[j + 3] - ((xa[j] + xa[j + 3]) / (ya[j] * ya[j])) - 6;
            Assert.Equal(expect, y.Grad!.ItemAt<double>(j), 1e-12);
        }
    }

    [Fact]
    public void Second_gradients()
    {
        Tensor x = Paddle.ToTensor(new[] { 3.0 }, stopGradient: false);
        Tensor dx = Paddle.Grad(x * x * x, x, createGraph: true);
        Assert.Equal(27, dx.Item());
        Assert.Equal(18, Paddle.Grad(dx, x).Item());
    }

    [Fact]
    public void Half_types_compute_in_float()
    {
        Tensor x = Paddle.Full([300], 1.5, "float16"), y = Paddle.Full([300], 2.25, "bfloat16");
        Assert.Equal(DType.Float16, (x * x).DType);
        Assert.Equal(3.375, (x * y).ItemAt<double>(0));
        Assert.All((x >= 1.5).ToArray<bool>(), Assert.True);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_shown()
    {
        var e = Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([2, 3]) + Paddle.Ones([4]));
        Assert.Contains("X [2, 3] float32, Y [4] float32", e.Message);
    }

    [Fact]
    public void Comparisons_and_logic()
    {
        Tensor x = Paddle.ToTensor(new[] { 1f, 2, float.NaN, 4 });
        Assert.Equal([true, true, false, false], (x <= 2).ToArray<bool>());
        Assert.Equal([false, false, false, true], (x > Paddle.ToTensor(3)).ToArray<bool>());
        Assert.Equal([true, false, true, true], x.NotEqual(Paddle.ToTensor(2f)).ToArray<bool>());
        Tensor b = Paddle.ToTensor(new[] { true, false });
        Assert.Equal([false, true], (~b).ToArray<bool>());
        Assert.Equal([true, true], (b ^ ~b).ToArray<bool>());
        Assert.Equal([~5, ~0], (~Paddle.ToTensor(new[] { 5, 0 })).ToArray<int>());
        Assert.Equal([2, 1], (Paddle.ToTensor(new[] { -7, 7 }) % 3).ToArray<int>());
    }

    private static Tensor Counting(Shape shape, double start)
    {
        var values = new double[shape.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = start + i + 0.125;
        return Paddle.ToTensor<double>(values, shape);
    }

    private static int Source(Shape shape, Shape from, int index)
    {
        int offset = 0, stride = 1;
        for (int axis = 1; axis <= shape.Rank; axis++)
        {
            int at = index % shape[^axis];
            index /= shape[^axis];
            if (axis > from.Rank)
                continue;
            offset += from[^axis] == 1 ? 0 : at * stride;
            stride *= from[^axis];
        }
        return offset;
    }
}
