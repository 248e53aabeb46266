using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Normalizes the last dimensions of each example to mean 0 and variance 1, then scales and shifts each element.</summary>
/// <remarks>Mirrors paddle.nn.LayerNorm; Ba et al. 2016.</remarks>
public sealed class LayerNorm : Layer
{
    private readonly Ints _normalizedShape;
    private readonly double _epsilon;

    /// <summary>Layer normalization.</summary>
    /// <param name="normalizedShape">The sizes of the last dimensions.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="weightAttr">How the scale is made and trained; <c>false</c> for none.</param>
    /// <param name="biasAttr">How the shift is made and trained; <c>false</c> for none.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    public LayerNorm(Ints normalizedShape, double epsilon = 1e-05, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string? name = null)
    {
        (_normalizedShape, _epsilon, Name) = (normalizedShape, epsilon, name);
        int size = (int)((Shape)normalizedShape).Numel;
        Weight = CreateOptional([size], weightAttr, defaultInitializer: new Constant(1.0));
        Bias = CreateBias([size], biasAttr);
    }

    /// <summary>The scale, flattened, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The shift, flattened, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.LayerNorm(input, _normalizedShape, Weight, Bias, _epsilon);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"normalized_shape={_normalizedShape}, epsilon={_epsilon}";
}
