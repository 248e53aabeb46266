using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x where |x| exceeds the threshold, else 0.</summary>
/// <param name="threshold">The threshold; not negative.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Hardshrink.</remarks>
public sealed class Hardshrink(double threshold = 0.5, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Hardshrink(input, threshold);
}
