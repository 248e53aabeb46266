using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The mean of each window.</summary>
/// <param name="kernelSize">The window.</param>
/// <param name="stride">The distance between windows; the window where null.</param>
/// <param name="padding">How far windows reach beyond the edges.</param>
/// <param name="exclusive">Whether what lies beyond the edges is left out of the mean.</param>
/// <param name="ceilMode">Whether a last window that does not fit wholly counts.</param>
/// <param name="divisorOverride">What sums are divided by; the size of the window where null.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.AvgPool3D.</remarks>
public sealed class AvgPool3D(Ints kernelSize, Ints? stride = null, Padding padding = default, bool ceilMode = false, bool exclusive = true, int? divisorOverride = null, string dataFormat = "NCDHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.AvgPool3d(input, kernelSize, stride, padding, ceilMode, exclusive, divisorOverride, dataFormat: dataFormat);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"kernel_size={kernelSize}, stride={stride ?? kernelSize}, padding={padding}";
}
