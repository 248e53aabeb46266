using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Softmax over the channels of a picture.</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Softmax2D.</remarks>
public sealed class Softmax2D(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Softmax(input, -3);
}
