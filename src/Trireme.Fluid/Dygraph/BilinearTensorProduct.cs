using Trireme.NN;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>x Wₖ yᵀ + b for each k: [N, A] and [N, B] → [N, size].</summary>
    /// <remarks>Mirrors fluid.dygraph.BilinearTensorProduct.
    /// The parameters are made when the first input comes: run the network once before an optimizer is made.</remarks>
    public sealed class BilinearTensorProduct : NN.Layer
    {
        private readonly int _size;
        private readonly ParamAttr? _paramAttr, _biasAttr;
        private readonly string? _act;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="size">The number of outputs.</param>
        /// <param name="name">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="paramAttr">How the weights are made.</param>
        /// <param name="biasAttr">How the bias is made; false for none.</param>
        /// <exception cref="InvalidArgumentException">The size is below 1.</exception>
        public BilinearTensorProduct(string nameScope, int size, string? name = null, string? act = null, ParamAttr? paramAttr = null,
            ParamAttr? biasAttr = null)
            : base($"{nameScope}/BilinearTensorProduct")
        {
            if (size < 1)
                throw new InvalidArgumentException($"BilinearTensorProduct: the size is {size}.", "It is at least 1.");
            (_size, _paramAttr, _biasAttr, _act, Name) = (size, paramAttr, biasAttr, act, name);
        }

        /// <summary>The name given to the layer; it names nothing.</summary>
        public string? Name { get; }

        /// <summary>The weights [size, A, B]; null before the first input.</summary>
        public Parameter? Weight { get; private set; }

        /// <summary>The bias [1, size]; null before the first input, or where there is none.</summary>
        public Parameter? Bias { get; private set; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor x, Tensor y)
        {
            if (Weight is null)
            {
                Weight = CreateParameter((_size, x.Shape[^1], y.Shape[^1]), _paramAttr);
                Bias = CreateOptional((1, _size), _biasAttr, isBias: true);
            }
            return LayerParameters.Activate(F.Bilinear(x, y, Weight, Bias), _act);
        }
    }
}
