using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Deep chain of 3 x 3 convolutions for images [N, 3, H, W], 224 x 224 where they are not pooled.</summary>
/// <remarks>Mirrors paddle.vision.models.VGG, keys included (<c>features.0.weight</c>, <c>classifier.6.bias</c>). Simonyan and Zisserman 2014.</remarks>
public sealed class VGG : Layer
{
    /// <summary>A network over given features.</summary>
    /// <param name="features">The convolutional part; see <see cref="Models.Vgg16"/> for the usual ones.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are brought to 7 x 7.</param>
    public VGG(Layer features, int numClasses = 1000, bool withPool = true)
    {
        (Features, NumClasses, WithPool) = (features, numClasses, withPool);
        if (numClasses > 0)
        {
            Classifier = new Sequential(new Linear(512 * 7 * 7, 4096), new ReLU(), new Dropout(), new Linear(4096, 4096), new ReLU(), new Dropout(),
                new Linear(4096, numClasses));
        }
    }

    /// <summary>The convolutional part.</summary>
    public Layer Features { get; }

    /// <summary>The fully connected part, or null.</summary>
    public Sequential? Classifier { get; }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are brought to 7 x 7.</summary>
    public bool WithPool { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = Features.Call(input);
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 7);
        return Classifier is null ? x : Classifier.Call(x.Flatten(1));
    }

    /// <summary>The usual features: so many convolutions at each of five sizes.</summary>
    internal static Sequential FeaturesOf(int[] counts, bool batchNorm)
    {
        int[] widths = [64, 128, 256, 512, 512];
        var layers = new List<Layer>();
        int channels = 3;
        for (int stage = 0; stage < counts.Length; stage++)
        {
            for (int i = 0; i < counts[stage]; i++)
            {
                layers.Add(new Conv2D(channels, widths[stage], 3, padding: 1));
                if (batchNorm)
                    layers.Add(new BatchNorm2D(widths[stage]));
                layers.Add(new ReLU());
                channels = widths[stage];
            }
            layers.Add(new MaxPool2D(2, 2));
        }
        return new Sequential([.. layers]);
    }
}
