using Trireme.NN;
using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Five convolutions and three fully connected layers for images [N, 3, 224, 224].</summary>
/// <remarks>Mirrors paddle.vision.models.AlexNet, keys included (<c>_conv1._conv.weight</c>, <c>_fc8.bias</c>). Krizhevsky et al. 2012, 2014.</remarks>
public sealed class AlexNet : Layer
{
    private readonly ConvPool _conv1, _conv2, _conv5;
    private readonly Conv2D _conv3, _conv4;
    private readonly Dropout? _drop1, _drop2;
    private readonly Linear? _fc6, _fc7, _fc8;

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="numClasses">The size of the output; 0 or less for the features, [N, 256, 6, 6].</param>
    public AlexNet(int numClasses = 1000)
    {
        NumClasses = numClasses;
        _conv1 = new ConvPool(3, 64, 11, 4, 2);
        _conv2 = new ConvPool(64, 192, 5, 1, 2);
        _conv3 = Convolution(192, 384, 3, 1, 1);
        _conv4 = Convolution(384, 256, 3, 1, 1);
        _conv5 = new ConvPool(256, 256, 3, 1, 1);
        if (numClasses <= 0)
            return;
        ParamAttr fresh = Fresh(256 * 6 * 6);
        _drop1 = new Dropout(0.5, mode: "downscale_in_infer");
        _fc6 = new Linear(256 * 6 * 6, 4096, fresh, fresh);
        _drop2 = new Dropout(0.5, mode: "downscale_in_infer");
        _fc7 = new Linear(4096, 4096, fresh, fresh);
        _fc8 = new Linear(4096, numClasses, fresh, fresh);
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Computes [N, classes] from [N, 3, 224, 224]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = F.Relu(_conv3.Call(_conv2.Call(_conv1.Call(input))));
        x = _conv5.Call(F.Relu(_conv4.Call(x)));
        if (_fc8 is null)
            return x;
        x = F.Relu(_fc6!.Call(_drop1!.Call(x.Flatten(1))));
        x = F.Relu(_fc7!.Call(_drop2!.Call(x)));
        return _fc8.Call(x);
    }

    private static ParamAttr Fresh(int inputs) => new Uniform(-1 / Math.Sqrt(inputs), 1 / Math.Sqrt(inputs));

    private static Conv2D Convolution(int inChannels, int outChannels, int kernel, int stride, int padding)
    {
        ParamAttr fresh = Fresh(inChannels * kernel * kernel);
        return new Conv2D(inChannels, outChannels, kernel, stride: stride, padding: padding, weightAttr: fresh, biasAttr: fresh);
    }

    private sealed class ConvPool(int inChannels, int outChannels, int kernel, int stride, int padding) : Layer
    {
        private readonly Conv2D _conv = Convolution(inChannels, outChannels, kernel, stride, padding);

        public override Tensor Forward(Tensor input) => F.MaxPool2d(F.Relu(_conv.Call(input)), 3, stride: 2);
    }
}
