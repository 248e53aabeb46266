using Trireme.NN;
using Trireme.Vision.Models;

namespace Trireme.Tests.Vision.Models;

public class ModelsTests
{
    // Parameter counts as published with the networks.
    public static TheoryData<string, long> Counts => new()
    {
        { "resnet18", 11_689_512 }, { "resnet50", 25_557_032 }, { "mobilenet_v2", 3_504_872 }, { "alexnet", 61_100_840 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Parameters_are_as_many_as_published(string name, long count)
        => Assert.Equal(count, Make(name).Parameters().Sum(p => p.Size));

    [Theory]
    [InlineData(11, 9_220_480)]
    [InlineData(13, 9_404_992)]
    [InlineData(16, 14_714_688)]
    [InlineData(19, 20_024_384)]
    public void Features_of_VGG_are_as_many_as_published(int layers, long count)
    {
        VGG net = layers switch
        {
            11 => Trireme.Vision.Models.Models.Vgg11(numClasses: 0),
            13 => Trireme.Vision.Models.Models.Vgg13(numClasses: 0),
            16 => Trireme.Vision.Models.Models.Vgg16(numClasses: 0),
            _ => Trireme.Vision.Models.Models.Vgg19(numClasses: 0),
        };
        Assert.Equal(count, net.Parameters().Sum(p => p.Size));
    }

    [Fact]
    public void Keys_are_Paddles()
    {
        string[] resnet = [.. Make("resnet50").StateDict().Select(p => p.Key)];
        Assert.Equal(267, resnet.Length);
        string[] some = ["conv1.weight", "bn1.weight", "bn1._mean", "bn1._variance", "layer1.0.conv1.weight", "layer1.0.downsample.0.weight", "layer1.0.downsample.1._mean",
            "layer4.2.bn3.bias", "fc.weight", "fc.bias"];
        Assert.All(some, key => Assert.Contains(key, resnet));
        string[] mobile = [.. Make("mobilenet_v2").StateDict().Select(p => p.Key)];
        Assert.All(["features.0.0.weight", "features.1.conv.0.0.weight", "features.2.conv.3._variance", "features.18.1.bias", "classifier.1.weight"], key => Assert.Contains(key, mobile));
        string[] vgg = [.. Trireme.Vision.Models.Models.Vgg11(batchNorm: true, numClasses: 0).StateDict().Select(p => p.Key)];
        Assert.All(["features.0.weight", "features.1._mean", "features.4.weight"], key => Assert.Contains(key, vgg));
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v2")]
    public void Images_become_classes(string name)
    {
        Layer net = Make(name);
        net.Eval();
        Tensor output = net.Call(Paddle.Ones([1, 3, 64, 64]));
        Assert.Equal("[1, 1000]", output.Shape.ToString());
        Assert.All(output.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Trained_weights_are_refused()
        => Assert.Contains("pretrained", Assert.Throws<InvalidArgumentException>(() => Trireme.Vision.Models.Models.Resnet50(true)).Message);

    private static Layer Make(string name) => name switch
    {
        "resnet18" => Trireme.Vision.Models.Models.Resnet18(),
        "resnet50" => Trireme.Vision.Models.Models.Resnet50(),
        "mobilenet_v2" => Trireme.Vision.Models.Models.MobilenetV2(),
        _ => Trireme.Vision.Models.Models.Alexnet(),
    };
}
