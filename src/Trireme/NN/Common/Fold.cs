using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Adds columns of windows up to a picture: the opposite of Unfold.</summary>
/// <param name="outputSizes">Height and width.</param>
/// <param name="kernelSizes">The window.</param>
/// <param name="dilations">The distance between the elements of a window; 1 where null.</param>
/// <param name="paddings">How far windows reach beyond the edges; 0 where null.</param>
/// <param name="strides">The distance between windows; 1 where null.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Fold.</remarks>
public sealed class Fold(Ints outputSizes, Ints kernelSizes, Ints? dilations = null, Ints? paddings = null, Ints? strides = null, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Fold(input, outputSizes, kernelSizes, strides, paddings, dilations);
}
