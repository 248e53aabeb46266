using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Sets elements to the negative limit of SELU at random in training, keeping mean and variance.</summary>
/// <param name="p">The probability of dropping; 0 to 1.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.AlphaDropout; Srivastava et al. 2014. Does nothing after <see cref="Layer.Eval"/>.</remarks>
public sealed class AlphaDropout(double p = 0.5, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.AlphaDropout(input, p, Training);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"p={p}";
}
