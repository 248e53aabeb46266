using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Enlarges or shrinks by interpolation.</summary>
/// <param name="size">The output size; either this or the factor.</param>
/// <param name="scaleFactor">How much larger; either this or the size.</param>
/// <param name="mode"><c>nearest</c>, <c>linear</c>, <c>bilinear</c>, <c>trilinear</c>, <c>bicubic</c> or <c>area</c>.</param>
/// <param name="alignCorners">Whether the corners of input and output coincide.</param>
/// <param name="alignMode">0: half pixels; 1: source = target · ratio.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Upsample.</remarks>
public sealed class Upsample(Ints? size = null, ScaleFactor? scaleFactor = null, string mode = "nearest", bool alignCorners = false, int alignMode = 0,
    string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Interpolate(input, size, scaleFactor, mode, alignCorners, alignMode, dataFormat);
}
