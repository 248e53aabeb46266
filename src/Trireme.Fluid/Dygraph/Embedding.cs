using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>The rows of a table of vectors that ids name: [.., 1] → [.., D].</summary>
    /// <remarks>Mirrors fluid.dygraph.Embedding.</remarks>
    public sealed class Embedding : NN.Layer
    {
        private readonly LookupTableV1Op _lookup;

        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="size">The table's dimensions [number of ids, D].</param>
        /// <param name="isSparse">Whether the gradient is sparse; gradients are dense here either way.</param>
        /// <param name="isDistributed">Kept for Paddle's signature.</param>
        /// <param name="paddingIdx">The id whose vector counts as zeros; counted from the end where negative.</param>
        /// <param name="paramAttr">How the table is made.</param>
        /// <param name="dtype">The element type; float32 where null.</param>
        /// <exception cref="InvalidArgumentException">The size and the padding do not fit.</exception>
        public Embedding(string nameScope, Shape size, bool isSparse = false, bool isDistributed = false, long? paddingIdx = null,
            ParamAttr? paramAttr = null, DType? dtype = null)
            : base($"{nameScope}/Embedding", dtype)
        {
            if (size.Rank != 2 || paddingIdx < -size[0] || paddingIdx >= size[0])
            {
                throw new InvalidArgumentException($"Embedding: the size {size} and paddingIdx {paddingIdx} do not fit.", null,
                    "The size is [number of ids, length of a vector]; paddingIdx is one of the ids.");
            }
            Weight = CreateParameter(size, paramAttr);
            _lookup = new LookupTableV1Op(paddingIdx switch { null => -1, < 0 => paddingIdx.Value + size[0], _ => paddingIdx.Value }, isSparse);
        }

        /// <summary>The table [number of ids, D].</summary>
        public Parameter Weight { get; }

        /// <inheritdoc/>
        public override Tensor Forward(Tensor input) => _lookup.Apply(Weight, input);
    }
}
