using Trireme.Operators;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>
/// Finds likely sequences of tokens: at each step the best continuations of the best beginnings go on. A beginning that took the end token stays as it is.
/// </summary>
/// <remarks>
/// Mirrors paddle.nn.BeamSearchDecoder; run it with <see cref="Decoder.DynamicDecode"/>, which gives one output: the tokens, int64 [batch, steps, beam],
/// best beam first. The states are those of the cell, [batch, beam, ..] each, and behind them, [batch, beam], the log-probabilities float32, which beams have
/// ended, and their lengths int64.
/// </remarks>
public sealed class BeamSearchDecoder : Decoder
{
    // Small enough never to be chosen, and finite: sums of it stay comparable.
    private const float Impossible = -1e9f;

    private readonly Func<Tensor[], Tensor[]> _cell;
    private readonly Func<Tensor, Tensor>? _embeddingFn, _outputFn;
    private readonly int _startToken, _endToken, _beamSize;

    /// <summary>A decoder around a recurrent cell, or any layer that is called like one.</summary>
    /// <param name="cell">Takes the input of a step and the states behind it; returns the output and the new states behind it.</param>
    /// <param name="startToken">The token that sequences begin with.</param>
    /// <param name="endToken">The token that ends them.</param>
    /// <param name="beamSize">How many beginnings go on from step to step; at least 1.</param>
    /// <param name="embeddingFn">Makes the cell's input of tokens, such as an Embedding; the tokens themselves where null.</param>
    /// <param name="outputFn">Makes of the cell's output a score for each token, such as a Linear; the output itself where null.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="beamSize"/> is below 1.</exception>
    public BeamSearchDecoder(Layer cell, int startToken, int endToken, int beamSize, Func<Tensor, Tensor>? embeddingFn = null,
        Func<Tensor, Tensor>? outputFn = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (beamSize < 1)
            throw new InvalidArgumentException($"BeamSearchDecoder: the beam size is {beamSize}.", null, "It must be at least 1.");
        (_cell, _startToken, _endToken, _beamSize, _embeddingFn, _outputFn) = (cell.Call, startToken, endToken, beamSize, embeddingFn, outputFn);
    }

    /// <summary>True: beams change places, and what has ended moves with them.</summary>
    public override bool TracksOwnFinished => true;

    /// <summary>Repeats each row for every beam: [batch, ..] → [batch · beam, ..].</summary>
    /// <param name="x">What all beams of a sequence share, such as an encoder's output that the cell looks at.</param>
    /// <param name="beamSize">How many beams there are.</param>
    /// <remarks>Mirrors BeamSearchDecoder.tile_beam_merge_with_batch.</remarks>
    public static Tensor TileBeamMergeWithBatch(Tensor x, int beamSize) => Merge(Tile(x, beamSize));

    /// <inheritdoc/>
    public override (Tensor Inputs, Tensor[] States, Tensor Finished) Initialize(params Tensor[] inits)
    {
        if (inits.Length == 0)
        {
            throw new InvalidArgumentException("BeamSearchDecoder: there is no first state.", null,
                "Pass the states of the cell, [batch, ..] each: they say how many sequences there are.");
        }
        Tensor tokens = Filled(inits[0], _beamSize, _startToken, DType.Int64), lengths = Filled(inits[0], _beamSize, 0, DType.Int64);
        Tensor finished = Filled(inits[0], _beamSize, 0, DType.Bool);
        // All beams are the same at first: only one of them counts.
        float[] first = Enumerable.Range(0, _beamSize).Select(i => i == 0 ? 0 : Impossible).ToArray();
        Tensor scores = Filled(inits[0], _beamSize, 0, DType.Float32) + Paddle.ToTensor(first);
        Tensor[] states = [.. inits.Select(s => Tile(s, _beamSize)), scores, finished, lengths];
        return (Embed(tokens), states, finished);
    }

