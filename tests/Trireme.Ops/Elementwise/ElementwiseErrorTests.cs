using Xunit;

namespace Trireme.Tests.Ops.Elementwise;

/// <summary>What element-wise functions say when they are called with what they cannot take: what is wrong, the values, what to do.</summary>
public sealed class ElementwiseErrorTests
{
    [Theory]
    [InlineData("add")]
    [InlineData("multiply")]
    [InlineData("maximum")]
    [InlineData("less_than")]
    [InlineData("atan2")]
    public void ShapesThatDoNotBroadcastAreShown(string function)
    {
        Tensor x = Paddle.Ones([2, 3]), y = Paddle.Ones([4]);
        InvalidArgumentException error = Assert.Throws<InvalidArgumentException>(() => function switch
        {
            "add" => x + y,
            "multiply" => x * y,
            "maximum" => x.Maximum(y),
            "less_than" => x < y,
            _ => x.Atan2(y),
        });
        Assert.Contains("[2, 3] float32", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4] float32", error.Message, StringComparison.Ordinal);
        Assert.Contains("broadcast", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LogicOnNumbersOfDifferentShapesIsRefused()
        => Assert.Contains("[3]", Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([2], "bool").LogicalAnd(Paddle.Ones([3], "bool"))).Message, StringComparison.Ordinal);

    [Fact]
    public void BitwiseFunctionsRefuseFloatingPointNumbers()
        => Assert.Contains("float32", Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([2]).BitwiseAnd(Paddle.Ones([2]))).Message, StringComparison.Ordinal);

    [Fact]
    public void DivisionOfFloatingPointNumbersByZeroIsInfiniteOrNan()
    {
        Assert.Equal([float.PositiveInfinity], (Paddle.Ones([1]) / Paddle.Zeros([1])).ToArray<float>());
        Assert.True(double.IsNaN((Paddle.Zeros([1]) / Paddle.Zeros([1])).Item()));
    }

    [Fact]
    public void AnInPlaceResultOfAnotherShapeIsRefused()
    {
        Tensor x = Paddle.Ones([3]);
        Assert.Contains("[2, 3]", Assert.Throws<InvalidArgumentException>(() => x.Add_(Paddle.Ones([2, 3]))).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 1f, 1f], x.ToArray<float>());
    }

    [Fact]
    public void AnUnknownElementTypeIsRefusedByName()
        => Assert.Contains("float31", Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([1]).Cast("float31")).Message, StringComparison.Ordinal);

    [Fact]
    public void HalvesAreRoundedAwayFromZero()
        => Assert.Equal([-1f, -0f, 1f, 2f, 3f], Paddle.ToTensor(new float[] { -0.5f, -0.2f, 0.6f, 1.5f, 2.5f }).Round().ToArray<float>());
}
