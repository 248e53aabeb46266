using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Operators;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>Weights divided by their largest singular value, which power iteration finds.</summary>
    /// <remarks>Mirrors fluid.dygraph.SpectralNorm.
    /// Miyato et al. 2018. The iteration begins at the same vectors each time, which are made when the first input comes.</remarks>
    public sealed class SpectralNorm : NN.Layer
    {
        private readonly int _dim, _powerIters;
        private readonly double _eps;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="dim">The axis of the weights that is the matrix's rows.</param>
        /// <param name="powerIters">How many iterations are made.</param>
        /// <param name="eps">Keeps lengths from 0.</param>
        /// <param name="name">Kept for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">A number is negative.</exception>
        public SpectralNorm(string nameScope, int dim = 0, int powerIters = 1, double eps = 1e-12, string? name = null)
            : base($"{nameScope}/SpectralNorm")
        {
            if (dim < 0 || powerIters < 0)
                throw new InvalidArgumentException($"SpectralNorm: dim {dim} with powerIters {powerIters} is not possible.", "Neither is negative.");
            (_dim, _powerIters, _eps, Name) = (dim, powerIters, eps, name);
        }

        /// <summary>The name given to the layer; it names nothing.</summary>
        public string? Name { get; }

        /// <summary>Where the iteration begins on the left; null before the first input.</summary>
        public Parameter? U { get; private set; }

        /// <summary>Where the iteration begins on the right; null before the first input.</summary>
        public Parameter? V { get; private set; }

        /// <summary>The weights over their largest singular value.</summary>
        /// <param name="weight">The weights.</param>
        /// <exception cref="InvalidArgumentException">The weights have no such axis.</exception>
        public override Tensor Forward(Tensor weight)
        {
            if (_dim >= weight.Ndim)
                throw new InvalidArgumentException($"SpectralNorm: weights {weight.Shape} have no axis {_dim}.");
            int rows = weight.Shape[_dim];
            U ??= CreateParameter(rows, new ParamAttr(initializer: new Normal(), trainable: false));
            V ??= CreateParameter((int)(weight.Shape.Numel / Math.Max(1, rows)), new ParamAttr(initializer: new Normal(), trainable: false));
            return new SpectralNormOp(_dim, _powerIters, (float)_eps).Apply(weight, U, V);
        }
    }
}
