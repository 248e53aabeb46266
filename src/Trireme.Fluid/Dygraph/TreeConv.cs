using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A convolution over trees: [N, nodes, features] and edges → [N, nodes, outputSize, numFilters].</summary>
    /// <remarks>Mirrors fluid.dygraph.TreeConv; Mou et al. 2016.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class TreeConv : NN.Layer
    {
        private readonly int _outputSize, _numFilters;
        private readonly TreeConvOp _convolution;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="outputSize">The result's features.</param>
        /// <param name="numFilters">How many filters there are.</param>
        /// <param name="maxDepth">How many levels belong to a node, its own among them.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="paramAttr">How the filters are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <param name="name">Kept for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">A number is below 1.</exception>
        public TreeConv(string nameScope, int outputSize, int numFilters = 1, int maxDepth = 2, string? act = "tanh", ParamAttr? paramAttr = null,
            ParamAttr? biasAttr = null, string? name = null)
            : base($"{nameScope}/TreeConv")
        {
            if (outputSize < 1 || numFilters < 1 || maxDepth < 1)
            {
                throw new InvalidArgumentException($"TreeConv: {numFilters} filters of the size {outputSize} over {maxDepth} levels are not possible.",
                    "Each is at least 1.");
            }
            (_outputSize, _numFilters, _convolution) = (outputSize, numFilters, new TreeConvOp(maxDepth));
            (_paramAttr, _biasAttr, _act, Name) = (paramAttr, biasAttr, act, name);
        }

        /// <summary>The name given to the layer; it names nothing.</summary>
        public string? Name { get; }

        /// <summary>The filters [features, 3, outputSize, numFilters]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [numFilters]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <summary>The sums below each node.</summary>
        /// <param name="nodesVector">[N, nodes, features].</param>
        /// <param name="edgeSet">int32 [N, edges, 2]: parent and child, counted from 1 on; ends at a 0.</param>
        /// <returns>[N, nodes, outputSize, numFilters].</returns>
        public override Tensor Forward(Tensor nodesVector, Tensor edgeSet)
        {
            if (Weight is null)
            {
                Weight = CreateParameter([nodesVector.Shape[^1], 3, _outputSize, _numFilters], _paramAttr);
                Bias = CreateBias(_numFilters, _biasAttr);
            }
            Tensor y = _convolution.Apply(nodesVector, edgeSet, Weight);
            return LayerParameters.Activate(Bias is null ? y : y + Bias, _act);
        }
    }
}
