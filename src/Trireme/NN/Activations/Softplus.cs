using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>log(1 + exp(beta · x)) / beta; x itself where beta · x exceeds the threshold.</summary>
/// <param name="beta">The steepness.</param>
/// <param name="threshold">Where the function counts as linear.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Softplus.</remarks>
public sealed class Softplus(double beta = 1, double threshold = 20, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Softplus(input, beta, threshold);
}
