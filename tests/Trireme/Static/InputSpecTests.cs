using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Static;

public sealed class InputSpecTests
{
    [Fact]
    public void WhatIsLeftOutIsPaddlesDefault()
    {
        var spec = new InputSpec([-1, 784], name: "x");
        Assert.Equal((new Shape([-1, 784]), DType.Float32, "x", false), (spec.Shape, spec.DType, spec.Name, spec.StopGradient));
        Assert.Equal(DType.Int64, new InputSpec([-1, 1], "int64", "label").DType);
    }

    [Fact]
    public void TwoThatSayTheSameAreEqual()
    {
        Assert.Equal(new InputSpec([-1, 3], "float32", "x"), new InputSpec([-1, 3], name: "x"));
        Assert.NotEqual(new InputSpec([-1, 3], name: "x"), new InputSpec([-1, 3], name: "y"));
        Assert.NotEqual(new InputSpec([-1, 3]), new InputSpec([-1, 4]));
        Assert.NotEqual(new InputSpec([-1, 3]), new InputSpec([-1, 3], "float64"));
    }

    [Fact]
    public void TensorsAndArraysSayWhatTheyLookLike()
    {
        Tensor tensor = Paddle.Zeros([2, 3], "int32");
        Assert.Equal(new InputSpec([2, 3], "int32", tensor.Name), InputSpec.FromTensor(tensor));
        Assert.Equal(new InputSpec([2, 3], "int32", "own"), InputSpec.FromTensor(tensor, "own"));
        Assert.Equal(new InputSpec([2, 3], "float64", "x"), InputSpec.FromNumpy(new double[2, 3], "x"));
        Assert.Equal(new InputSpec([4], "int64"), InputSpec.FromNumpy(new long[4]));
    }

    [Fact]
    public void ABatchHasOneDimensionMore()
    {
        var spec = new InputSpec([28, 28], "uint8", "image");
        Assert.Equal(new InputSpec([4, 28, 28], "uint8", "image"), spec.Batch(4));
        Assert.Equal(new InputSpec([-1, 28, 28], "uint8", "image"), spec.Batch(-1));
        Assert.Equal(spec, spec.Batch(4).Unbatch());
        Assert.Contains("0 is not possible", Assert.Throws<InvalidArgumentException>(() => spec.Batch(0)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidArgumentException>(() => new InputSpec([]).Unbatch());
    }
}
