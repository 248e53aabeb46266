using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Y[b, k] = Σ X1[b, i] · Weight[k, i, j] · X2[b, j] + Bias[k].</summary>
/// <remarks>Mirrors paddle.nn.Bilinear. Weight [out, in1, in2], normal with deviation 1 at first; Bias [1, out], 0 at first.</remarks>
public sealed class Bilinear : Layer
{
    private readonly int _in1Features, _in2Features, _outFeatures;

    /// <summary>A layer that multiplies two inputs.</summary>
    /// <param name="in1Features">The size of the first input's rows; at least 1.</param>
    /// <param name="in2Features">The size of the second input's rows; at least 1.</param>
    /// <param name="outFeatures">The size of the output's rows; at least 1.</param>
    /// <param name="weightAttr">How the weight is made and trained.</param>
    /// <param name="biasAttr">How the bias is made and trained; <c>false</c> for none.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    public Bilinear(int in1Features, int in2Features, int outFeatures, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string? name = null)
    {
        if (in1Features < 1 || in2Features < 1 || outFeatures < 1)
        {
            throw new InvalidArgumentException($"Bilinear: {in1Features} and {in2Features} inputs and {outFeatures} outputs make no layer.", null,
                "All must be at least 1.");
        }
        (_in1Features, _in2Features, _outFeatures, Name) = (in1Features, in2Features, outFeatures, name);
        Weight = CreateParameter([outFeatures, in1Features, in2Features], weightAttr, defaultInitializer: new Normal(0.0, 1.0));
        Bias = CreateBias([1, outFeatures], biasAttr);
    }

    /// <summary>The weight, [out, in1, in2].</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, [1, out], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <summary>Multiplies two inputs.</summary>
    /// <param name="x1">[B, in1].</param>
    /// <param name="x2">[B, in2].</param>
    /// <returns>[B, out].</returns>
    public override Tensor Forward(Tensor x1, Tensor x2) => F.Bilinear(x1, x2, Weight, Bias);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"in1_features={_in1Features}, in2_features={_in2Features}, out_features={_outFeatures}, dtype={Weight.DType}";
}
