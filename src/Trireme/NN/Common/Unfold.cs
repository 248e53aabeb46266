using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The windows of a picture as columns: [N, C · window, number of windows].</summary>
/// <param name="kernelSizes">The window.</param>
/// <param name="dilations">The distance between the elements of a window; 1 where null.</param>
/// <param name="paddings">How far windows reach beyond the edges; 0 where null.</param>
/// <param name="strides">The distance between windows; 1 where null.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Unfold.</remarks>
public sealed class Unfold(Ints kernelSizes, Ints? dilations = null, Ints? paddings = null, Ints? strides = null, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Unfold(input, kernelSizes, strides, paddings, dilations);
}
