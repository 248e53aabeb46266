using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>Normalization over each row's elements from an axis on.</summary>
    /// <remarks>Mirrors fluid.dygraph.LayerNorm.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class LayerNorm : NN.Layer
    {
        private readonly bool _scale, _shift;
        private readonly int _beginNormAxis;
        private readonly double _epsilon;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;
        private bool _built;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="scale">Whether there is a trained scale.</param>
        /// <param name="shift">Whether there is a trained shift.</param>
        /// <param name="beginNormAxis">The first normalized axis.</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale is made; ones where null.</param>
        /// <param name="biasAttr">How the shift is made; zeros where null.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <exception cref="InvalidArgumentException">The axis is below 1.</exception>
        public LayerNorm(string nameScope, bool scale = true, bool shift = true, int beginNormAxis = 1, double epsilon = 1e-5, ParamAttr? paramAttr = null,
            ParamAttr? biasAttr = null, string? act = null)
            : base($"{nameScope}/LayerNorm")
        {
            if (beginNormAxis < 1)
                throw new InvalidArgumentException($"LayerNorm: beginNormAxis is {beginNormAxis}.", "It is at least 1.");
            (_scale, _shift, _beginNormAxis, _epsilon) = (scale, shift, beginNormAxis, epsilon);
            (_paramAttr, _biasAttr, _act) = (paramAttr, biasAttr, act);
        }

        /// <summary>The scale, as long as a row; null before the first input, or where there is none.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The shift, as long as a row; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
        {
            if (!_built)
            {
                if (_beginNormAxis >= input.Ndim)
                    throw new InvalidArgumentException($"LayerNorm: an input {input.Shape} has no axis {_beginNormAxis}.");
                int row = (int)input.Shape[_beginNormAxis..].Numel;
                Weight = _scale ? CreateOptional(row, _paramAttr, defaultInitializer: new Constant(1)) : null;
                Bias = _shift ? CreateBias(row, _biasAttr) : null;
                _built = true;
            }
            return LayerParameters.Activate(new LayerNormOp(_beginNormAxis, (float)_epsilon).Apply(input, Weight, Bias), _act);
        }
    }
}
