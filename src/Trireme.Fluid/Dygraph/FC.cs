using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A fully connected layer: act(input · W + b).</summary>
    /// <remarks>Mirrors fluid.dygraph.FC.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class FC : NN.Layer
    {
        private readonly int _size, _numFlattenDims;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="size">The number of outputs for each row.</param>
        /// <param name="numFlattenDims">How many of the input's dimensions are kept; the others are one row of features.</param>
        /// <param name="paramAttr">How the weights are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="isTest">Kept for Paddle's signature.</param>
        /// <param name="dtype">The element type; float32 where null.</param>
        /// <exception cref="InvalidArgumentException">A number is below 1.</exception>
        public FC(string nameScope, int size, int numFlattenDims = 1, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string? act = null,
            bool isTest = false, DType? dtype = null)
            : base($"{nameScope}/FC", dtype)
        {
            if (size < 1 || numFlattenDims < 1)
                throw new InvalidArgumentException($"FC: the size {size} with numFlattenDims {numFlattenDims} is not possible.", "Both are at least 1.");
            (_size, _numFlattenDims, _paramAttr, _biasAttr, _act) = (size, numFlattenDims, paramAttr, biasAttr, act);
        }

        /// <summary>The weights [features, size]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [size]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input)
        {
            if (Weight is null)
            {
                if (input.Ndim <= _numFlattenDims)
                    throw new InvalidArgumentException($"FC: an input {input.Shape} has no features.", $"numFlattenDims is {_numFlattenDims}.");
                Weight = CreateParameter(((int)input.Shape[_numFlattenDims..].Numel, _size), _paramAttr);
                Bias = CreateBias(_size, _biasAttr);
            }
            Tensor y = new MulOp(_numFlattenDims, 1).Apply(input, Weight);
            return LayerParameters.Activate(Bias is null ? y : y + Bias, _act);
        }
    }
}
