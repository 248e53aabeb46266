using Trireme.NN;
using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network of inception modules with two side outputs for training, for images [N, 3, 224, 224].</summary>
/// <remarks>
/// Mirrors paddle.vision.models.GoogLeNet, keys included (<c>_conv._conv.weight</c>, <c>_ince3a._conv3r._conv.weight</c>, <c>_fc_out.bias</c>,
/// <c>_out1.weight</c>).
/// Szegedy et al. 2014. Its three results, <c>Call(images)</c> with an array, are the classes and those of the side outputs.
/// </remarks>
public sealed class GoogLeNet : Layer
{
    private readonly PlainConv _conv, _conv_1, _conv_2;
    private readonly Inception _ince3a, _ince3b, _ince4a, _ince4b, _ince4c, _ince4d, _ince4e, _ince5a, _ince5b;
    private readonly Dropout? _drop, _dropO1, _dropO2;
    private readonly Linear? _fcOut, _fcO1, _out1, _fcO2, _out2;
    private readonly PlainConv? _convO1, _convO2;

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image, and those of the side outputs over windows of 5 x 5.</param>
    public GoogLeNet(int numClasses = 1000, bool withPool = true)
    {
        (NumClasses, WithPool) = (numClasses, withPool);
        _conv = new PlainConv(3, 64, 7, 2);
        _conv_1 = new PlainConv(64, 64, 1);
        _conv_2 = new PlainConv(64, 192, 3);
        _ince3a = new Inception(192, 64, 96, 128, 16, 32, 32);
        _ince3b = new Inception(256, 128, 128, 192, 32, 96, 64);
        _ince4a = new Inception(480, 192, 96, 208, 16, 48, 64);
        _ince4b = new Inception(512, 160, 112, 224, 24, 64, 64);
        _ince4c = new Inception(512, 128, 128, 256, 24, 64, 64);
        _ince4d = new Inception(512, 112, 144, 288, 32, 64, 64);
        _ince4e = new Inception(528, 256, 160, 320, 32, 128, 128);
        _ince5a = new Inception(832, 256, 160, 320, 32, 128, 128);
        _ince5b = new Inception(832, 384, 192, 384, 48, 128, 128);
        if (numClasses <= 0)
            return;
        _drop = new Dropout(0.4, mode: "downscale_in_infer");
        _fcOut = Classes(1024, numClasses);
        (_convO1, _fcO1, _dropO1, _out1) = Side(512, numClasses);
        (_convO2, _fcO2, _dropO2, _out2) = Side(528, numClasses);
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged.</summary>
    public bool WithPool { get; }

    /// <summary>Computes the classes [N, classes] and those of the two side outputs from [N, 3, 224, 224]; without classes the features at the three
    /// places.</summary>
    /// <param name="inputs">The images, one tensor.</param>
    /// <exception cref="InvalidArgumentException">There is not one tensor.</exception>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        if (inputs.Length != 1)
            throw new InvalidArgumentException($"GoogLeNet: {inputs.Length} tensors were given.", "It takes the images, one tensor.");
        Tensor x = _conv_2.Call(_conv_1.Call(Halve(_conv.Call(inputs[0]))));
        x = Halve(_ince3b.Call(_ince3a.Call(Halve(x))));
        Tensor first = _ince4a.Call(x);
        Tensor second = _ince4d.Call(_ince4c.Call(_ince4b.Call(first)));
        x = _ince5b.Call(_ince5a.Call(Halve(_ince4e.Call(second))));
        if (WithPool)
            (x, first, second) = (F.AdaptiveAvgPool2d(x, 1), F.AvgPool2d(first, 5, stride: 3), F.AvgPool2d(second, 5, stride: 3));
        if (_fcOut is null)
            return [x, first, second];
        x = _fcOut.Call(_drop!.Call(x).Squeeze([2, 3]));
        first = _out1!.Call(_dropO1!.Call(F.Relu(_fcO1!.Call(_convO1!.Call(first).Flatten(1)))));
        second = _out2!.Call(_dropO2!.Call(F.Relu(_fcO2!.Call(_convO2!.Call(second).Flatten(1)))));
        return [x, first, second];
    }

    private static Tensor Halve(Tensor x) => F.MaxPool2d(x, 3, stride: 2);

    private static Linear Classes(int inputs, int classes) => new(inputs, classes, new Uniform(-1 / Math.Sqrt(inputs), 1 / Math.Sqrt(inputs)));

    private static (PlainConv, Linear, Dropout, Linear) Side(int channels, int classes)
        => (new PlainConv(channels, 128, 1), new Linear(1152, 1024), new Dropout(0.7, mode: "downscale_in_infer"), Classes(1024, classes));

    private sealed class PlainConv(int inChannels, int outChannels, int kernel, int stride = 1) : Layer
    {
        private readonly Conv2D _conv = new(inChannels, outChannels, kernel, stride: stride, padding: (kernel - 1) / 2, biasAttr: false);

        public override Tensor Forward(Tensor input) => _conv.Call(input);
    }

    /// <summary>Windows of 1, 3 and 5 and a maximum beside each other.</summary>
    private sealed class Inception(int inChannels, int ones, int threesFrom, int threes, int fivesFrom, int fives, int pooled) : Layer
    {
        private readonly PlainConv _conv1 = new(inChannels, ones, 1);
        private readonly PlainConv _conv3r = new(inChannels, threesFrom, 1);
        private readonly PlainConv _conv3 = new(threesFrom, threes, 3);
        private readonly PlainConv _conv5r = new(inChannels, fivesFrom, 1);
        private readonly PlainConv _conv5 = new(fivesFrom, fives, 5);
        private readonly PlainConv _convprj = new(inChannels, pooled, 1);

        public override Tensor Forward(Tensor input) => F.Relu(Paddle.Concat(
            [_conv1.Call(input), _conv3.Call(_conv3r.Call(input)), _conv5.Call(_conv5r.Call(input)),
                _convprj.Call(F.MaxPool2d(input, 3, stride: 1, padding: 1))], 1));
    }
}
