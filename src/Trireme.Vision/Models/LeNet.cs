using Trireme.NN;

namespace Trireme.Vision.Models;

/// <summary>LeNet for images [N, 1, 28, 28]: two convolutions and three fully connected layers.</summary>
/// <remarks>Mirrors paddle.vision.models.LeNet, keys <c>features.0.weight</c> to <c>fc.2.bias</c> included. 61,610 parameters with 10 classes. LeCun et
/// al. 1998.</remarks>
public sealed class LeNet : Layer
{
    /// <summary>A network with fresh parameters.</summary>
    /// <param name="numClasses">The size of the output; 0 or less for the features only, [N, 16, 5, 5].</param>
    public LeNet(int numClasses = 10)
    {
        NumClasses = numClasses;
        Features = new Sequential(
            new Conv2D(1, 6, 3, stride: 1, padding: 1), new ReLU(), new MaxPool2D(2, 2),
            new Conv2D(6, 16, 5, stride: 1, padding: 0), new ReLU(), new MaxPool2D(2, 2));
        if (numClasses > 0)
            Fc = new Sequential(new Linear(400, 120), new Linear(120, 84), new Linear(84, numClasses));
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Convolutions and poolings, [N, 1, 28, 28] to [N, 16, 5, 5].</summary>
    public Sequential Features { get; }

    /// <summary>The fully connected layers; null without classes.</summary>
    public Sequential? Fc { get; }

    /// <summary>Computes [N, classes] from [N, 1, 28, 28].</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = Features.Call(input);
        return Fc is null ? x : Fc.Call(x.Flatten(1));
    }
}
