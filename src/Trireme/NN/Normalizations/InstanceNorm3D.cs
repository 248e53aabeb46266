using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Normalizes each channel of each example to mean 0 and variance 1, then scales and shifts.</summary>
/// <remarks>Mirrors paddle.nn.InstanceNorm3D; Ulyanov et al. 2016.</remarks>
public sealed class InstanceNorm3D : Layer
{
    private readonly double _epsilon, _momentum;
    private readonly string _dataFormat;

    /// <summary>Instance normalization.</summary>
    /// <param name="numFeatures">The number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Kept for Paddle's signature; no running statistics are kept.</param>
    /// <param name="weightAttr">How the scale is made and trained; <c>false</c> for none.</param>
    /// <param name="biasAttr">How the shift is made and trained; <c>false</c> for none.</param>
    /// <param name="dataFormat">The order of the dimensions.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    public InstanceNorm3D(int numFeatures, double epsilon = 1e-05, double momentum = 0.9, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null,
        string dataFormat = "NCDHW", string? name = null)
    {
        (_epsilon, _momentum, _dataFormat, Name) = (epsilon, momentum, dataFormat, name);
        Scale = CreateOptional([numFeatures], weightAttr, defaultInitializer: new Initializers.Constant(1.0));
        Bias = CreateBias([numFeatures], biasAttr);
    }

    /// <summary>The scale, [C], or null.</summary>
    public Parameter? Scale { get; }

    /// <summary>The shift, [C], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
        => F.InstanceNorm(input, weight: Scale, bias: Bias, momentum: _momentum, eps: _epsilon, dataFormat: _dataFormat);
}
