using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Puts the largest elements of windows back where they came from; zeros elsewhere.</summary>
/// <param name="kernelSize">The window.</param>
/// <param name="stride">The distance between windows; the window where null.</param>
/// <param name="padding">How far windows reached beyond the edges.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="outputSize">The size of the output; worked out where null.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.MaxUnPool3D.</remarks>
public sealed class MaxUnPool3D(Ints kernelSize, Ints? stride = null, Ints? padding = null, string dataFormat = "NCDHW", Shape? outputSize = null,
    string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.MaxUnpool3d(input, label, kernelSize, stride, padding, dataFormat, outputSize);
}
