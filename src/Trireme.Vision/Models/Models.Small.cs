namespace Trireme.Vision.Models;

public static partial class Models
{
    /// <summary>MobileNetV1.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static MobileNetV1 MobilenetV1(bool pretrained = false, double scale = 1.0, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "MobilenetV1", () => new MobileNetV1(scale, numClasses, withPool));

    /// <summary>The larger MobileNetV3.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static MobileNetV3Large MobilenetV3Large(bool pretrained = false, double scale = 1.0, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "MobilenetV3Large", () => new MobileNetV3Large(scale, numClasses, withPool));

    /// <summary>The smaller MobileNetV3.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static MobileNetV3Small MobilenetV3Small(bool pretrained = false, double scale = 1.0, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "MobilenetV3Small", () => new MobileNetV3Small(scale, numClasses, withPool));

    /// <summary>SqueezeNet 1.0.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static SqueezeNet Squeezenet10(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Squeezenet10", () => new SqueezeNet("1.0", numClasses, withPool));

    /// <summary>SqueezeNet 1.1.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static SqueezeNet Squeezenet11(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Squeezenet11", () => new SqueezeNet("1.1", numClasses, withPool));

    /// <summary>DenseNet of 121 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static DenseNet Densenet121(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Densenet121", () => new DenseNet(121, numClasses: numClasses, withPool: withPool));

    /// <summary>DenseNet of 161 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static DenseNet Densenet161(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Densenet161", () => new DenseNet(161, numClasses: numClasses, withPool: withPool));

    /// <summary>DenseNet of 169 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static DenseNet Densenet169(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Densenet169", () => new DenseNet(169, numClasses: numClasses, withPool: withPool));

    /// <summary>DenseNet of 201 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static DenseNet Densenet201(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Densenet201", () => new DenseNet(201, numClasses: numClasses, withPool: withPool));

    /// <summary>DenseNet of 264 layers.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static DenseNet Densenet264(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Densenet264", () => new DenseNet(264, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2, 0.25 times as wide as usual.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2X025(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2X025", () => new ShuffleNetV2(0.25, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2, 0.33 times as wide as usual.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2X033(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2X033", () => new ShuffleNetV2(0.33, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2, 0.5 times as wide as usual.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2X05(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2X05", () => new ShuffleNetV2(0.5, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2, 1.0 times as wide as usual.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2X10(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2X10", () => new ShuffleNetV2(1.0, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2, 1.5 times as wide as usual.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2X15(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2X15", () => new ShuffleNetV2(1.5, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2, 2.0 times as wide as usual.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2X20(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2X20", () => new ShuffleNetV2(2.0, numClasses: numClasses, withPool: withPool));

    /// <summary>ShuffleNetV2 with swish in place of relu.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static ShuffleNetV2 ShufflenetV2Swish(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "ShufflenetV2Swish", () => new ShuffleNetV2(1.0, "swish", numClasses, withPool));

    /// <summary>GoogLeNet.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static GoogLeNet Googlenet(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "Googlenet", () => new GoogLeNet(numClasses, withPool));

    /// <summary>InceptionV3.</summary>
    /// <param name="pretrained">Must be false: no trained weights come with the library.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="pretrained"/> is true.</exception>
    public static InceptionV3 InceptionV3(bool pretrained = false, int numClasses = 1000, bool withPool = true)
        => Fresh(pretrained, "InceptionV3", () => new InceptionV3(numClasses, withPool));
}
