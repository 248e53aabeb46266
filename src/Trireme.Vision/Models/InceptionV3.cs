using Trireme.NN;
using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Inception network whose large windows are taken apart, for images [N, 3, 299, 299].</summary>
/// <remarks>
/// Mirrors paddle.vision.models.InceptionV3, keys included (<c>inception_stem.conv_1a_3x3.0.weight</c>, <c>inception_block_list.0.branch1x1.0.weight</c>,
/// <c>fc.bias</c>).
/// Szegedy et al. 2015.
/// </remarks>
public sealed class InceptionV3 : Layer
{
    /// <summary>A network with fresh parameters.</summary>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    public InceptionV3(int numClasses = 1000, bool withPool = true)
    {
        (NumClasses, WithPool) = (numClasses, withPool);
        InceptionStem = new InceptionStem();
        InceptionBlockList = new LayerList(
        [
            new InceptionA(192, 32), new InceptionA(256, 64), new InceptionA(288, 64), new InceptionB(288), new InceptionC(768, 128), new InceptionC(768, 160),
            new InceptionC(768, 160), new InceptionC(768, 192), new InceptionD(768), new InceptionE(1280), new InceptionE(2048),
        ]);
        if (numClasses <= 0)
            return;
        Dropout = new Dropout(0.2, mode: "downscale_in_infer");
        Fc = new Linear(2048, numClasses, new Uniform(-1 / Math.Sqrt(2048), 1 / Math.Sqrt(2048)));
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>The convolutions before the first module.</summary>
    public Layer InceptionStem { get; }

    /// <summary>The modules.</summary>
    public LayerList InceptionBlockList { get; }

    /// <summary>What is dropped before the classes; null without classes.</summary>
    public Dropout? Dropout { get; }

    /// <summary>The fully connected layer, or null.</summary>
    public Linear? Fc { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W], at least 75 x 75; without classes the features.</summary>
    /// <param name="x">The images.</param>
    public override Tensor Forward(Tensor x)
    {
        x = InceptionStem.Call(x);
        foreach (Layer block in InceptionBlockList)
            x = block.Call(x);
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return Fc is null ? x : Fc.Call(Dropout!.Call(x.Flatten(1)));
    }
}
