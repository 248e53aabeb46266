using Trireme.NN;

namespace Trireme;

/// <summary>Where Paddle takes a loss: a layer, or a function of prediction and label.</summary>
public sealed class LossFunction
{
    private readonly Func<Tensor[], Tensor[], Tensor[]> _compute;

    private LossFunction(Func<Tensor[], Tensor[], Tensor[]> compute) => _compute = compute;

    /// <summary>A loss layer: it receives the network's outputs, then the labels.</summary>
    /// <param name="layer">The layer.</param>
    public static implicit operator LossFunction(Layer layer) => new((outputs, labels) => layer.Call([.. outputs, .. labels]));

    /// <summary>A function of the network's output and the label.</summary>
    /// <param name="function">The function.</param>
    public static implicit operator LossFunction(Func<Tensor, Tensor, Tensor> function) => new((outputs, labels) => [function(outputs[0], labels[0])]);

    /// <summary>A function of all outputs and labels.</summary>
    /// <param name="function">The function.</param>
    public static implicit operator LossFunction(Func<Tensor[], Tensor[], Tensor> function) => new((outputs, labels) => [function(outputs, labels)]);

    internal Tensor[] Compute(Tensor[] outputs, Tensor[] labels) => _compute(outputs, labels);
}
