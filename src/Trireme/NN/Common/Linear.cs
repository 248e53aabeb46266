using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Y = X · Weight + Bias over the last dimension of X.</summary>
/// <remarks>Mirrors paddle.nn.Linear. Weight [in, out], Bias [out]; weights start Xavier-uniform, biases at 0.</remarks>
public sealed class Linear : Layer
{
    private readonly int _inFeatures, _outFeatures;

    /// <summary>A fully connected layer.</summary>
    /// <param name="inFeatures">The size of the last dimension of the input; at least 1.</param>
    /// <param name="outFeatures">The size of the last dimension of the output; at least 1.</param>
    /// <param name="weightAttr">How the weight is made and trained.</param>
    /// <param name="biasAttr">How the bias is made and trained; <c>false</c> for none.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    public Linear(int inFeatures, int outFeatures, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string? name = null)
    {
        if (inFeatures < 1 || outFeatures < 1)
            throw new InvalidArgumentException($"Linear: {inFeatures} inputs and {outFeatures} outputs make no layer.", "Both must be at least 1.");
        (_inFeatures, _outFeatures, Name) = (inFeatures, outFeatures, name);
        Weight = CreateParameter([inFeatures, outFeatures], weightAttr);
        Bias = CreateBias([outFeatures], biasAttr);
    }

    /// <summary>The weight, [in, out].</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, [out], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Linear(input, Weight, Bias);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"in_features={_inFeatures}, out_features={_outFeatures}, dtype={Weight.DType}";
}
