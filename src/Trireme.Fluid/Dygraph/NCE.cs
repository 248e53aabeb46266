using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>Noise-contrastive estimation: the cost of telling labels from classes drawn at random.</summary>
    /// <remarks>Mirrors fluid.dygraph.NCE.
    /// Gutmann and Hyvärinen 2010. Parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class NCE : NN.Layer
    {
        private readonly NceOp _estimation;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly Tensor? _sampleWeight;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="numTotalClasses">The number of classes.</param>
        /// <param name="sampleWeight">The weight of each row, or null.</param>
        /// <param name="paramAttr">How the weights are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <param name="numNegSamples">How many classes are drawn for a row; 10 where null.</param>
        /// <param name="sampler"><c>uniform</c>, or <c>log_uniform</c>: rarer the higher their number.</param>
        /// <param name="customDist">Only null.</param>
        /// <param name="seed">Where the draws begin; 0 takes the default random numbers.</param>
        /// <param name="isSparse">Kept for Paddle's signature: gradients are dense.</param>
        /// <exception cref="InvalidArgumentException">The sampler is not known, or a distribution is given.</exception>
        public NCE(string nameScope, int numTotalClasses, Tensor? sampleWeight = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
            int? numNegSamples = null, string sampler = "uniform", IReadOnlyList<double>? customDist = null, int seed = 0, bool isSparse = false)
            : base($"{nameScope}/NCE")
        {
            if (sampler is not ("uniform" or "log_uniform") || customDist is not null)
            {
                throw new InvalidArgumentException($"NCE: the sampler '{sampler}' is not known.",
                    "It is uniform or log_uniform; a distribution of one's own cannot be given.");
            }
            _estimation = new NceOp(numTotalClasses, numNegSamples ?? 10, seed, sampler == "uniform" ? 0 : 1, isSparse);
            (_sampleWeight, _paramAttr, _biasAttr) = (sampleWeight, paramAttr, biasAttr);
        }

        /// <summary>The weights [classes, D]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [classes, 1]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <summary>The cost of each row [N, 1].</summary>
        /// <param name="input">[N, D].</param>
        /// <param name="label">[N, true classes].</param>
        public override Tensor Forward(Tensor input, Tensor label) => Cost(input, label, _sampleWeight);

        /// <summary>The cost of each row [N, 1].</summary>
        /// <param name="input">[N, D].</param>
        /// <param name="label">[N, true classes].</param>
        /// <param name="sampleWeight">The weight of each row [N, 1].</param>
        public override Tensor Forward(Tensor input, Tensor label, Tensor sampleWeight) => Cost(input, label, sampleWeight);

        private Tensor Cost(Tensor input, Tensor label, Tensor? sampleWeight)
        {
            if (Weight is null)
            {
                Weight = CreateParameter((_estimation.NumTotalClasses, input.Shape[^1]), _paramAttr);
                Bias = CreateOptional((_estimation.NumTotalClasses, 1), _biasAttr, isBias: true);
            }
            return _estimation.ApplyAll(input, label, Weight, Bias, sampleWeight)[0] / (_estimation.NumNegSamples + 1);
        }
    }
}
