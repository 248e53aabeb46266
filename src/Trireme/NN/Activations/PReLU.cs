using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x above 0, a trained slope times x below.</summary>
/// <remarks>Mirrors paddle.nn.PReLU; He et al. 2015.</remarks>
public sealed class PReLU : Layer
{
    private readonly string _dataFormat;

    /// <summary>The layer.</summary>
    /// <param name="numParameters">1, or the number of channels.</param>
    /// <param name="init">The first slope.</param>
    /// <param name="weightAttr">How the slopes are made and trained.</param>
    /// <param name="dataFormat">The order of the dimensions.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    public PReLU(int numParameters = 1, double init = 0.25, ParamAttr? weightAttr = null, string dataFormat = "NCHW", string? name = null)
    {
        (_dataFormat, Name) = (dataFormat, name);
        _Weight = CreateParameter([numParameters], weightAttr, defaultInitializer: new Constant(init));
    }

    /// <summary>The slopes; their key is <c>_weight</c>.</summary>
    public Parameter _Weight { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Prelu(input, _Weight, _dataFormat);
}
