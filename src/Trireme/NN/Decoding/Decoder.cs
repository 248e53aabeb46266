using Trireme.Static;

namespace Trireme.NN;

/// <summary>
/// Computes sequences step by step: what one step gives decides about the next. <see cref="DynamicDecode"/> runs it until every sequence has ended.
/// </summary>
/// <remarks>Mirrors Paddle's Decoder, the base of <see cref="BeamSearchDecoder"/>.</remarks>
public abstract class Decoder
{
    /// <summary>Whether the steps themselves keep track of sequences that have ended; otherwise what has ended once stays so.</summary>
    public virtual bool TracksOwnFinished => false;

    /// <summary>What decoding begins with.</summary>
    /// <param name="inits">What the caller gave, such as the states of an encoder.</param>
    /// <returns>The first inputs, the first states, and which sequences have ended already: bool.</returns>
    public abstract (Tensor Inputs, Tensor[] States, Tensor Finished) Initialize(params Tensor[] inits);

    /// <summary>One step.</summary>
    /// <param name="time">Its number, int64 [1]; the first is 0.</param>
    /// <param name="inputs">What the step before gave as next inputs.</param>
    /// <param name="states">What the step before gave as next states.</param>
    /// <returns>The outputs of the step, the states and inputs of the next, and which sequences have ended.</returns>
    public abstract (Tensor[] Outputs, Tensor[] NextStates, Tensor NextInputs, Tensor Finished) Step(Tensor time, Tensor inputs, Tensor[] states);

    /// <summary>Makes the result of the outputs of all steps.</summary>
    /// <param name="outputs">The outputs, each with the steps as its first dimension.</param>
    /// <param name="finalStates">The states after the last step.</param>
    /// <param name="sequenceLengths">How many steps each sequence had.</param>
    public virtual (Tensor[] Outputs, Tensor[] FinalStates) Finalize(Tensor[] outputs, Tensor[] finalStates, Tensor sequenceLengths) => (outputs, finalStates);

    /// <summary>Decodes until every sequence has ended, or a number of steps is reached.</summary>
    /// <param name="decoder">Computes the steps.</param>
    /// <param name="inits">What the decoder begins with.</param>
    /// <param name="maxStepNum">The number of the last step, the first being 0; no limit where null.</param>
    /// <param name="outputTimeMajor">Whether results are [steps, batch, ..]; otherwise [batch, steps, ..].</param>
    /// <param name="imputeFinished">Whether states of sequences that have ended are kept as they were; for decoders that do not keep track themselves.</param>
    /// <param name="isTest">Kept for Paddle's signature; memory for the gradient is taken only where there is one.</param>
    /// <param name="returnLength">Kept for Paddle's signature: the lengths are always there.</param>
    /// <returns>The outputs, the last states, and how many steps each sequence had.</returns>
    /// <exception cref="PreconditionNotMetException">There was no step.</exception>
    /// <remarks>Mirrors paddle.nn.dynamic_decode. On variables the step is recorded once, and the program runs it in a loop.</remarks>
    public static (Tensor[] Outputs, Tensor[] FinalStates, Tensor SequenceLengths) DynamicDecode(Decoder decoder, Tensor[]? inits = null, int? maxStepNum = null,
        bool outputTimeMajor = false, bool imputeFinished = false, bool isTest = false, bool returnLength = false)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        inits ??= [];
        if (Recorder.IsOn || Array.Exists(inits, t => t.IsSymbolic))
        {
            using Recorder.Mode on = Recorder.Set(on: true);
            (Tensor[] recorded, Tensor[] ends, Tensor steps) = RecordedDecoding.Run(decoder, inits, maxStepNum, imputeFinished);
            return Finish(decoder, recorded, ends, steps, outputTimeMajor);
        }
        (Tensor inputs, Tensor[] states, Tensor finished) = decoder.Initialize(inits);
        Tensor lengths = Paddle.Zeros(finished.Shape, DType.Int64);
        List<Tensor>[]? all = null;
        for (int step = 0; (maxStepNum is null || step <= maxStepNum) && !finished.All().Item<bool>(); step++)
        {
            (Tensor[] outputs, Tensor[] nextStates, Tensor nextInputs, Tensor nextFinished) = decoder.Step(Paddle.Full([1], step, DType.Int64), inputs, states);
            (nextFinished, lengths) = decoder.KeepTrack(states, nextStates, finished, nextFinished, lengths, imputeFinished);
            all ??= Array.ConvertAll(outputs, _ => new List<Tensor>());
            for (int i = 0; i < outputs.Length; i++)
                all[i].Add(outputs[i]);
            (inputs, states, finished) = (nextInputs, nextStates, nextFinished);
        }
        if (all is null)
        {
            throw new PreconditionNotMetException($"{decoder.GetType().Name}: there was no step.",
                maxStepNum < 0 ? $"maxStepNum is {maxStepNum}." : "Every sequence had ended before the first.", "Allow at least one step.");
        }
        return Finish(decoder, Array.ConvertAll(all, o => Paddle.Stack(o)), states, lengths, outputTimeMajor);
    }

    /// <summary>Which sequences have ended after a step, and their lengths; states of ended ones are put back where that is wanted.</summary>
    internal (Tensor Finished, Tensor Lengths) KeepTrack(Tensor[] states, Tensor[] nextStates, Tensor finished, Tensor nextFinished, Tensor lengths, bool imputeFinished)
    {
        if (TracksOwnFinished)
            return (nextFinished, Lengths(nextStates) ?? lengths);
        for (int i = 0; imputeFinished && i < nextStates.Length; i++)
            nextStates[i] = Rows(finished, states[i]).Where(states[i], nextStates[i]);
        return (nextFinished.LogicalOr(finished), lengths + finished.LogicalNot().Cast(DType.Int64));
    }

    private static (Tensor[] Outputs, Tensor[] FinalStates, Tensor SequenceLengths) Finish(Decoder decoder, Tensor[] outputs, Tensor[] states, Tensor lengths, bool outputTimeMajor)
    {
        (Tensor[] results, Tensor[] final) = decoder.Finalize(outputs, states, lengths);
        if (!outputTimeMajor)
            results = Array.ConvertAll(results, r => r.Transpose([1, 0, .. Enumerable.Range(2, r.Ndim - 2)]));
        return (results, final, lengths);
    }

    /// <summary>The lengths that the states of a decoder hold which keeps track itself; null where they hold none.</summary>
    private protected virtual Tensor? Lengths(Tensor[] states) => null;

    private static Tensor Rows(Tensor finished, Tensor like)
        => finished.Reshape([finished.Shape[0], .. Enumerable.Repeat(1, like.Ndim - 1)]).Expand(like.Shape);
}
