using Trireme.Metrics;
using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Tutorials;

/// <summary>The network of the MNIST course; where labels are passed too, it also says how many it got right.</summary>
internal sealed class CourseNet : Layer
{
    public Conv2D Conv1 { get; } = new(inChannels: 1, outChannels: 20, kernelSize: 5, stride: 1, padding: 2);
    public MaxPool2D MaxPool1 { get; } = new(kernelSize: 2, stride: 2);
    public Conv2D Conv2 { get; } = new(inChannels: 20, outChannels: 20, kernelSize: 5, stride: 1, padding: 2);
    public MaxPool2D MaxPool2 { get; } = new(kernelSize: 2, stride: 2);
    public Linear Fc { get; } = new(inFeatures: 980, outFeatures: 10);

    public override Tensor Forward(Tensor input)
    {
        Tensor x = MaxPool1.Call(F.Relu(Conv1.Call(input)));
        x = MaxPool2.Call(F.Relu(Conv2.Call(x)));
        return Fc.Call(Paddle.Reshape(x, [x.Shape[0], 980]));
    }

    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor predicts = Forward(inputs[0]);
        return inputs.Length == 1 ? [predicts] : [predicts, Metric.Accuracy(input: predicts, label: inputs[1])];
    }
}
