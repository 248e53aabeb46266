using Trireme.Operators;
using Xunit;

namespace Trireme.Tests.Ops.Elementwise;

public class FrexpTests
{
    [Fact]
    public void Numbers_come_apart_exactly()
    {
        double[] values = [0, -0.0, 1, -1, 0.5, 0.75, 2, 3, -1000.25, 4.9e-324, -2.2250738585072014e-308, 1e-310, double.MaxValue, Math.PI, 1 - 1e-16];
        (Tensor mantissa, Tensor exponent) = Paddle.ToTensor(values).Frexp();
        Assert.Equal((DType.Float64, DType.Float64), (mantissa.DType, exponent.DType));
        for (int i = 0; i < values.Length; i++)
        {
            double m = mantissa.ItemAt<double>(i);
            int e = exponent.ItemAt<int>(i);
            Assert.Equal(BitConverter.DoubleToInt64Bits(values[i]), BitConverter.DoubleToInt64Bits(Math.ScaleB(m, e)));
            Assert.True(values[i] == 0 ? m == 0 && e == 0 : Math.Abs(m) is >= 0.5 and < 1);
        }
        // Powers of two as C's frexp has them.
        Assert.Equal([0.5f, 0.5f, 0.75f], Paddle.ToTensor(new[] { 1f, 8f, 6f }).Frexp().Mantissa.ToArray<float>());
        Assert.Equal([1f, 4f, 3f], Paddle.ToTensor(new[] { 1L, 8, 6 }).Frexp().Exponent.ToArray<float>());
        Assert.Equal([-23f], Paddle.ToTensor(new[] { (Half)5.9604645e-8f }).Frexp().Exponent.Cast("float32").ToArray<float>());
    }

    [Fact]
    public void What_has_no_exponent_stays()
    {
        (Tensor mantissa, Tensor exponent) = Paddle.ToTensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }).Frexp();
        Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity], mantissa.ToArray<float>());
        Assert.Equal([0f, 0, 0], exponent.ToArray<float>());
        Assert.Throws<InvalidArgumentException>(() => new FrexpOp().ApplyAll(Paddle.ToTensor(new[] { 1 })));
    }
}
