using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x above 0; below, x times a slope drawn at random in training, the mean slope after <see cref="Layer.Eval"/>.</summary>
/// <param name="lower">The smallest slope.</param>
/// <param name="upper">The largest slope.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.RReLU.</remarks>
public sealed class RReLU(double lower = 1.0 / 8.0, double upper = 1.0 / 3.0, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Rrelu(input, lower, upper, Training);
}