    /// <summary>One step; its outputs are the scores float32, the tokens and the beams they continue int64, [batch, beam] each.</summary>
    /// <param name="time">Its number.</param>
    /// <param name="inputs">The cell's input, [batch, beam, ..].</param>
    /// <param name="states">The states.</param>
    public override (Tensor[] Outputs, Tensor[] NextStates, Tensor NextInputs, Tensor Finished) Step(Tensor time, Tensor inputs, Tensor[] states)
    {
        (Tensor logProbs, Tensor finished, Tensor lengths) = (states[^3], states[^2], states[^1]);
        int batch = logProbs.Shape[0];
        Tensor[] results = _cell([Merge(inputs), .. states[..^3].Select(Merge)]);
        Tensor logits = _outputFn is null ? results[0] : _outputFn(results[0]);
        int tokens = logits.Shape[^1];
        if (_endToken < 0 || _endToken >= tokens)
        {
            throw new InvalidArgumentException($"BeamSearchDecoder: the end token {_endToken} is outside [0, {tokens}).",
                "The cell gives a score to each of so many tokens.");
        }
        Tensor next = F.LogSoftmax(logits.Cast(DType.Float32)).Reshape([batch, _beamSize, tokens]);
        Tensor ended = finished.Unsqueeze(-1).Expand(next.Shape);
        Tensor onlyEnd = Paddle.ToTensor(Enumerable.Range(0, tokens).Select(t => t == _endToken ? 0 : Impossible).ToArray());
        Tensor total = ended.Where((ended.Cast(DType.Float32) * 0) + onlyEnd, next) + logProbs.Unsqueeze(-1);
        (Tensor scores, Tensor places) = total.Reshape([batch, _beamSize * tokens]).Topk(_beamSize);
        Tensor width = Paddle.Full([1], tokens, DType.Int64);
        Tensor parents = places.FloorDivide(width), chosen = places.Mod(width);
        Tensor rows = (parents + Numbers(logProbs) * _beamSize).Reshape([-1]);
        Tensor before = Select(finished, rows);
        Tensor nextFinished = before.LogicalOr(chosen.Equal(Paddle.Full([1], _endToken, DType.Int64)));
        Tensor nextLengths = Select(lengths, rows) + before.LogicalNot().Cast(DType.Int64);
        Tensor[] cells = results[1..].Select(s => Select(s.Reshape([batch, _beamSize, .. s.Shape.ToArray()[1..]]), rows)).ToArray();
        return ([scores, chosen, parents], [.. cells, scores, nextFinished, nextLengths], Embed(chosen), nextFinished);
    }

    /// <summary>The tokens of each final beam, found by walking back from the last step.</summary>
    /// <param name="outputs">The outputs of all steps.</param>
    /// <param name="finalStates">The states after the last step.</param>
    /// <param name="sequenceLengths">The lengths of the beams.</param>
    public override (Tensor[] Outputs, Tensor[] FinalStates) Finalize(Tensor[] outputs, Tensor[] finalStates, Tensor sequenceLengths)
        => ([F.GatherTree(outputs[1], outputs[2])], finalStates);

    private protected override Tensor? Lengths(Tensor[] states) => states[^1];

    private Tensor Embed(Tensor tokens) => _embeddingFn is null ? tokens : _embeddingFn(tokens);

    private static Tensor Tile(Tensor x, int beamSize) => x.Unsqueeze(1).Expand([x.Shape[0], beamSize, .. x.Shape.ToArray()[1..]]);

    // In a program the batch may not be known before it runs.
    private static Tensor Merge(Tensor x) => x.Reshape([x.Shape[0] < 0 ? -1 : x.Shape[0] * x.Shape[1], .. x.Shape.ToArray()[2..]]);

    // [batch, columns] of one value, for a tensor [batch, ..].
    private static Tensor Filled(Tensor like, int columns, int value, DType dtype)
        => like.Shape[0] < 0 ? new FillConstantBatchSizeLikeOp([-1, columns], dtype, value).Apply(like) : Paddle.Full([like.Shape[0], columns], value, dtype);

    // The numbers of the rows of a tensor [batch, ..], [batch, 1].
    private static Tensor Numbers(Tensor like)
        => like.Shape[0] < 0 ? Filled(like, 1, 1, DType.Int64).Cumsum(0) - 1 : Paddle.Arange(0, like.Shape[0], 1, DType.Int64).Unsqueeze(1);

    // The rows of [batch · beam, ..] that new beams continue, as [batch, beam, ..].
    private static Tensor Select(Tensor x, Tensor rows) => Merge(x).Gather(rows).Reshape(x.Shape);
}
