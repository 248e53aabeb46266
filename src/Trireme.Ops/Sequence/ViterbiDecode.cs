using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>
    /// The sequence of tags with the highest sum of potentials and transitions: Input [B, T, tags], Transition [tags, tags] from row to column,
    /// Length [B] → Scores [B], Path [B, longest], 0 behind a sequence's end.
    /// </summary>
    /// <param name="IncludeBosEosTag">
    /// Whether the last tag is that of the start, whose row is added at the first step, and the one before it that of the end, whose row is added at the last one.
    /// </param>
    [Op("viterbi_decode", "Input, Transition, Length -> Scores, Path", NoGradient = "It finds the best of finitely many paths.")]
    public sealed record ViterbiDecodeOp(bool IncludeBosEosTag = true) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta input = c["Input"], transition = c["Transition"], length = c["Length"];
            c.Require(input.DType.IsFloating && input.DType == transition.DType, "Input and Transition must have the same floating point type.", "Cast them.");
            c.Require(input.Shape.Rank == 3, "Input must be [batch, steps, tags].");
            int tags = input.Shape[2];
            c.Require(transition.Shape.Rank == 2 && transition.Shape[0] == transition.Shape[1] && (transition.Shape[0] == tags || tags < 0), $"Transition {transition.Shape} must be [{tags}, {tags}].");
            c.Require(!IncludeBosEosTag || transition.Shape[0] >= 2 || transition.Shape[0] < 0, "start and end must be among the tags.", "Set include_bos_eos_tag false.");
            c.Require(length.DType.Kind is DTypeKind.Int64 or DTypeKind.Int32 && length.Shape.Rank == 1, "Length must be a vector of int64 or int32.");
            c.Require(length.Shape[0] == input.Shape[0] || length.Shape[0] < 0 || input.Shape[0] < 0, $"Length {length.Shape} must have one entry for each of {input.Shape[0]} sequences.");
            c["Scores"] = input with { Shape = input.Shape[0] };
            c["Path"] = new TensorMeta((input.Shape[0], -1), DType.Int64);
        }
    }
}

namespace Trireme.Text
{
    /// <summary>The functions of paddle.text.</summary>
    public static class Functional
    {
        /// <summary>The best sequences of tags, given how well each tag fits each step and each tag follows another.</summary>
        /// <param name="potentials">[B, T, tags]; floating point.</param>
        /// <param name="transitionParams">[tags, tags]: from the row's tag to the column's.</param>
        /// <param name="lengths">The length of each sequence, [B]; int64 or int32, from 1 to T.</param>
        /// <param name="includeBosEosTag">Whether the last tag is that of the start and the one before it that of the end.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The sum of each best sequence, [B], and the sequences, [B, longest], int64; 0 behind their ends.</returns>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <exception cref="OutOfRangeException">A length is below 1 or above T.</exception>
        /// <remarks>Mirrors paddle.text.viterbi_decode; Viterbi 1967.</remarks>
        public static (Tensor Scores, Tensor Paths) ViterbiDecode(Tensor potentials, Tensor transitionParams, Tensor lengths, bool includeBosEosTag = true, string? name = null)
        {
            Tensor[] results = new ViterbiDecodeOp(includeBosEosTag).ApplyAll(potentials, transitionParams, lengths);
            return (results[0], results[1]);
        }
    }
}
