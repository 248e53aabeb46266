using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>scale · (x above 0, alpha · (exp(x) − 1) below).</summary>
/// <param name="scale">The factor; above 1.</param>
/// <param name="alpha">The negative limit before scaling.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.SELU.</remarks>
public sealed class SELU(double scale = 1.0507009873554805, double alpha = 1.6732632423543772, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Selu(input, scale, alpha);
}
