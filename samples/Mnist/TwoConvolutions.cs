using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Mnist;

/// <summary>The network of Paddle's MNIST course: two convolutions, each followed by a pooling, and a linear layer.</summary>
internal sealed class TwoConvolutions : Layer
{
    public Conv2D Conv1 { get; } = new(inChannels: 1, outChannels: 20, kernelSize: 5, stride: 1, padding: 2);
    public MaxPool2D MaxPool1 { get; } = new(kernelSize: 2, stride: 2);
    public Conv2D Conv2 { get; } = new(inChannels: 20, outChannels: 20, kernelSize: 5, stride: 1, padding: 2);
    public MaxPool2D MaxPool2 { get; } = new(kernelSize: 2, stride: 2);
    public Linear Fc { get; } = new(inFeatures: 980, outFeatures: 10);

    public override Tensor Forward(Tensor input)
    {
        Tensor x = MaxPool1.Call(F.Relu(Conv1.Call(input)));    // [N, 20, 14, 14]
        x = MaxPool2.Call(F.Relu(Conv2.Call(x)));               // [N, 20, 7, 7]
        return Fc.Call(x.Flatten(startAxis: 1));
    }
}
