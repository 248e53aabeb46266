using Trireme.Vision.Models;

namespace Trireme.Tests.Vision.Models;

public class LeNetTests
{
    private static readonly (string Key, string Shape)[] State =
    [
        ("features.0.weight", "[6, 1, 3, 3]"), ("features.0.bias", "[6]"), ("features.3.weight", "[16, 6, 5, 5]"), ("features.3.bias", "[16]"),
        ("fc.0.weight", "[400, 120]"), ("fc.0.bias", "[120]"), ("fc.1.weight", "[120, 84]"), ("fc.1.bias", "[84]"), ("fc.2.weight", "[84, 10]"), ("fc.2.bias", "[10]"),
    ];

    [Fact]
    public void Keys_and_shapes_are_Paddles()
    {
        var net = new LeNet();
        Assert.Equal(State, net.StateDict().Select(p => (p.Key, p.Value.Shape.ToString())));
        Assert.Equal(61_610, net.Parameters().Sum(p => p.Size));
        Assert.Equal("[2, 10]", net.Call(Paddle.Zeros([2, 1, 28, 28])).Shape.ToString());
        Assert.Equal("[2, 16, 5, 5]", new LeNet(0).Call(Paddle.Zeros([2, 1, 28, 28])).Shape.ToString());
        Assert.Equal("[3, 7]", new LeNet(7).Call(Paddle.Zeros([3, 1, 28, 28])).Shape.ToString());
    }
}
