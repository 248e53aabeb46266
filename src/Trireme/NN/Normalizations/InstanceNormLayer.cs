using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Normalizes each channel of each example to mean 0 and variance 1, then scales and shifts.</summary>
/// <remarks>Mirrors the base class of paddle.nn.InstanceNorm1D, 2D and 3D; Ulyanov et al. 2016.</remarks>
public abstract class InstanceNormLayer : Layer
{
    private readonly double _epsilon, _momentum;
    private readonly string _dataFormat;

    private protected InstanceNormLayer(int numFeatures, double epsilon, double momentum, ParamAttr? weightAttr, ParamAttr? biasAttr, string dataFormat, string? name)
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
