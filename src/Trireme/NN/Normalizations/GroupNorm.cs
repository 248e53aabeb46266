using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Normalizes groups of channels of each example to mean 0 and variance 1, then scales and shifts each channel.</summary>
/// <remarks>Mirrors paddle.nn.GroupNorm; Wu and He 2018.</remarks>
public sealed class GroupNorm : Layer
{
    private readonly int _numGroups;
    private readonly double _epsilon;
    private readonly string _dataFormat;

    /// <summary>Group normalization.</summary>
    /// <param name="numGroups">The number of groups; must divide the channels.</param>
    /// <param name="numChannels">The number of channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="weightAttr">How the scale is made and trained; <c>false</c> for none.</param>
    /// <param name="biasAttr">How the shift is made and trained; <c>false</c> for none.</param>
    /// <param name="dataFormat">The order of the dimensions.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int numGroups, int numChannels, double epsilon = 1e-05, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null,
        string dataFormat = "NCHW", string? name = null)
    {
        if (numGroups < 1 || numChannels < 1 || numChannels % numGroups != 0)
            throw new InvalidArgumentException($"GroupNorm: {numGroups} groups do not divide {numChannels} channels.");
        (_numGroups, _epsilon, _dataFormat, Name) = (numGroups, epsilon, dataFormat, name);
        Weight = CreateOptional([numChannels], weightAttr, defaultInitializer: new Constant(1.0));
        Bias = CreateBias([numChannels], biasAttr);
    }

    /// <summary>The scale, [C], or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The shift, [C], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.GroupNorm(input, _numGroups, _epsilon, Weight, Bias, _dataFormat);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"num_groups={_numGroups}, epsilon={_epsilon}";
}
