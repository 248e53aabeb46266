using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Static;

/// <content>Layers over sequences: each innermost sequence by itself.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>A convolution over the rows of each sequence: act(window · W + b), [T, D] → [T, numFilters].</summary>
        /// <param name="input">[T, D] with sequences.</param>
        /// <param name="numFilters">The number of outputs for each row.</param>
        /// <param name="filterSize">How many rows a window has.</param>
        /// <param name="filterStride">The steps of the window; only 1 is defined.</param>
        /// <param name="padding">Kept for Paddle's signature; zeros stand outside a sequence either way.</param>
        /// <param name="paddingStart">Where a window begins, relative to its row; half a window before it where null.</param>
        /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
        /// <param name="paramAttr">How the filter [filterSize · D, numFilters] is made.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">A size is not positive, the number of features is not known, or the stride is not 1.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_conv.</remarks>
        public static Tensor SequenceConv(Tensor input, int numFilters, int filterSize = 3, int filterStride = 1, bool padding = true, int? paddingStart = null, ParamAttr? biasAttr = null,
            ParamAttr? paramAttr = null, string? act = null, string? name = null)
        {
            if (numFilters < 1 || filterSize < 1)
                throw new InvalidArgumentException($"sequence_conv: {numFilters} filters of {filterSize} rows are impossible.", null, "Both must be at least 1.");
            int width = Features("sequence_conv", input);
            var layer = new LayerParameters("sequence_conv", name);
            Tensor filter = layer.Require((width < 0 ? -1 : filterSize * width, numFilters), input.DType, paramAttr);
            Tensor y = new SequenceConvOp(paddingStart ?? -(filterSize / 2), filterSize, filterStride).Apply(input, null, filter).DeclaredLike(input);
            return LayerParameters.Activate(layer.AddBias(y, biasAttr, 1, 2), act);
        }

        /// <summary>A convolution over each row and those that follow it, feature by feature: out[t] = act(Σᵢ x[t + i] · W[i]).</summary>
        /// <param name="input">[T, D] with sequences, or [N, T, D].</param>
        /// <param name="futureContextSize">How many rows behind the own one count.</param>
        /// <param name="paramAttr">How the weights [futureContextSize + 1, D] are made.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <exception cref="InvalidArgumentException">The size is negative, or the number of features is not known.</exception>
        /// <remarks>Mirrors paddle.static.nn.row_conv; Amodei et al. 2015.</remarks>
        public static Tensor RowConv(Tensor input, int futureContextSize, ParamAttr? paramAttr = null, string? act = null)
        {
            if (futureContextSize < 0 || input.Ndim is not (2 or 3))
                throw new InvalidArgumentException($"row_conv: {futureContextSize} rows ahead in {input.Shape} are impossible.", "The input is [T, D] with sequences or [N, T, D].", "Give a size of at least 0.");
            Tensor filter = new LayerParameters("row_conv").Require((futureContextSize + 1, input.Shape[^1]), input.DType, paramAttr);
            return LayerParameters.Activate(new RowConvOp().Apply(input, filter).DeclaredLike(input), act);
        }

        /// <summary>The softmax within each sequence of one column.</summary>
        /// <param name="input">[T, 1] or [T] with sequences.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="name">Not used.</param>
        /// <exception cref="InvalidArgumentException">There is more than one column.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_softmax.</remarks>
        public static Tensor SequenceSoftmax(Tensor input, bool useCudnn = false, string? name = null) => new SequenceSoftmaxOp().Apply(input).DeclaredLike(input);

        /// <summary>Each sequence made one row: [T, …] → [sequences, …].</summary>
        /// <param name="input">[T, …] with sequences.</param>
        /// <param name="poolType"><c>average</c>, <c>sum</c>, <c>sqrt</c> (the sum over the root of the length), <c>max</c>, <c>last</c> or <c>first</c>.</param>
        /// <param name="isTest">Kept for Paddle's signature.</param>
        /// <param name="padValue">What an empty sequence gives.</param>
        /// <exception cref="InvalidArgumentException">The type is not known.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_pool. Of several levels of sequences the innermost disappears.</remarks>
        public static Tensor SequencePool(Tensor input, string poolType, bool isTest = false, double padValue = 0.0)
            => new SequencePoolOp(poolType.ToUpperInvariant(), (float)padValue, isTest).ApplyAll(input)[0].Declared(Math.Max(0, SequenceLevels.Of(input) - 1));

        /// <summary>The first row of each sequence.</summary>
        /// <param name="input">[T, …] with sequences.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_first_step.</remarks>
        public static Tensor SequenceFirstStep(Tensor input) => SequencePool(input, "first");

        /// <summary>The last row of each sequence.</summary>
        /// <param name="input">[T, …] with sequences.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_last_step.</remarks>
        public static Tensor SequenceLastStep(Tensor input) => SequencePool(input, "last");

        /// <summary>The sequences of several tensors, joined place by place: the first sequence of each, then the second of each.</summary>
        /// <param name="input">Tensors with equally many sequences.</param>
        /// <param name="name">Not used.</param>
        /// <exception cref="InvalidArgumentException">The list is empty.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_concat.</remarks>
        public static Tensor SequenceConcat(IReadOnlyList<Tensor> input, string? name = null)
            => new SequenceConcatOp().ApplyAll(input.ToArray())[0].Declared(1);

        /// <summary>The rows of each sequence in reverse order.</summary>
        /// <param name="x">[T, …] with sequences.</param>
        /// <param name="name">Not used.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_reverse.</remarks>
        public static Tensor SequenceReverse(Tensor x, string? name = null) => new SequenceReverseOp().Apply(x).DeclaredLike(x);

        private static int Features(string type, Tensor input)
            => input.Ndim == 2 ? input.Shape[1] : throw new InvalidArgumentException($"{type}: the input has {input.Ndim} dimensions.", $"It is {input.Shape}; [T, D] with sequences is needed.");
    }
}
