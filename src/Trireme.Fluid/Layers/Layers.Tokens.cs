using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

/// <content>Beam search, and what goes before and after networks over tokens.</content>
public static partial class Layers
{
    /// <summary>One step of a beam search: of all candidates that go on from a source's prefixes, the best remain.</summary>
    /// <param name="preIds">The last token of each prefix [P, 1], int64.</param>
    /// <param name="preScores">The score of each prefix [P, 1].</param>
    /// <param name="ids">Candidates for the next token [P, K]; the columns' numbers where null.</param>
    /// <param name="scores">Their scores [P, K], with two levels of sequences: a source's prefixes, and rows.</param>
    /// <param name="beamSize">How many candidates a source keeps.</param>
    /// <param name="endId">The token that ends a sentence: such a prefix goes on with it alone.</param>
    /// <param name="level">The level of sequences whose parts are a source's prefixes.</param>
    /// <param name="isAccumulated">Whether scores are those of whole sentences; else they are probabilities, and their logarithm is added to the prefix's score.</param>
    /// <param name="name">Not used.</param>
    /// <param name="returnParentIdx">Whether the prefixes' numbers are wanted; they come either way.</param>
    /// <returns>The tokens [S, 1] and scores [S, 1] that remain, with the levels source and prefix, and the prefix each goes on from, int32 [S].</returns>
    /// <exception cref="InvalidArgumentException">The beam is not positive.</exception>
    /// <remarks>Mirrors fluid.layers.beam_search. A source all of whose prefixes had ended has no candidates any more.</remarks>
    public static (Tensor SelectedIds, Tensor SelectedScores, Tensor ParentIdx) BeamSearch(Tensor preIds, Tensor preScores, Tensor? ids, Tensor scores, int beamSize,
        int endId, int level = 0, bool isAccumulated = true, string? name = null, bool returnParentIdx = false)
    {
        Tensor[] results = new BeamSearchOp(level, beamSize, endId, isAccumulated).ApplyAll(preIds, preScores, ids, scores);
        return (results[0].Declared(2), results[1].Declared(2), results[2]);
    }

    /// <summary>The sentences that the steps of a beam search found.</summary>
    /// <param name="ids">The list of the tokens that each step selected, the first ones at 0.</param>
    /// <param name="scores">The list of their scores.</param>
    /// <param name="beamSize">How many sentences a source may have.</param>
    /// <param name="endId">The token that ends a sentence; one of them remains.</param>
    /// <param name="name">Not used.</param>
    /// <returns>Tokens [T, 1] and scores [T, 1] with the levels source, the best sentence first, and sentence. A score is that of the sentence up to its token.</returns>
    /// <exception cref="InvalidArgumentException">One of them is no list.</exception>
    /// <remarks>Mirrors fluid.layers.beam_search_decode.</remarks>
    public static (Tensor SentenceIds, Tensor SentenceScores) BeamSearchDecode(Variable ids, Variable scores, int beamSize, int endId, string? name = null)
    {
        RequireArray(ids, "BeamSearchDecode");
        RequireArray(scores, "BeamSearchDecode");
        Variable tokens = SubBlock.Declare("beam_search_decode", (-1, 1), DType.Int64, stopGradient: true, lodLevel: 2);
        Variable values = SubBlock.Declare("beam_search_decode", (-1, 1), scores.DType, stopGradient: true, lodLevel: 2);
        Recorder.Append(Recorder.Main.CurrentBlock(), new BeamSearchDecodeOp(beamSize, endId), [ids, scores], [tokens, values]);
        return (tokens, values);
    }

    /// <summary>alpha · input + beta · sines and cosines of the place in the sequence.</summary>
    /// <param name="input">[T, D] with sequences, or [N, L, D]; D is even.</param>
    /// <param name="alpha">The factor of the input.</param>
    /// <param name="beta">The factor of the places.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">D is odd.</exception>
    /// <remarks>Mirrors fluid.layers.add_position_encoding; Vaswani et al. 2017. The sines are the first half of the features, the cosines the second.</remarks>
    public static Tensor AddPositionEncoding(Tensor input, double alpha, double beta, string? name = null)
        => new AddPositionEncodingOp((float)alpha, (float)beta).Apply(input).DeclaredLike(input);

    /// <summary>Numbers made of the tokens in each row: [T, D] → [T, numHash, 1].</summary>
    /// <param name="input">int32 or int64 [T, D].</param>
    /// <param name="hashSize">Numbers are in [0, hashSize).</param>
    /// <param name="numHash">How many numbers a row gets.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">A number is not positive, or the input is not of integers.</exception>
    /// <remarks>Mirrors fluid.layers.hash: XXH64 of the row's bytes, seeded with 0, 1, …</remarks>
    public static Tensor Hash(Tensor input, long hashSize, int numHash = 1, string? name = null) => new HashOp(numHash, hashSize).Apply(input).DeclaredLike(input);

    /// <summary>A column of each row, drawn with the row's values as probabilities: [N].</summary>
    /// <param name="x">Probabilities [N, D].</param>
    /// <param name="min">The least number drawn.</param>
    /// <param name="max">The largest.</param>
    /// <param name="seed">Where the draws begin; 0 takes the generator's.</param>
    /// <param name="dtype">The element type of the result; float32 where null.</param>
    /// <remarks>Mirrors fluid.layers.sampling_id.</remarks>
    public static Tensor SamplingId(Tensor x, double min = 0.0, double max = 1.0, int seed = 0, DType? dtype = null)
        => new SamplingIdOp((float)min, (float)max, seed).Apply(x).Cast(dtype ?? DType.Float32);
}
