using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The mean of each window.</summary>
/// <param name="kernelSize">The window.</param>
/// <param name="stride">The distance between windows; the window where null.</param>
/// <param name="padding">How far windows reach beyond the edges.</param>
/// <param name="exclusive">Whether what lies beyond the edges is left out of the mean.</param>
/// <param name="ceilMode">Whether a last window that does not fit wholly counts.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.AvgPool1D.</remarks>
public sealed class AvgPool1D(Ints kernelSize, Ints? stride = null, Padding padding = default, bool exclusive = true, bool ceilMode = false, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.AvgPool1d(input, kernelSize, stride, padding, exclusive, ceilMode);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"kernel_size={kernelSize}, stride={stride ?? kernelSize}, padding={padding}";
}
