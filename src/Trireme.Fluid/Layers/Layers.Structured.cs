using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

/// <content>Losses, decoders and measures over sequences of tags and tokens.</content>
public static partial class Layers
{
    /// <summary>−log of the probability that a linear chain gives the tags of each sequence: [sequences, 1].</summary>
    /// <param name="input">What speaks for each tag: [T, D] with sequences.</param>
    /// <param name="label">The tags [T, 1], int64, with the same sequences.</param>
    /// <param name="paramAttr">How the transitions [D + 2, D] are made: the first row are the weights of beginning, the second those of ending.</param>
    /// <exception cref="InvalidArgumentException">The number of tags is not known.</exception>
    /// <remarks>Mirrors fluid.layers.linear_chain_crf. Give the transitions a name, and <see cref="CrfDecoding"/> the same.</remarks>
    public static Tensor LinearChainCrf(Tensor input, Tensor label, ParamAttr? paramAttr = null)
    {
        int tags = input.Shape[^1];
        Tensor transition = new LayerParameters("linear_chain_crf").Require((tags < 0 ? -1 : tags + 2, tags), input.DType, paramAttr);
        return new LinearChainCrfOp().ApplyAll(input, transition, label)[0].Declared(0);
    }

    /// <summary>The most probable tags of each sequence under a linear chain: [T, 1].</summary>
    /// <param name="input">What speaks for each tag: [T, D] with sequences.</param>
    /// <param name="paramAttr">The name of the transitions that <see cref="LinearChainCrf"/> trains.</param>
    /// <param name="label">Tags [T, 1]: where given, the result is 1 where the most probable tag is the label, else 0.</param>
    /// <exception cref="InvalidArgumentException">The program has no parameter of that name, or it does not fit.</exception>
    /// <remarks>Mirrors fluid.layers.crf_decoding.</remarks>
    public static Tensor CrfDecoding(Tensor input, ParamAttr paramAttr, Tensor? label = null)
    {
        ArgumentNullException.ThrowIfNull(paramAttr);
        int tags = input.Shape[^1];
        if (paramAttr.Name is not { } name || !Recorder.Main.GlobalBlock().Vars.TryGetValue(name, out Variable? transition))
            throw new InvalidArgumentException($"crf_decoding: the program has no parameter '{paramAttr.Name}'.", null, "Name the transitions in linear_chain_crf, and give the same name here.");
        if (transition.Shape != (tags + 2, tags))
            throw new InvalidArgumentException($"crf_decoding: the transitions '{name}' are {transition.Shape}.", $"{tags} tags need [{tags + 2}, {tags}].");
        return new CrfDecodingOp().Apply(input, transition, label).DeclaredLike(input);
    }

    /// <summary>How many chunks that tags describe were found: precision, recall, F1 score, and the counts.</summary>
    /// <param name="input">Predicted tags [T, 1], int64, with sequences.</param>
    /// <param name="label">True tags, likewise.</param>
    /// <param name="chunkScheme"><c>IOB</c>, <c>IOE</c>, <c>IOBES</c> or <c>plain</c>.</param>
    /// <param name="numChunkTypes">How many kinds of chunks there are.</param>
    /// <param name="excludedChunkTypes">Kinds that do not count.</param>
    /// <returns>Precision, recall and F1 score, float32 [1]; the numbers of predicted, true and rightly predicted chunks, int64 [1].</returns>
    /// <exception cref="InvalidArgumentException">The scheme is not known.</exception>
    /// <remarks>Mirrors fluid.layers.chunk_eval.</remarks>
    public static (Tensor Precision, Tensor Recall, Tensor F1Score, Tensor NumInferChunks, Tensor NumLabelChunks, Tensor NumCorrectChunks) ChunkEval(Tensor input,
        Tensor label, string chunkScheme, int numChunkTypes, IReadOnlyList<int>? excludedChunkTypes = null)
    {
        Tensor[] r = new ChunkEvalOp(numChunkTypes, chunkScheme, excludedChunkTypes is null ? default : new Ints([.. excludedChunkTypes])).ApplyAll(input, label);
        return (r[0], r[1], r[2], r[3], r[4], r[5]);
    }

    /// <summary>How many insertions, deletions and replacements turn each sequence into its label.</summary>
    /// <param name="input">Tokens [T, 1], int64, with sequences.</param>
    /// <param name="label">Tokens with equally many sequences.</param>
    /// <param name="normalized">Whether each number is divided by the label's length.</param>
    /// <param name="ignoredTokens">Tokens that are left out of both first.</param>
    /// <returns>The distances, float32 [sequences, 1], and the number of sequences, int64 [1].</returns>
    /// <remarks>Mirrors fluid.layers.edit_distance; Levenshtein 1966.</remarks>
    public static (Tensor Distance, Tensor SequenceNum) EditDistance(Tensor input, Tensor label, bool normalized = true, IReadOnlyList<int>? ignoredTokens = null)
    {
        if (ignoredTokens is { Count: > 0 })
        {
            var erase = new SequenceEraseOp(new Ints([.. ignoredTokens]));
            (input, label) = (erase.Apply(input), erase.Apply(label));
        }
        Tensor[] results = new EditDistanceOp(normalized).ApplyAll(input, label);
        return (results[1], results[0]);
    }

    /// <summary>The most probable token of each row, without repetitions and then without blanks.</summary>
    /// <param name="input">Scores of the tokens: [T, classes] with sequences.</param>
    /// <param name="blank">The token that stands for nothing.</param>
    /// <param name="name">Not used.</param>
    /// <returns>Tokens [T', 1], int64, with sequences; one -1 without sequences where nothing is left.</returns>
    /// <remarks>Mirrors fluid.layers.ctc_greedy_decoder.</remarks>
    public static Tensor CtcGreedyDecoder(Tensor input, int blank, string? name = null)
        => new CtcAlignOp(blank).ApplyAll(new TopKV1Op(1).ApplyAll(input)[1].DeclaredLike(input))[0].Declared(1);

    /// <summary>Connectionist temporal classification: −log of the probability of all alignments of a label, [sequences, 1].</summary>
    /// <param name="input">Scores before softmax: [T, classes] with sequences.</param>
    /// <param name="label">Tokens [L, 1], int32, with equally many sequences.</param>
    /// <param name="blank">The class that stands for nothing.</param>
    /// <param name="normByTimes">Whether gradients are divided by the number of steps.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.layers.warpctc; Graves et al. 2006. Softmax is part of it.</remarks>
    public static Tensor Warpctc(Tensor input, Tensor label, int blank = 0, bool normByTimes = false, bool useCudnn = false)
        => new WarpCtcOp(blank, normByTimes).ApplyAll(input, label)[0].Declared(0);
}
