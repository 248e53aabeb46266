using Trireme.Autograd;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Jit;

/// <summary>Gradients written by hand, and gradients of gradients, inside traced functions and programs.</summary>
public sealed class OwnGradientTests
{
    // Not the true gradient, so that the two cannot be mistaken for each other; it reads its output.
    private sealed class Odd : PyLayer
    {
        protected override Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs)
        {
            Tensor y = inputs[0] * inputs[0];
            ctx.SaveForBackward(y, inputs[1]);
            return [y, inputs[0] + inputs[1]];
        }

        protected override Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads)
            => [(10 * grads[0] * ctx.SavedTensor()[0]) + grads[1], 5 * grads[1] * ctx.SavedTensor()[1]];
    }

    private static Tensor Function(Tensor x, Tensor w)
    {
        Tensor[] both = new Odd().ApplyAll(x * 2, w);
        return (both[0].Sin() + both[1]).Sum();
    }

    [Fact]
    public void ATracedFunctionKeepsIt()
    {
        StaticFunction traced = Trireme.Jit.ToStatic(Function);
        for (int run = 0; run < 3; run++)
        {
            (Tensor x, Tensor w) = Leaves();
            (Tensor u, Tensor v) = Leaves();
            Tensor loss = traced.Call(x, w), eager = Function(u, v);
            loss.Backward();
            eager.Backward();
            Assert.Equal(eager.Item(), loss.Item(), 1e-5);
            Assert.Equal(u.Grad!.ToArray<float>(), x.Grad!.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
            Assert.Equal(v.Grad!.ToArray<float>(), w.Grad!.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
            // d/dw of the sum by hand: 5 w.
            Assert.Equal(w.ToArray<float>().Select(f => 5 * f), w.Grad!.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void AProgramKeepsItAndItsFileHasPlainOperators()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [3]), w = Trireme.Static.Static.Data("w", [3]);
        (x.StopGradient, w.StopGradient) = (false, false);
        Tensor loss = Function(x, w);
        Variable?[] grads = Trireme.Static.Static.Gradients([loss], [x, w]);
        (Tensor u, Tensor v) = Leaves();
        Function(u, v).Backward();
        Tensor[] got = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = u.Detach(), ["w"] = v.Detach() }, [grads[0]!, grads[1]!]);
        Assert.Equal(u.Grad!.ToArray<float>(), got[0].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(v.Grad!.ToArray<float>(), got[1].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
        byte[] file = Trireme.Static.Static.SerializeProgram([x, w], [loss], main);
        Program loaded = Trireme.Static.Static.DeserializeProgram(file);
        Assert.DoesNotContain(loaded.GlobalBlock().Ops, o => o.Type == "py_layer");
        var feed = new Dictionary<string, Tensor> { ["x"] = u.Detach(), ["w"] = v.Detach() };
        Assert.Equal(Function(u, v).Item(), new Executor().Run(loaded, feed, [((Variable)loss).Name], new Scope())[0].Item(), 1e-5);
    }

    // Both inputs get the very tensor that arrives.
    private sealed class Both : PyLayer
    {
        protected override Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs) => [inputs[0] + inputs[1]];

        protected override Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads) => [grads[0], grads[0]];
    }

    [Fact]
    public void ALimitIsOneVariablesOwnWhereTwoShareAGradient()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [2]), y = Trireme.Static.Static.Data("y", [2]), z = Trireme.Static.Static.Data("z", [2]);
        (x.StopGradient, y.StopGradient, z.StopGradient) = (false, false, false);
        x.ErrorClip = new ErrorClipByValue(1);
        y.ErrorClip = new ErrorClipByValue(2);
        Tensor sum = new Both().Apply(x, y), other = new Both().Apply(sum * 1, z), loss = (other * Paddle.ToTensor(new[] { 5f, -5f })).Sum();
        Variable?[] grads = Trireme.Static.Static.Gradients([loss], [x, y, z]);
        Tensor one = Paddle.Ones([2]);
        Tensor[] got = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = one, ["y"] = one, ["z"] = one }, [grads[0]!, grads[1]!, grads[2]!]);
        Assert.Equal([1f, -1], got[0].ToArray<float>());
        Assert.Equal([2f, -2], got[1].ToArray<float>());
        Assert.Equal([5f, -5], got[2].ToArray<float>());
    }

    [Fact]
    public void InsideALoopItIsRefused()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [3]);
        x.StopGradient = false;
        Assert.Contains("inside a loop or branch", Assert.Throws<PreconditionNotMetException>(
            () => Trireme.Static.Static.NN.Cond(x.Sum() > 0, () => new Odd().Apply(x, x), () => x)).Message);
    }

    [Fact]
    public void FunctionsGivenInPairsAreRecorded()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [2]);
        x.StopGradient = false;
        Tensor y = Trireme.Static.Static.NN.StaticPylayer(v => [v[0].Exp()], [x], g => [g[0] * 3])[0];
        Variable? gradient = Trireme.Static.Static.Gradients([y.Sum()], [x])[0];
        Tensor[] got = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.Zeros([2]) }, [y, gradient!]);
        Assert.Equal([1f, 1, 3, 3], got.SelectMany(t => t.ToArray<float>()));
        Tensor stopped = Trireme.Static.Static.NN.StaticPylayer(v => [v[0].Exp()], [x])[0];
        Assert.True(stopped.StopGradient);
    }

    [Fact]
    public void AGradientOfATracedFunctionIsDifferentiatedAgain()
    {
        var weight = new Trireme.NN.Linear(3, 1);
        Tensor Of(Tensor[] v) => (weight.Call(v[0]) * v[0]).Tanh().Sum();
        StaticFunction traced = Trireme.Jit.ToStatic(v => [Of(v)], null);
        var found = new List<float[]>();
        foreach (bool isStatic in new[] { false, true })
        {
            (Tensor x, _) = Leaves();
            Tensor input = x.Unsqueeze(0), loss = isStatic ? traced.Call([input])[0] : Of([input]);
            Tensor first = Paddle.Grad([loss], [x], createGraph: true)[0]!;
            weight.Weight.ClearGrad();
            (first * first).Sum().Backward();
            found.AddRange([first.ToArray<float>(), x.Grad!.ToArray<float>(), weight.Weight.Grad!.ToArray<float>()]);
        }
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(found[i], found[i + 3], (a, b) => Math.Abs(a - b) < 1e-4);
            Assert.Contains(found[i], v => Math.Abs(v) > 1e-3);
        }
    }

    [Fact]
    public void WhereASecondRunWouldDifferTheErrorSaysSo()
    {
        StaticFunction traced = Trireme.Jit.ToStatic(v => [Trireme.NN.Functional.Dropout(v[0] * v[0], 0.5).Sum()], null);
        (Tensor x, _) = Leaves();
        Tensor loss = traced.Call([x])[0];
        Assert.Contains("dropout", Assert.Throws<PreconditionNotMetException>(() => Paddle.Grad([loss], [x], createGraph: true)).Message);
    }

    private static (Tensor X, Tensor W) Leaves()
    {
        Tensor x = Paddle.ToTensor(new[] { 0.3f, -0.7f, 1.1f }), w = Paddle.ToTensor(new[] { 2f, 0.5f, -1 });
        (x.StopGradient, w.StopGradient) = (false, false);
        return (x, w);
    }
}
