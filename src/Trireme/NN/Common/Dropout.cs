using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Sets elements to 0 at random in training and scales the others up, so that the expectation stays.</summary>
/// <param name="p">The probability of dropping; 0 to 1.</param>
/// <param name="axis">The axes along which elements are dropped independently; all where null.</param>
/// <param name="mode"><c>upscale_in_train</c>, or <c>downscale_in_infer</c> to scale after training instead.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Dropout; Srivastava et al. 2014. Does nothing after <see cref="Layer.Eval"/>.</remarks>
public sealed class Dropout(double p = 0.5, Ints? axis = null, string mode = "upscale_in_train", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Dropout(input, p, axis, Training, mode);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"p={p}";
}
