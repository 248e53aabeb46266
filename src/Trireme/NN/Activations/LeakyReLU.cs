using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x above 0, negativeSlope · x below.</summary>
/// <param name="negativeSlope">The slope below 0.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.LeakyReLU.</remarks>
public sealed class LeakyReLU(double negativeSlope = 0.01, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.LeakyRelu(input, negativeSlope);
}
