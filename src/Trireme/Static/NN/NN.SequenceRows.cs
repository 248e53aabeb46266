using Trireme.Operators;

namespace Trireme.Static;

/// <content>Sequences with other rows: repeated, cut, padded, rearranged.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>The sequences of x, each repeated as often as the sequence of y at the same place has parts.</summary>
        /// <param name="x">Rows, or sequences on one level.</param>
        /// <param name="y">Says how often.</param>
        /// <param name="refLevel">The level of y that counts; -1 for the innermost.</param>
        /// <param name="name">Not used.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_expand. Running it fails where x has not as many sequences, or rows, as y.</remarks>
        public static Tensor SequenceExpand(Tensor x, Tensor y, int refLevel = -1, string? name = null) => new SequenceExpandOp(refLevel).Apply(x, y).Declared(1);

        /// <summary>The rows of x, each repeated as often as the sequence of y at the same place has rows.</summary>
        /// <param name="x">One row for each sequence of y.</param>
        /// <param name="y">Says how often.</param>
        /// <param name="name">Not used.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_expand_as.</remarks>
        public static Tensor SequenceExpandAs(Tensor x, Tensor y, string? name = null) => new SequenceExpandAsOp().Apply(x, y).Declared(1);

        /// <summary>Sequences side by side, filled up to one length: [T, …] → [sequences, longest, …].</summary>
        /// <param name="x">[T, …] with sequences.</param>
        /// <param name="padValue">What fills up: one value, or a row.</param>
        /// <param name="maxlen">The length to fill up to; that of the longest where null.</param>
        /// <param name="name">Not used.</param>
        /// <returns>The filled up sequences, and how long each was: int64 [sequences].</returns>
        /// <remarks>Mirrors paddle.static.nn.sequence_pad. Running it fails where a sequence is longer than <paramref name="maxlen"/>.</remarks>
        public static (Tensor Out, Tensor Length) SequencePad(Tensor x, Tensor padValue, int? maxlen = null, string? name = null)
        {
            Tensor[] results = new SequencePadOp(maxlen ?? -1).ApplyAll(x, padValue);
            return (results[0], results[1]);
        }

        /// <summary>The sequences that were filled up: the first rows of each, one after the other.</summary>
        /// <param name="x">[sequences, longest, …].</param>
        /// <param name="length">How many rows of each count: int64 [sequences].</param>
        /// <param name="name">Not used.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_unpad.</remarks>
        public static Tensor SequenceUnpad(Tensor x, Tensor length, string? name = null) => new SequenceUnpadOp().Apply(x, length).Declared(1);

        /// <summary>The elements of each sequence in rows of another width.</summary>
        /// <param name="input">[T, D] with sequences.</param>
        /// <param name="newDim">The width; it divides the number of each sequence's elements.</param>
        /// <exception cref="InvalidArgumentException">The width is not positive.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_reshape.</remarks>
        public static Tensor SequenceReshape(Tensor input, int newDim)
            => newDim > 0 ? new SequenceReshapeOp(newDim).Apply(input).Declared(1)
                : throw new InvalidArgumentException($"sequence_reshape: the width {newDim} is impossible.", null, "Give at least 1.");

        /// <summary>Of each sequence some rows: <paramref name="length"/> from <paramref name="offset"/> on.</summary>
        /// <param name="input">[T, …] with sequences.</param>
        /// <param name="offset">The first row of each: int64 [sequences, 1], counted from 0.</param>
        /// <param name="length">The number of rows of each: int64 [sequences, 1].</param>
        /// <param name="name">Not used.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_slice. Running it fails where rows are outside their sequence.</remarks>
        public static Tensor SequenceSlice(Tensor input, Tensor offset, Tensor length, string? name = null)
            => new SequenceSliceOp().Apply(input, offset, length).Declared(1);

        /// <summary>input with, in each row, the updates of the sequence at the same place added where its indices say.</summary>
        /// <param name="input">[N, D].</param>
        /// <param name="index">Columns: int64 [T, 1] with N sequences.</param>
        /// <param name="updates">Summands: [T, 1] with the same sequences.</param>
        /// <param name="name">Not used.</param>
        /// <remarks>Mirrors paddle.static.nn.sequence_scatter.</remarks>
        public static Tensor SequenceScatter(Tensor input, Tensor index, Tensor updates, string? name = null)
            => new SequenceScatterOp().Apply(input, index, updates).DeclaredLike(input);

        /// <summary>Each token with those that follow it in its sequence: [T, 1] → [T, winSize].</summary>
        /// <param name="input">Tokens: integers [T, 1] with sequences.</param>
        /// <param name="winSize">How many tokens stand in a row.</param>
        /// <param name="padValue">What stands behind the end of a sequence.</param>
        /// <param name="name">Not used.</param>
        /// <exception cref="InvalidArgumentException">The window is not positive.</exception>
        /// <remarks>Mirrors paddle.static.nn.sequence_enumerate.</remarks>
        public static Tensor SequenceEnumerate(Tensor input, int winSize, int padValue = 0, string? name = null)
            => new SequenceEnumerateOp(winSize, padValue).Apply(input).DeclaredLike(input);
    }
}
