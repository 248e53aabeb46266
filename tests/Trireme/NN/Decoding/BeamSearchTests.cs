using Trireme.NN;
using Trireme.Random;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.NN.Decoding;

/// <summary>Beam search against all sequences there are, and against the plainest search over lists.</summary>
public sealed class BeamSearchTests
{
    private const int Start = 0, End = 3, Tokens = 4, Steps = 4;
    private readonly GRUCell _cell;
    private readonly Embedding _embedding;
    private readonly Linear _output;
    private readonly Tensor _encoded;

    public BeamSearchTests()
    {
        using var seed = new Generator(5).UseOnThisThread();
        (_cell, _embedding, _output) = (new GRUCell(3, 5), new Embedding(Tokens, 3), new Linear(5, Tokens));
        // Sharp enough that tokens differ in more than the last digits.
        _output.Weight.SetValue(_output.Weight * 4);
        _embedding.Weight.SetValue(_embedding.Weight * 3);
        _encoded = Paddle.Randn([2, 5]);
    }

    [Fact]
    public void ABeamAsWideAsAllBeginningsFindsTheBestSequences()
    {
        const int Beam = 64;
        (Tensor[] outputs, Tensor[] states, Tensor lengths) = Decode(Beam, Steps - 1);
        Assert.Equal([2, Steps, Beam], outputs[0].Shape.ToArray());
        for (int b = 0; b < 2; b++)
        {
            (int[] Sequence, double Score)[] best = All(b).OrderByDescending(s => s.Score).Take(10).ToArray();
            for (int k = 0; k < best.Length; k++)
            {
                Assert.Equal(best[k].Sequence, Sequence(outputs[0], lengths, b, k));
                Assert.Equal(best[k].Score, states[^3][b, k].Item(), 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ANarrowBeamGoesOnWithTheBestBeginnings(int beam)
    {
        (Tensor[] outputs, Tensor[] states, Tensor lengths) = Decode(beam, Steps - 1);
        for (int b = 0; b < 2; b++)
        {
            List<(int[] Sequence, double Score)> kept = [([], 0)];
            for (int step = 0; step < Steps && kept.Exists(s => s.Sequence.Length == 0 || s.Sequence[^1] != End); step++)
            {
                kept = kept.SelectMany(s => s.Sequence.Length > 0 && s.Sequence[^1] == End ? [s] : Next(b, s.Sequence).Select((p, t) => ((int[])[.. s.Sequence, t], s.Score + p)))
                    .OrderByDescending(s => s.Item2).Take(beam).ToList();
            }
            for (int k = 0; k < kept.Count; k++)
            {
                Assert.Equal(kept[k].Sequence, Sequence(outputs[0], lengths, b, k));
                Assert.Equal(kept[k].Score, states[^3][b, k].Item(), 1e-4);
            }
        }
    }

    [Fact]
    public void DecodingEndsWhenEverySequenceHas()
    {
        // Nothing but the end token is likely.
        _output.Bias!.SetValue(Paddle.ToTensor(new float[] { 0, 0, 0, 100 }));
        (Tensor[] outputs, _, Tensor lengths) = Decode(1, null);
        Assert.Equal([2, 1, 1], outputs[0].Shape.ToArray());
        Assert.Equal([End, End], outputs[0].ToArray<long>());
        Assert.Equal([1L, 1], lengths.ToArray<long>());
        Assert.Equal([1, 2, 1], Decode(1, 5, timeMajor: true).Outputs[0].Shape.ToArray());
    }

    [Fact]
    public void ADecoderThatDoesNotKeepTrackIsLookedAfter()
    {
        // Counts down from the given numbers: each row ends at zero, and its state stays.
        (Tensor[] outputs, Tensor[] states, Tensor lengths) = Decoder.DynamicDecode(new Countdown(), [Paddle.ToTensor(new float[] { 1, 3, 2 })], imputeFinished: true);
        Assert.Equal([1L, 3, 2], lengths.ToArray<long>());
        Assert.Equal([0f, 0, 0], states[0].ToArray<float>());
        Assert.Equal([0f, 2, 1], outputs[0][.., 0].ToArray<float>());
        Assert.Equal([3, 3], outputs[0].Shape.ToArray());
    }

    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(3, -1, false)]
    [InlineData(3, -1, true)]
    public void AProgramFindsTheSameSequences(int beam, int batch, bool timeMajor)
    {
        var program = new Program();
        (Tensor[] Outputs, Tensor[] States, Tensor Lengths) found;
        using (new ProgramGuard(program, new Program()))
        {
            Variable encoded = program.GlobalBlock().CreateVar("encoded", [batch, 5], DType.Float32);
            encoded.IsData = true;
            found = Decoder.DynamicDecode(new BeamSearchDecoder(_cell, Start, End, beam, _embedding, _output), [encoded], Steps - 1, timeMajor);
        }
        (Tensor[] outputs, Tensor[] states, Tensor lengths) = Decode(beam, Steps - 1, timeMajor);
        FetchTarget[] fetches = [found.Outputs[0], found.Lengths, .. found.States.Select(s => (FetchTarget)s)];
        var executor = new Executor();
        for (int run = 0; run < 2; run++)
        {
            Tensor[] results = executor.Run(program, new Dictionary<string, Tensor> { ["encoded"] = _encoded }, fetches, new Scope());
            Assert.Equal(outputs[0].Shape, results[0].Shape);
            Assert.Equal(outputs[0].ToArray<long>(), results[0].ToArray<long>());
            Assert.Equal(lengths.ToArray<long>(), results[1].ToArray<long>());
            Assert.Equal(states.Length, results.Length - 2);
            for (int i = 0; i < states.Length; i++)
                Assert.Equal(states[i].Cast(DType.Float64).ToArray<double>(), results[i + 2].Cast(DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void AProgramLooksAfterADecoderToo()
    {
        var program = new Program();
        using var guard = new ProgramGuard(program, new Program());
        Variable from = program.GlobalBlock().CreateVar("from", [3], DType.Float32);
        from.IsData = true;
        (Tensor[] outputs, Tensor[] states, Tensor lengths) = Decoder.DynamicDecode(new Countdown(), [from], imputeFinished: true);
        Tensor[] results = new Executor().Run(program, new Dictionary<string, Tensor> { ["from"] = Paddle.ToTensor(new float[] { 1, 3, 2 }) }, [outputs[0], states[0], lengths], new Scope());
        Assert.Equal([0f, 2, 1], results[0][.., 0].ToArray<float>());
        Assert.Equal([3, 3], results[0].Shape.ToArray());
        Assert.Equal([0f, 0, 0], results[1].ToArray<float>());
        Assert.Equal([1L, 3, 2], results[2].ToArray<long>());
    }

    [Fact]
    public void WhatCannotBeIsNamed()
    {
        Assert.Throws<InvalidArgumentException>(() => new BeamSearchDecoder(_cell, Start, End, 0));
        Assert.Throws<InvalidArgumentException>(() => Decoder.DynamicDecode(new BeamSearchDecoder(_cell, Start, End, 2, _embedding, _output)));
        Assert.Contains("end token 9", Assert.Throws<InvalidArgumentException>(
            () => Decoder.DynamicDecode(new BeamSearchDecoder(_cell, Start, 9, 2, _embedding, _output), [_encoded])).Message);
        Assert.Equal([1f, 2, 1, 2, 3, 4, 3, 4], BeamSearchDecoder.TileBeamMergeWithBatch(Paddle.ToTensor(new float[,] { { 1, 2 }, { 3, 4 } }), 2).ToArray<float>());
    }

    private (Tensor[] Outputs, Tensor[] States, Tensor Lengths) Decode(int beam, int? last, bool timeMajor = false)
    {
        using (Paddle.NoGrad())
            return Decoder.DynamicDecode(new BeamSearchDecoder(_cell, Start, End, beam, _embedding, _output), [_encoded], last, timeMajor);
    }

    private static int[] Sequence(Tensor tokens, Tensor lengths, int batch, int beam)
        => Enumerable.Range(0, (int)lengths[batch, beam].Item<long>()).Select(t => (int)tokens[batch, t, beam].Item<long>()).ToArray();

    // Every sequence up to the end token, or to the last step.
    private IEnumerable<(int[] Sequence, double Score)> All(int batch)
    {
        var open = new Queue<(int[] Sequence, double Score)>([([], 0)]);
        while (open.TryDequeue(out (int[] Sequence, double Score) s))
        {
            if (s.Sequence.Length == Steps || (s.Sequence.Length > 0 && s.Sequence[^1] == End))
            {
                yield return s;
                continue;
            }
            double[] next = Next(batch, s.Sequence);
            for (int t = 0; t < Tokens; t++)
                open.Enqueue(([.. s.Sequence, t], s.Score + next[t]));
        }
    }

    // The log-probabilities of the next token: the cell over the whole beginning, alone.
    private double[] Next(int batch, int[] beginning)
    {
        using (Paddle.NoGrad())
        {
            Tensor state = _encoded[batch..(batch + 1)], output = state;
            foreach (int token in (int[])[Start, .. beginning])
            {
                Tensor[] results = _cell.Forward([_embedding.Forward(Paddle.ToTensor(new long[] { token })), state]);
                (output, state) = (results[0], results[1]);
            }
            double[] logits = _output.Forward(output).ToArray<float>().Select(v => (double)v).ToArray();
            double all = Math.Log(logits.Sum(Math.Exp));
            return Array.ConvertAll(logits, l => l - all);
        }
    }

    private sealed class Countdown : Decoder
    {
        public override (Tensor Inputs, Tensor[] States, Tensor Finished) Initialize(params Tensor[] inits) => (inits[0], inits, inits[0] < 0.5f);

        public override (Tensor[] Outputs, Tensor[] NextStates, Tensor NextInputs, Tensor Finished) Step(Tensor time, Tensor inputs, Tensor[] states)
        {
            Tensor next = states[0] - 1;
            return ([next], [next], inputs, next < 0.5f);
        }
    }
}
