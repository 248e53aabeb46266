using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Residual network for images [N, 3, H, W].</summary>
/// <remarks>Mirrors paddle.vision.models.ResNet, keys included (<c>conv1.weight</c>, <c>layer1.0.bn1._mean</c>, <c>fc.bias</c>). He et al. 2015.</remarks>
public sealed class ResNet : Layer
{
    private readonly ResNetBlock _block;
    private readonly int _groups, _baseWidth;
    private int _inplanes = 64;

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="block">What it is built of.</param>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="width">Channels of a group in the first stage's bottlenecks; 128 makes a wide network.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <param name="groups">Groups of the bottlenecks' convolutions; more than 1 makes a ResNeXt.</param>
    /// <exception cref="InvalidArgumentException">There is no such depth, or basic blocks were asked to be wide or grouped.</exception>
    public ResNet(ResNetBlock block, int depth = 50, int width = 64, int numClasses = 1000, bool withPool = true, int groups = 1)
    {
        int[] counts = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => [3, 8, 36, 3],
            _ => throw new InvalidArgumentException($"ResNet: there is no depth {depth}.", "It must be 18, 34, 50, 101 or 152."),
        };
        if (block == ResNetBlock.BasicBlock && (groups != 1 || width != 64))
            throw new InvalidArgumentException($"ResNet: basic blocks have no groups or width.", $"groups is {groups}, width {width}; they must be 1 and 64.");
        (_block, _groups, _baseWidth, NumClasses, WithPool) = (block, groups, width, numClasses, withPool);
        Conv1 = new Conv2D(3, _inplanes, 7, stride: 2, padding: 3, biasAttr: false);
        Bn1 = new BatchNorm2D(_inplanes);
        Layer1 = Stage(64, counts[0], 1);
        Layer2 = Stage(128, counts[1], 2);
        Layer3 = Stage(256, counts[2], 2);
        Layer4 = Stage(512, counts[3], 2);
        if (numClasses > 0)
            Fc = new Linear(_inplanes, numClasses);
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>The first convolution, 7 x 7.</summary>
    public Conv2D Conv1 { get; }

    /// <summary>Its normalization.</summary>
    public BatchNorm2D Bn1 { get; }

    /// <summary>The blocks at a quarter of the image's size.</summary>
    public Sequential Layer1 { get; }

    /// <summary>The blocks at an eighth.</summary>
    public Sequential Layer2 { get; }

    /// <summary>The blocks at a sixteenth.</summary>
    public Sequential Layer3 { get; }

    /// <summary>The blocks at a thirty-second.</summary>
    public Sequential Layer4 { get; }

    /// <summary>The fully connected layer, or null.</summary>
    public Linear? Fc { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = F.MaxPool2d(FusedChain.Call(input, null, (Conv1, Bn1, "relu")), 3, stride: 2, padding: 1);
        x = Layer4.Call(Layer3.Call(Layer2.Call(Layer1.Call(x))));
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return Fc is null ? x : Fc.Call(x.Flatten(1));
    }

    private Sequential Stage(int planes, int count, int stride)
    {
        int outplanes = planes * (_block == ResNetBlock.BasicBlock ? 1 : BottleneckBlock.Expansion);
        var blocks = new Layer[count];
        for (int i = 0; i < count; i++)
        {
            int step = i == 0 ? stride : 1;
            Sequential? downsample = step == 1 && _inplanes == outplanes ? null
                : new Sequential(new Conv2D(_inplanes, outplanes, 1, stride: step, biasAttr: false), new BatchNorm2D(outplanes));
            blocks[i] = _block == ResNetBlock.BasicBlock ? new BasicBlock(_inplanes, planes, step, downsample)
                : new BottleneckBlock(_inplanes, planes, step, downsample, _groups, _baseWidth);
            _inplanes = outplanes;
        }
        return new Sequential(blocks);
    }
}
