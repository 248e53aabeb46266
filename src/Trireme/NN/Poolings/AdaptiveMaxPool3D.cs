using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The largest element of windows chosen so that the output has a given size.</summary>
/// <param name="outputSize">The output size.</param>
/// <param name="returnMask">Whether positions are returned too: a second output of Call with an array.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.AdaptiveMaxPool3D.</remarks>
public sealed class AdaptiveMaxPool3D(OutputSize outputSize, bool returnMask = false, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.AdaptiveMaxPool3d(input, outputSize);

    /// <summary>The largest elements and, where asked for, their positions in the input's plane.</summary>
    /// <param name="inputs">The input.</param>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        if (!returnMask)
            return [Forward(inputs[0])];
        (Tensor output, Tensor mask) = F.AdaptiveMaxPool3d(inputs[0], outputSize, true);
        return [output, mask];
    }
}
