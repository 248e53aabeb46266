using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The mean over windows chosen so that the output has a given size.</summary>
/// <param name="outputSize">The output size.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.AdaptiveAvgPool1D.</remarks>
public sealed class AdaptiveAvgPool1D(OutputSize outputSize, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.AdaptiveAvgPool1d(input, outputSize);
}
