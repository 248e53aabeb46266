using Trireme.Fluid;
using Trireme.Static;
using Xunit;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.ControlFlow;

public sealed class RecurrenceTests
{
    private static Tensor Random(int seed, params int[] shape)
    {
        var source = new System.Random(seed);
        return Paddle.ToTensor(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)(source.NextDouble() * 2 - 1)).ToArray()).Reshape(shape);
    }

    [Fact]
    public void AStaticRnnIsTheLoopItStandsFor()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [4, -1, 3]), w = LayerProgram.Data("w", [3, 3]);
        var rnn = new Layers.StaticRNN();
        using (rnn.Step())
        {
            Tensor word = rnn.StepInput(x);
            Tensor before = rnn.Memory(shape: [-1, 3], batchRef: word, initValue: 0.5);
            Tensor hidden = (before.Matmul(w) + word).Tanh();
            rnn.UpdateMemory(before, hidden);
            rnn.StepOutput(hidden);
            rnn.StepOutput(hidden * 2);
        }
        Tensor[] r = rnn.CallAll();
        Assert.Equal([4, -1, 3], r[0].Shape.ToArray());
        Tensor loss = (r[0] * r[1]).Sum();
        Variable?[] gradients = Graph.Gradients([loss], [x, w]);
        Tensor xs = Random(1, 4, 2, 3), ws = Random(2, 3, 3);
        float[][] found = LayerProgram.Run(main, new Dictionary<string, Tensor> { ["x"] = xs, ["w"] = ws }, r[0], loss, gradients[0]!, gradients[1]!);

        (xs.StopGradient, ws.StopGradient) = (false, false);
        Tensor h = Paddle.Full([2, 3], 0.5f);
        var all = new List<Tensor>();
        foreach (Tensor step in xs.Unbind())
            all.Add(h = (h.Matmul(ws) + step).Tanh());
        Tensor stacked = Paddle.Stack(all), total = (stacked * stacked * 2).Sum();
        total.Backward();
        Given.Near(stacked.ToArray<float>(), found[0]);
        Given.Near(total.ToArray<float>(), found[1]);
        Given.Near(xs.Grad!.ToArray<float>(), found[2]);
        Given.Near(ws.Grad!.ToArray<float>(), found[3]);
    }

    [Fact]
    public void ADynamicRnnComputesEachSequenceByItself()
    {
        int[] lengths = [2, 4, 1, 3];
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [-1, 2], lodLevel: 1), w = LayerProgram.Data("w", [2, 2]), first = LayerProgram.Data("first", [-1, 2]), context = LayerProgram.Data("context", [-1, 2]);
        var rnn = new Layers.DynamicRNN();
        using (rnn.Block())
        {
            Tensor word = rnn.StepInput(x);
            Tensor fixedPart = rnn.StaticInput(context);
            Tensor before = rnn.Memory(init: first, needReorder: true), count = rnn.Memory(shape: [2], value: 1);
            Tensor hidden = (before.Matmul(w) + word * fixedPart).Tanh();
            rnn.UpdateMemory(before, hidden);
            rnn.UpdateMemory(count, count * 2);
            rnn.Output(hidden * count);
        }
        Tensor r = rnn.Call();
        Tensor loss = r.Square().Sum();
        Variable?[] gradients = Graph.Gradients([loss], [x, w, first, context]);
        Tensor xs = Random(1, 10, 2), ws = Random(2, 2, 2), firsts = Random(3, 4, 2), contexts = Random(4, 4, 2);
        xs.Lod = Lod.FromLengths(lengths);
        var feed = new Dictionary<string, Tensor> { ["x"] = xs, ["w"] = ws, ["first"] = firsts, ["context"] = contexts };
        float[][] found = LayerProgram.Run(main, feed, r, gradients[0]!, gradients[1]!, gradients[2]!, gradients[3]!);
        Assert.Equal(xs.Lod, new Executor().Run(main, feed, [r])[0].Lod);

        foreach (Tensor leaf in feed.Values)
            leaf.StopGradient = false;
        var rows = new List<Tensor>();
        for (int s = 0, row = 0; s < lengths.Length; s++)
        {
            Tensor h = firsts.Slice(0, s, s + 1);
            for (int t = 0; t < lengths[s]; t++, row++)
            {
                h = (h.Matmul(ws) + xs.Slice(0, row, row + 1) * contexts.Slice(0, s, s + 1)).Tanh();
                rows.Add(h * Math.Pow(2, t));
            }
        }
        Tensor expected = Paddle.Concat(rows);
        expected.Square().Sum().Backward();
        Given.Near(expected.ToArray<float>(), found[0]);
        Given.Near(xs.Grad!.ToArray<float>(), found[1]);
        Given.Near(ws.Grad!.ToArray<float>(), found[2]);
        Given.Near(firsts.Grad!.ToArray<float>(), found[3]);
        Given.Near(contexts.Grad!.ToArray<float>(), found[4]);
    }

    [Fact]
    public void AStepMayBeASequence()
    {
        // Two paragraphs of 2 and 1 sentences of 3, 1 and 2 words: a step is a sentence.
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [-1, 1], lodLevel: 2);
        var rnn = new Layers.DynamicRNN();
        using (rnn.Block())
        {
            Tensor sentence = rnn.StepInput(x);
            rnn.Output(sentence * 2);
        }
        Tensor r = rnn.Call();
        Tensor words = Paddle.ToTensor(new float[,] { { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 } });
        words.Lod = Lod.FromLengths([2, 1], [3, 1, 2]);
        Tensor found = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = words }, [r])[0];
        Assert.Equal([2f, 4f, 6f, 8f, 10f, 12f], found.ToArray<float>());
        Assert.Equal(words.Lod, found.Lod);
    }

    [Fact]
    public void WhatIsUsedWronglyIsNamed()
    {
        using var guard = new ProgramGuard(new Program(), new Program());
        Variable x = LayerProgram.Data("x", [4, 2, 3]);
        Assert.Contains("outside the step", Assert.Throws<PreconditionNotMetException>(() => new Layers.StaticRNN().StepInput(x)).Message);
        Assert.Contains("before the step is written", Assert.Throws<PreconditionNotMetException>(() => new Layers.DynamicRNN().Call()).Message);
        Assert.Contains("no input", Assert.Throws<PreconditionNotMetException>(() => new Layers.StaticRNN().Step().Dispose()).Message);
        var rnn = new Layers.StaticRNN();
        Assert.Contains("never updated", Assert.Throws<PreconditionNotMetException>(() =>
        {
            using (rnn.Step())
                rnn.Memory(shape: [-1, 3], batchRef: rnn.StepInput(x));
        }).Message);
        var other = new Layers.StaticRNN();
        using (other.Step())
        {
            Tensor step = other.StepInput(x);
            Assert.Contains("no first value", Assert.Throws<InvalidArgumentException>(() => other.Memory()).Message);
            Assert.Contains("no memory", Assert.Throws<InvalidArgumentException>(() => other.UpdateMemory(step, step)).Message);
            other.StepOutput(step);
        }
    }
}
