using Trireme.NN;
using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network each of whose layers sees the outputs of all before it in its block, for images [N, 3, H, W].</summary>
/// <remarks>
/// Mirrors paddle.vision.models.DenseNet, keys included (<c>conv1_func._conv.weight</c>, <c>db_conv_2.conv2_1.bn_ac_func1._batch_norm.weight</c>,
/// <c>tr_conv2_blk.conv_ac_func._conv.weight</c>, <c>out.bias</c>). Huang et al. 2016.
/// </remarks>
public sealed class DenseNet : Layer
{
    private readonly List<Layer> _stages = [];

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="layers">121, 161, 169, 201 or 264.</param>
    /// <param name="bnSize">How many times the growth the bottlenecks are wide; at least 1.</param>
    /// <param name="dropout">The probability with which a layer's output is dropped; 0 to below 1.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">There is no such number of layers, or another argument is out of range.</exception>
    public DenseNet(int layers = 121, int bnSize = 4, double dropout = 0.0, int numClasses = 1000, bool withPool = true)
    {
        (int channels, int growth, int[] counts) = layers switch
        {
            121 => (64, 32, (int[])[6, 12, 24, 16]),
            161 => (96, 48, [6, 12, 36, 24]),
            169 => (64, 32, [6, 12, 32, 32]),
            201 => (64, 32, [6, 12, 48, 32]),
            264 => (64, 32, [6, 12, 64, 48]),
            _ => throw new InvalidArgumentException($"DenseNet: there are no {layers} layers.", "It is 121, 161, 169, 201 or 264."),
        };
        if (bnSize < 1 || !(dropout >= 0 && dropout < 1))
            throw new InvalidArgumentException("DenseNet: an argument is out of range.", $"bnSize {bnSize} must be at least 1, dropout {dropout} in [0, 1).");
        (NumClasses, WithPool) = (numClasses, withPool);
        Conv1Func = AddSublayer("conv1_func", new ConvNorm(3, channels));
        for (int i = 0; i < counts.Length; i++)
        {
            _stages.Add(AddSublayer($"db_conv_{i + 2}", new DenseBlock(i + 2, counts[i], channels, growth, bnSize, dropout)));
            channels += counts[i] * growth;
            if (i == counts.Length - 1)
                break;
            _stages.Add(AddSublayer($"tr_conv{i + 2}_blk", new Transition(channels, channels / 2)));
            channels /= 2;
        }
        BatchNorm = new BatchNorm2D(channels);
        if (numClasses > 0)
        {
            double bound = 1 / Math.Sqrt(channels);
            Out = new Linear(channels, numClasses, new Uniform(-bound, bound));
        }
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>The normalization behind the last block.</summary>
    public BatchNorm2D BatchNorm { get; }

    /// <summary>The fully connected layer, or null.</summary>
    public Linear? Out { get; }

    private Func<Tensor, Tensor> Conv1Func { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = F.MaxPool2d(Conv1Func(input), 3, stride: 2, padding: 1);
        foreach (Layer stage in _stages)
            x = stage.Call(x);
        x = FusedChain.Call(BatchNorm, x, "relu");
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return Out is null ? x : Out.Call(x.Flatten(1));
    }

    private sealed class ConvNorm(int inChannels, int outChannels) : Layer
    {
        private readonly Conv2D _conv = new(inChannels, outChannels, 7, stride: 2, padding: 3, biasAttr: false);
        private readonly BatchNorm2D _batchNorm = new(outChannels);

        public override Tensor Forward(Tensor input) => FusedChain.Call(input, null, (_conv, _batchNorm, "relu"));
    }

    /// <summary>Normalization and activation before the convolution.</summary>
    private sealed class NormConv(int inChannels, int outChannels, int kernel) : Layer
    {
        private readonly BatchNorm2D _batchNorm = new(inChannels);
        private readonly Conv2D _conv = new(inChannels, outChannels, kernel, padding: kernel / 2, biasAttr: false);

        public override Tensor Forward(Tensor input) => _conv.Call(FusedChain.Call(_batchNorm, input, "relu"));
    }

    private sealed class DenseLayer : Layer
    {
        private readonly double _dropout;

        public DenseLayer(int inChannels, int growth, int bnSize, double dropout)
        {
            _dropout = dropout;
            BnAcFunc1 = new NormConv(inChannels, bnSize * growth, 1);
            BnAcFunc2 = new NormConv(bnSize * growth, growth, 3);
        }

        public NormConv BnAcFunc1 { get; }

        public NormConv BnAcFunc2 { get; }

        public override Tensor Forward(Tensor input)
        {
            Tensor x = BnAcFunc2.Call(BnAcFunc1.Call(input));
            if (_dropout > 0)
                x = F.Dropout(x, _dropout, training: Training, mode: "downscale_in_infer");
            return Paddle.Concat([input, x], 1);
        }
    }

    private sealed class DenseBlock : Layer
    {
        private readonly List<Layer> _layers = [];

        public DenseBlock(int number, int count, int channels, int growth, int bnSize, double dropout)
        {
            for (int i = 0; i < count; i++)
                _layers.Add(AddSublayer($"conv{number}_{i + 1}", new DenseLayer(channels + (i * growth), growth, bnSize, dropout)));
        }

        public override Tensor Forward(Tensor input)
        {
            Tensor x = input;
            foreach (Layer layer in _layers)
                x = layer.Call(x);
            return x;
        }
    }

    private sealed class Transition(int inChannels, int outChannels) : Layer
    {
        public NormConv ConvAcFunc { get; } = new(inChannels, outChannels, 1);

        public override Tensor Forward(Tensor input) => F.AvgPool2d(ConvAcFunc.Call(input), 2, stride: 2);
    }
}
