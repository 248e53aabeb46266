namespace Trireme.Vision.Models;

/// <summary>Networks by name.</summary>
/// <remarks>Mirrors the functions of paddle.vision.models. Weights trained elsewhere are loaded from a file:
/// <c>net.SetStateDict(Paddle.Load(path))</c>.</remarks>
public static partial class Models
{
    /// <summary>AlexNet.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static AlexNet Alexnet(bool pretrained = false, int numClasses = 1000)
        => Fresh(pretrained, "Alexnet", () => new AlexNet(numClasses));

    /// <summary>ResNet of 18 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnet18(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnet18", () => new ResNet(ResNetBlock.BasicBlock, 18, numClasses: numClasses, withPool: withPool));

    /// <summary>ResNet of 34 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnet34(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnet34", () => new ResNet(ResNetBlock.BasicBlock, 34, numClasses: numClasses, withPool: withPool));

    /// <summary>ResNet of 50 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnet50(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnet50", () => new ResNet(ResNetBlock.BottleneckBlock, 50, numClasses: numClasses, withPool: withPool));

    /// <summary>ResNet of 101 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnet101(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnet101", () => new ResNet(ResNetBlock.BottleneckBlock, 101, numClasses: numClasses, withPool: withPool));

    /// <summary>ResNet of 152 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnet152(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnet152", () => new ResNet(ResNetBlock.BottleneckBlock, 152, numClasses: numClasses, withPool: withPool));

    /// <summary>ResNet of 50 layers with bottlenecks twice as wide.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet WideResnet502(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "WideResnet502", () => new ResNet(ResNetBlock.BottleneckBlock, 50, numClasses: numClasses, withPool: withPool, width: 128));

    /// <summary>ResNet of 101 layers with bottlenecks twice as wide.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet WideResnet1012(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "WideResnet1012", () => new ResNet(ResNetBlock.BottleneckBlock, 101, numClasses: numClasses, withPool: withPool, width: 128));

    /// <summary>ResNeXt of 50 layers, 32 groups of 4 channels.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnext5032x4d(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnext5032x4d", ()
            => new ResNet(ResNetBlock.BottleneckBlock, 50, numClasses: numClasses, withPool: withPool, width: 4, groups: 32));

    /// <summary>ResNeXt of 50 layers, 64 groups of 4 channels.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnext5064x4d(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnext5064x4d", ()
            => new ResNet(ResNetBlock.BottleneckBlock, 50, numClasses: numClasses, withPool: withPool, width: 4, groups: 64));

    /// <summary>ResNeXt of 101 layers, 32 groups of 4 channels.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnext10132x4d(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnext10132x4d", ()
            => new ResNet(ResNetBlock.BottleneckBlock, 101, numClasses: numClasses, withPool: withPool, width: 4, groups: 32));

    /// <summary>ResNeXt of 101 layers, 64 groups of 4 channels.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnext10164x4d(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnext10164x4d", ()
            => new ResNet(ResNetBlock.BottleneckBlock, 101, numClasses: numClasses, withPool: withPool, width: 4, groups: 64));

    /// <summary>ResNeXt of 152 layers, 32 groups of 4 channels.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnext15232x4d(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnext15232x4d", ()
            => new ResNet(ResNetBlock.BottleneckBlock, 152, numClasses: numClasses, withPool: withPool, width: 4, groups: 32));

    /// <summary>ResNeXt of 152 layers, 64 groups of 4 channels.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ResNet Resnext15264x4d(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Resnext15264x4d", ()
            => new ResNet(ResNetBlock.BottleneckBlock, 152, numClasses: numClasses, withPool: withPool, width: 4, groups: 64));

    /// <summary>MobileNetV2.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static MobileNetV2 MobilenetV2(bool pretrained = false, double scale = 1.0, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "MobilenetV2", () => new MobileNetV2(scale, numClasses, withPool));

    /// <summary>VGG of 11 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="batchNorm">Whether every convolution is followed by batch normalization.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are brought to 7 x 7.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static VGG Vgg11(bool pretrained = false, bool batchNorm = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Vgg11", () => new VGG(VGG.FeaturesOf([1, 1, 2, 2, 2], batchNorm), numClasses, withPool));

    /// <summary>VGG of 13 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="batchNorm">Whether every convolution is followed by batch normalization.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are brought to 7 x 7.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static VGG Vgg13(bool pretrained = false, bool batchNorm = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Vgg13", () => new VGG(VGG.FeaturesOf([2, 2, 2, 2, 2], batchNorm), numClasses, withPool));

    /// <summary>VGG of 16 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="batchNorm">Whether every convolution is followed by batch normalization.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are brought to 7 x 7.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static VGG Vgg16(bool pretrained = false, bool batchNorm = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Vgg16", () => new VGG(VGG.FeaturesOf([2, 2, 3, 3, 3], batchNorm), numClasses, withPool));

    /// <summary>VGG of 19 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="batchNorm">Whether every convolution is followed by batch normalization.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are brought to 7 x 7.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static VGG Vgg19(bool pretrained = false, bool batchNorm = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Vgg19", () => new VGG(VGG.FeaturesOf([2, 2, 4, 4, 4], batchNorm), numClasses, withPool));

    private static T Fresh<T>(bool pretrained, string name, Func<T> make) => pretrained
        ? throw new InvalidArgumentException($"{name}: pretrained is true, but no trained weights come with the library.", null,
            "Pass false, then net.SetStateDict(Paddle.Load(path)) with a .pdparams file.")
        : make();
}
