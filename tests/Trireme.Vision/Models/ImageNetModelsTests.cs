using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Vision.Models;
using F = Trireme.NN.Functional;
using Zoo = Trireme.Vision.Models.Models;

namespace Trireme.Tests.Vision.Models;

public class ImageNetModelsTests
{
    // As published with the networks; what torchvision counts where its network is the same.
    public static TheoryData<string, long> Counts => new()
    {
        { "mobilenet_v1", 4_231_976 }, { "mobilenet_v3_large", 5_483_032 }, { "mobilenet_v3_small", 2_542_856 }, { "squeezenet1_0", 1_248_424 }, { "squeezenet1_1", 1_235_496 },
        { "densenet121", 7_978_856 }, { "densenet161", 28_681_000 }, { "densenet169", 14_149_480 }, { "densenet201", 20_013_928 },
        { "shufflenet_v2_x0_5", 1_366_792 }, { "shufflenet_v2_x1_0", 2_278_604 }, { "shufflenet_v2_swish", 2_278_604 }, { "shufflenet_v2_x1_5", 3_503_624 },
        { "inception_v3", 23_834_568 }, { "resnet34", 21_797_672 }, { "resnet101", 44_549_160 }, { "resnet152", 60_192_808 }, { "resnext50_32x4d", 25_028_904 },
        { "wide_resnet50_2", 68_883_240 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Parameters_are_as_many_as_published(string name, long count) => Assert.Equal(count, Make(name).Parameters().Sum(p => p.Size));

    [Theory]
    [InlineData("mobilenet_v1", 137, "conv1.0.weight,conv1.1._mean,conv2_1._depthwise_conv.0.weight,conv5_6._pointwise_conv.1._variance,conv6._depthwise_conv.1.bias,fc.weight")]
    [InlineData("mobilenet_v3_large", 266, "conv.0.weight,blocks.0.bottleneck_conv.0.weight,blocks.1.expand_conv.1._mean,blocks.3.mid_se.fc1.bias,blocks.14.linear_conv.1.weight,lastconv.0.weight,classifier.0.weight,classifier.3.bias")]
    [InlineData("squeezenet1_1", 52, "_conv.weight,_conv1._conv._conv.weight,_conv1._conv_path1._conv.bias,_conv8._conv_path2._conv.weight,_conv9.bias")]
    [InlineData("shufflenet_v2_x0_25", 282, "_conv1.0.weight,2_1._conv_dw_1.0.weight,2_1._conv_linear_2.1._mean,3_8._conv_pw.0.weight,4_4._conv_linear.1.bias,_last_conv.0.weight,_fc.weight")]
    [InlineData("densenet121", 606, "conv1_func._conv.weight,conv1_func._batch_norm._mean,db_conv_2.conv2_1.bn_ac_func1._batch_norm.weight,db_conv_5.conv5_16.bn_ac_func2._conv.weight,tr_conv4_blk.conv_ac_func._conv.weight,batch_norm._variance,out.bias")]
    [InlineData("googlenet", 69, "_conv._conv.weight,_conv_2._conv.weight,_ince3a._conv3r._conv.weight,_ince5b._convprj._conv.weight,_fc_out.bias,_conv_o1._conv.weight,_fc_o2.weight,_out2.bias")]
    [InlineData("inception_v3", 472, "inception_stem.conv_1a_3x3.0.weight,inception_block_list.0.branch5x5_2.0.weight,inception_block_list.3.branch3x3dbl_3.1._mean,inception_block_list.7.branch7x7dbl_5.0.weight,inception_block_list.10.branch3x3dbl_3b.1.bias,inception_block_list.0.branch_pool_conv.0.weight,fc.weight")]
    public void Keys_are_Paddles(string name, int count, string some)
    {
        string[] keys = [.. Make(name).StateDict().Select(p => p.Key)];
        Assert.All(some.Split(','), key => Assert.Contains(key, keys));
        Assert.Equal(count, keys.Length);
        Assert.Equal(count, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("mobilenet_v1", 32)]
    [InlineData("mobilenet_v3_small", 32)]
    [InlineData("squeezenet1_0", 64)]
    [InlineData("squeezenet1_1", 64)]
    [InlineData("shufflenet_v2_x0_33", 32)]
    [InlineData("densenet121", 32)]
    [InlineData("inception_v3", 75)]
    public void A_step_of_training_changes_every_parameter_and_evaluation_repeats_itself(string name, int size)
    {
        using var seed = new Generator(3).UseOnThisThread();
        Layer net = Make(name, 10);
        Tensor images = Paddle.Uniform([2, 3, size, size]), labels = Paddle.ToTensor<long>([1, 7], [2, 1]);
        var optimizer = new SGD(0.01, net.Parameters());
        Tensor loss = F.CrossEntropy(net.Call(images), labels);
        loss.Backward();
        Assert.True(float.IsFinite(loss.Item<float>()));
        Assert.All(net.Parameters(), p => Assert.True(p.HasGrad && p.Grad!.ToArray<float>().All(float.IsFinite), p.Name));
        optimizer.Step();
        net.Eval();
        Tensor output = net.Call(images);
        Assert.Equal("[2, 10]", output.Shape.ToString());
        Assert.Equal(output.ToArray<float>(), net.Call(images).ToArray<float>());
    }

    [Fact]
    public void GoogLeNet_has_three_results()
    {
        using var seed = new Generator(3).UseOnThisThread();
        GoogLeNet net = Zoo.Googlenet(numClasses: 5);
        Tensor[] outputs = net.Call([Paddle.Uniform([1, 3, 224, 224])]);
        Assert.Equal(["[1, 5]", "[1, 5]", "[1, 5]"], outputs.Select(o => o.Shape.ToString()));
        (outputs[0].Sum() + outputs[1].Sum() + outputs[2].Sum()).Backward();
        Assert.All(net.Parameters(), p => Assert.True(p.HasGrad, p.Name));
        Assert.Throws<InvalidArgumentException>(() => net.Call([outputs[0], outputs[1]]));
        // Weights of the convolutions, counted by hand from table 1 of the article, and both side outputs.
        Assert.Equal(64L * 147 + 64 * 64 + 192 * 576, Only(net, "_conv._conv.weight") + Only(net, "_conv_1._conv.weight") + Only(net, "_conv_2._conv.weight"));
        Assert.Equal(163_328 - (64 + 96 + 128 + 16 + 32 + 32) + 368, net.NamedParameters().Where(p => p.Name.StartsWith("_ince3a", StringComparison.Ordinal)).Sum(p => p.Parameter.Size));
    }

    [Fact]
    public void Without_classes_features_come_out()
    {
        Tensor images = Paddle.Ones([1, 3, 64, 64]);
        Assert.Equal("[1, 1024, 1, 1]", new MobileNetV1(numClasses: 0).Call(images).Shape.ToString());
        Assert.Equal("[1, 512, 2, 2]", new MobileNetV1(0.5, 0, withPool: false).Call(images).Shape.ToString());
        Assert.Equal("[1, 576, 1, 1]", new MobileNetV3Small(numClasses: 0).Call(images).Shape.ToString());
        Assert.Equal("[1, 1024, 2, 2]", new ShuffleNetV2(0.5, numClasses: 0, withPool: false).Call(images).Shape.ToString());
        Assert.Equal("[1, 1024, 1, 1]", new DenseNet(numClasses: 0).Call(images).Shape.ToString());
        Assert.Equal("[1, 1000, 3, 3]", new SqueezeNet("1.1", withPool: false).Call(images).Shape.ToString());
    }

    [Fact]
    public void What_there_is_not_is_refused()
    {
        Assert.Throws<InvalidArgumentException>(() => new SqueezeNet("2.0"));
        Assert.Throws<InvalidArgumentException>(() => new ShuffleNetV2(0.7));
        Assert.Throws<InvalidArgumentException>(() => new ShuffleNetV2(act: "tanh"));
        Assert.Throws<InvalidArgumentException>(() => new DenseNet(100));
        Assert.Throws<InvalidArgumentException>(() => new DenseNet(dropout: 1));
        Assert.Throws<InvalidArgumentException>(() => new MobileNetV1(0.001));
        Assert.Throws<InvalidArgumentException>(() => new MobileNetV3Large(double.NaN));
    }

    private static long Only(Layer net, string key) => net.NamedParameters().Single(p => p.Name == key).Parameter.Size;

    private static Layer Make(string name, int numClasses = 1000) => name switch
    {
        "mobilenet_v1" => Zoo.MobilenetV1(numClasses: numClasses),
        "mobilenet_v3_large" => Zoo.MobilenetV3Large(numClasses: numClasses),
        "mobilenet_v3_small" => Zoo.MobilenetV3Small(numClasses: numClasses),
        "squeezenet1_0" => Zoo.Squeezenet10(numClasses: numClasses),
        "squeezenet1_1" => Zoo.Squeezenet11(numClasses: numClasses),
        "densenet121" => Zoo.Densenet121(numClasses: numClasses),
        "densenet161" => Zoo.Densenet161(numClasses: numClasses),
        "densenet169" => Zoo.Densenet169(numClasses: numClasses),
        "densenet201" => Zoo.Densenet201(numClasses: numClasses),
        "shufflenet_v2_x0_25" => Zoo.ShufflenetV2X025(numClasses: numClasses),
        "shufflenet_v2_x0_33" => Zoo.ShufflenetV2X033(numClasses: numClasses),
        "shufflenet_v2_x0_5" => Zoo.ShufflenetV2X05(numClasses: numClasses),
        "shufflenet_v2_x1_0" => Zoo.ShufflenetV2X10(numClasses: numClasses),
        "shufflenet_v2_x1_5" => Zoo.ShufflenetV2X15(numClasses: numClasses),
        "shufflenet_v2_swish" => Zoo.ShufflenetV2Swish(numClasses: numClasses),
        "inception_v3" => Zoo.InceptionV3(numClasses: numClasses),
        "googlenet" => Zoo.Googlenet(numClasses: numClasses),
        "resnet34" => Zoo.Resnet34(numClasses: numClasses),
        "resnet101" => Zoo.Resnet101(numClasses: numClasses),
        "resnet152" => Zoo.Resnet152(numClasses: numClasses),
        "resnext50_32x4d" => Zoo.Resnext5032x4d(numClasses: numClasses),
        "wide_resnet50_2" => Zoo.WideResnet502(numClasses: numClasses),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such network."),
    };
}
