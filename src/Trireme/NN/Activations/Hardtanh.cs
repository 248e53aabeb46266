using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x cut off at min and max.</summary>
/// <param name="min">The lower limit.</param>
/// <param name="max">The upper limit.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Hardtanh.</remarks>
public sealed class Hardtanh(double min = -1.0, double max = 1.0, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Hardtanh(input, min, max);
}
