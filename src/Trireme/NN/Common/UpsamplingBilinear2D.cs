using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Enlarges by bilinear interpolation, corners aligned.</summary>
/// <param name="size">The output size; either this or the factor.</param>
/// <param name="scaleFactor">How much larger; either this or the size.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.UpsamplingBilinear2D.</remarks>
public sealed class UpsamplingBilinear2D(Ints? size = null, ScaleFactor? scaleFactor = null, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Interpolate(input, size, scaleFactor, "bilinear", alignCorners: true, dataFormat: dataFormat);
}
