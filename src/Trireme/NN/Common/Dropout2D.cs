using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Sets whole channels to 0 at random in training and scales the others up.</summary>
/// <param name="p">The probability of dropping; 0 to 1.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Dropout2D; Srivastava et al. 2014. Does nothing after <see cref="Layer.Eval"/>.</remarks>
public sealed class Dropout2D(double p = 0.5, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Dropout2d(input, p, Training, dataFormat);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"p={p}";
}
