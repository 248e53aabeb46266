using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x moved towards 0 by the threshold, 0 where |x| is below it.</summary>
/// <param name="threshold">The threshold; not negative.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Softshrink.</remarks>
public sealed class Softshrink(double threshold = 0.5, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Softshrink(input, threshold);
}
