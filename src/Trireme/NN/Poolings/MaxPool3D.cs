using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The largest element of each window.</summary>
/// <param name="kernelSize">The window.</param>
/// <param name="stride">The distance between windows; the window where null.</param>
/// <param name="padding">How far windows reach beyond the edges.</param>
/// <param name="returnMask">Whether positions are returned too: a second output of Call with an array.</param>
/// <param name="ceilMode">Whether a last window that does not fit wholly counts.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.MaxPool3D.</remarks>
public sealed class MaxPool3D(Ints kernelSize, Ints? stride = null, Padding padding = default, bool returnMask = false, bool ceilMode = false, string dataFormat = "NCDHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.MaxPool3d(input, kernelSize, stride, padding, ceilMode, dataFormat: dataFormat);

    /// <summary>The largest elements and, where asked for, their positions in the input's plane.</summary>
    /// <param name="inputs">The input.</param>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        if (!returnMask)
            return [Forward(inputs[0])];
        (Tensor output, Tensor mask) = F.MaxPool3d(inputs[0], kernelSize, true, stride, padding, ceilMode, dataFormat: dataFormat);
        return [output, mask];
    }

    /// <inheritdoc/>
    public override string ExtraRepr() => $"kernel_size={kernelSize}, stride={stride ?? kernelSize}, padding={padding}";
}
