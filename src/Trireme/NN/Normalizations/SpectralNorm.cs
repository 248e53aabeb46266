using Trireme.NN.Initializers;
using Trireme.Operators;

namespace Trireme.NN;

/// <summary>A weight divided by its largest singular value, which a power iteration approaches.</summary>
/// <remarks>Mirrors paddle.nn.SpectralNorm; Miyato et al. 2018. Each call begins at the same vectors, which are part of the layer's state.</remarks>
public sealed class SpectralNorm : Layer
{
    private readonly SpectralNormOp _op;
    private readonly Shape _weightShape;

    /// <summary>The layer.</summary>
    /// <param name="weightShape">The weight's dimensions; at least two.</param>
    /// <param name="dim">The axis that is the matrix's rows; the others are its columns.</param>
    /// <param name="powerIters">How many steps of the iteration each call takes.</param>
    /// <param name="eps">Added to lengths.</param>
    /// <param name="dtype">The weight's element type; float32 where null.</param>
    /// <exception cref="InvalidArgumentException">The weight has no such axis, or a number is negative.</exception>
    public SpectralNorm(Shape weightShape, int dim = 0, int powerIters = 1, double eps = 1e-12, DType? dtype = null)
        : base(null, dtype)
    {
        if (weightShape.Rank < 2 || weightShape.Numel <= 0 || dim < 0 || dim >= weightShape.Rank || powerIters < 0 || eps < 0)
        {
            throw new InvalidArgumentException($"SpectralNorm: a weight {weightShape} with dim {dim}, powerIters {powerIters} and eps {eps} is not possible.",
                "The weight has elements and at least two dimensions, dim is one of them, the numbers are not negative.");
        }
        (_weightShape, _op) = (weightShape, new SpectralNormOp(dim, powerIters, (float)eps));
        WeightU = Start(weightShape[dim]);
        WeightV = Start((int)(weightShape.Numel / weightShape[dim]));
    }

    /// <summary>Where the iteration begins on the left, one number for each row; it is not trained.</summary>
    public Parameter WeightU { get; }

    /// <summary>Where the iteration begins on the right, one number for each column; it is not trained.</summary>
    public Parameter WeightV { get; }

    /// <summary>The weight over its largest singular value.</summary>
    /// <param name="x">The weight.</param>
    /// <exception cref="InvalidArgumentException">The weight has other dimensions than the layer was made for.</exception>
    public override Tensor Forward(Tensor x)
        => x.Shape == _weightShape ? _op.Apply(x, WeightU, WeightV)
            : throw new InvalidArgumentException($"SpectralNorm: the weight is {x.Shape}, not {_weightShape}.", null, "Make a layer for each weight.");

    private Parameter Start(int length) => CreateParameter(length, new ParamAttr(null, new Normal(0, 1), trainable: false));
}
