using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using Trireme.Static.Files;
using Xunit;
using Network = Trireme.Static.Static.NN;

namespace Trireme.Tests.Static.ControlFlow;

public sealed class WhileLoopTests
{
    private static Variable?[] Gradients(Tensor target, params Tensor[] inputs) => Trireme.Static.Static.Gradients([target], inputs);

    [Fact]
    public void APowerAndItsGradient()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [3]);
        (Tensor i, Tensor power) = Network.WhileLoop((i, s) => i < 4, (i, s) => (i + 1, s * x), (Paddle.Full([1], 0, "int64"), x * 0 + 1));
        Tensor loss = power.Sum();
        Variable?[] gradient = Gradients(loss, x);
        Assert.Contains(main.GlobalBlock().Ops, o => o.Type == "while_grad");
        Assert.Equal(2, main.NumBlocks);
        float[][] r = Programs.Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new[] { 1f, 2f, -3f }) }, i, power, gradient[0]!);
        Assert.Equal([4f], r[0]);
        Assert.Equal([1f, 16f, 81f], r[1]);
        Assert.Equal([4f, 32f, -108f], r[2]);
    }

    [Fact]
    public void TheNumberOfRoundsMayDependOnTheData()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        // Doubling until 100 is passed: y = x · 2^k, dy/dx = 2^k.
        Tensor y = Network.WhileLoop(s => s.Sum() < 100, s => s + s, x);
        Variable?[] gradient = Gradients(y, x);
        foreach ((float start, float factor) in new[] { (3f, 64f), (60f, 2f), (200f, 1f) })
        {
            float[][] r = Programs.Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new[] { start }) }, y, gradient[0]!);
            Assert.Equal([start * factor], r[0]);
            Assert.Equal([factor], r[1]);
        }
    }

    [Fact]
    public void EagerlyTheLoopSimplyRuns()
    {
        Tensor x = Paddle.ToTensor(new[] { 2f });
        x.StopGradient = false;
        Tensor[] result = Network.WhileLoop(v => v[0] < 3, v => [v[0] + 1, v[1] * x], [Paddle.Full([1], 0, "int64"), Paddle.Ones([1])]);
        result[1].Backward();
        Assert.Equal([8f], result[1].ToArray<float>());
        Assert.Equal([12f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void LoopVariablesMayChangePlaces()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]), y = Programs.Input("y", [1]);
        // Fibonacci-like: (a, b) → (b, a + b), five times from (x, y): a = 3x + 5y.
        Tensor[] r = Network.WhileLoop(v => v[0] < 5, v => [v[0] + 1, v[2], v[1] + v[2]], [Paddle.Full([1], 0, "int32"), x, y]);
        Variable?[] gradients = Gradients(r[1], x, y);
        float[][] values = Programs.Run(main, Feed(("x", [2f]), ("y", [7f])), r[1], r[2], gradients[0]!, gradients[1]!);
        Assert.Equal([[41f], [66f], [3f], [5f]], values);
    }

    [Fact]
    public void NestedLoops()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [2]);
        // Three rounds of s ← s² · x, each square made by an inner loop of multiplications: s = x^(2^3 − 1) for s = 1 at first.
        Tensor[] outer = Network.WhileLoop(v => v[0] < 3, v =>
        {
            Tensor s = v[1];
            Tensor[] inner = Network.WhileLoop(w => w[0] < 2, w => [w[0] + 1, w[1] * s], [Paddle.Full([1], 0, "int64"), x * 0 + 1]);
            return [v[0] + 1, inner[1] * x];
        }, [Paddle.Full([1], 0, "int64"), x * 0 + 1]);
        Tensor loss = outer[1].Sum();
        Variable?[] gradient = Gradients(loss, x);
        Dictionary<string, Tensor> feed = Feed(("x", [1.1f, 0.9f]));
        float[][] r = Programs.Run(main, feed, outer[1], gradient[0]!);
        Programs.Near([Math.Pow(1.1, 7), Math.Pow(0.9, 7)], r[0]);
        Programs.Near([7 * Math.Pow(1.1, 6), 7 * Math.Pow(0.9, 6)], r[1]);
        Programs.Near(Programs.Numeric(main, feed, "x", loss), r[1], 1e-2);
    }

    [Fact]
    public void ABranchInsideALoop()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        // Even rounds multiply by x, odd ones add it: ((1·x + x)·x + x) = 2x² + x.
        Tensor[] r = Network.WhileLoop(v => v[0] < 4, v =>
        {
            Tensor even = Paddle.Equal(v[0] % 2, Paddle.Full([1], 0, "int64"));
            return [v[0] + 1, Network.Cond(even, () => v[1] * x, () => v[1] + x)];
        }, [Paddle.Full([1], 0, "int64"), x * 0 + 1]);
        Variable?[] gradient = Gradients(r[1], x);
        float[][] values = Programs.Run(main, Feed(("x", [3f])), r[1], gradient[0]!);
        Assert.Equal([21f], values[0]);
        Assert.Equal([13f], values[1]);
    }

    [Fact]
    public void VariablesOutsideMayBeOverwrittenByTheBody()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Tensor total = x * 0, factor = x * 1;
        Tensor i = Network.WhileLoop(i => i < 3, i =>
        {
            // total ← total + factor, factor ← factor · x: x + x² + x³.
            Paddle.Assign(total + factor, total);
            factor.Multiply_(x);
            return i + 1;
        }, Paddle.Full([1], 0, "int64") + 0 * x.Cast("int64"));
        Variable?[] gradient = Gradients(total, x);
        float[][] values = Programs.Run(main, Feed(("x", [2f])), total, factor, i, gradient[0]!);
        Assert.Equal([[14f], [16f], [3f], [1 + 4 + 12f]], values);
    }

    [Fact]
    public void ParametersAreTrainedThroughALoop()
    {
        var main = new Program();
        var startup = new Program();
        using var guard = new ProgramGuard(main, startup);
        using var random = new Trireme.Random.Generator(3).UseOnThisThread();
        var cell = new Linear(2, 2);
        Tensor[] before = cell.Parameters().Select(p => p.Detach().Clone()).ToArray();
        Variable x = Trireme.Static.Static.Data("x", [-1, 2]);
        Tensor[] r = Network.WhileLoop(v => v[0] < 3, v => [v[0] + 1, cell.Call(v[1]).Tanh()], [Paddle.Full([1], 0, "int64"), x]);
        Tensor loss = r[1].Square().Mean();
        new SGD(0.1, parameters: cell.Parameters()).Minimize(loss);
        Tensor input = Paddle.ToTensor(new float[,] { { 1, 2 }, { -1, 0.5f } });
        double value = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = input }, [loss])[0].Item();

        Tensor w = before[0], b = before[1];
        (w.StopGradient, b.StopGradient) = (false, false);
        Tensor h = input;
        for (int i = 0; i < 3; i++)
            h = (h.Matmul(w) + b).Tanh();
        Tensor eager = h.Square().Mean();
        eager.Backward();
        Assert.Equal(eager.Item(), value, 1e-6);
        Programs.Near((w - 0.1 * w.Grad!).ToArray<float>().Select(v => (double)v), cell.Parameters().First().ToArray<float>());
        Programs.Near((b - 0.1 * b.Grad!).ToArray<float>().Select(v => (double)v), cell.Parameters().Last().ToArray<float>());
    }

    [Fact]
    public void ATestProgramKeepsTheLoopAndLeavesTheGradientOut()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Tensor y = Network.WhileLoop(s => s.Sum() < 100, s => s + s, x);
        Trireme.Static.Static.AppendBackward(y.Sum());
        Program test = main.Clone(forTest: true);
        Assert.DoesNotContain(test.GlobalBlock().Ops, o => o.Type == "while_grad");
        Assert.Equal(true, test.GlobalBlock().Ops.Single(o => o.Type == "while").Attr("is_test"));
        Assert.Equal([192f], new Executor().Run(test, Feed(("x", [3f])), [y])[0].ToArray<float>());
    }

    [Fact]
    public void GradientsReadWhatWasThereBeforeItWasOverwritten()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Tensor a = x * 1, square = a * a;
        Paddle.Assign(square * x, a);
        Tensor cube = a * a;
        // square = x², then a = x³: cube = x⁶; each product's gradient reads its own a.
        Variable?[] gradient = Gradients(square + cube, x);
        Assert.Equal([[4f], [64f], [4f + 6 * 32f]], Programs.Run(main, Feed(("x", [2f])), square, cube, gradient[0]!));
    }

    [Fact]
    public void ATrainingProgramWithALoopGoesThroughItsFile()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [2]);
        Tensor[] r = Network.WhileLoop(v => v[0] < 3, v => [v[0] + 1, Network.Cond(v[1].Sum() > 0, () => v[1] * x, () => v[1] - x)], [Paddle.Full([1], 0, "int64"), x]);
        Tensor branch = Network.Cond(r[1].Sum() > 5, () => r[1] * 2, () => r[1] * x);
        Variable?[] gradient = Gradients(branch, x);
        float[][] expected = Programs.Run(main, Feed(("x", [1f, 2f])), branch, gradient[0]!);
        Program read = ProgramImport.Build(ProgramExport.Describe(main), "memory");
        Assert.Equal(main.ToString(), read.ToString());
        // Constants are files of their own, like parameters.
        using var scope = new ScopeGuard(new Scope());
        Trireme.Static.Static.SetProgramState(read, main.GlobalBlock().Vars.Values.Where(v => v.Value is not null).ToDictionary(v => v.Name, v => v.Value!));
        Assert.Equal(expected, Programs.Run(read, Feed(("x", [1f, 2f])), branch.Name, gradient[0]!.Name));
        Assert.Equal([2f, 32f], expected[0]);
        Assert.Equal([8f, 64f], expected[1]);
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        using var guard = new ProgramGuard(new Program(), new Program());
        Variable x = Programs.Input("x", [2]);
        Assert.Contains("no loop variable", Assert.Throws<InvalidArgumentException>(() => Network.WhileLoop(v => x < 1, v => v, [])).Message);
        Assert.Contains("not one bool", Assert.Throws<InvalidArgumentException>(() => Network.WhileLoop(s => s, s => s, x)).Message);
        Assert.Contains("returns 1 tensors", Assert.Throws<InvalidArgumentException>(() => Network.WhileLoop(v => v[0].Sum() < 1, v => [v[0]], [x, x])).Message);
        Assert.Contains("float64", Assert.Throws<InvalidArgumentException>(() => Network.WhileLoop(s => s.Sum() < 1, s => s.Cast("float64"), x)).Message);
    }

    internal static Dictionary<string, Tensor> Feed(params (string Name, float[] Values)[] inputs) => inputs.ToDictionary(i => i.Name, i => Paddle.ToTensor(i.Values));
}
