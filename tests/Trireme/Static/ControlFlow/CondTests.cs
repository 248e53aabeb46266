using Trireme.Static;
using Xunit;
using Network = Trireme.Static.Static.NN;

namespace Trireme.Tests.Static.ControlFlow;

public sealed class CondTests
{
    [Fact]
    public void EachBranchHasItsValueAndItsGradient()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [2]), y = Programs.Input("y", [2]);
        Tensor r = Network.Cond(x.Sum() > 0, () => x * x * y, () => x - y);
        Variable?[] gradients = Trireme.Static.Static.Gradients([r], [x, y]);
        float[][] first = Programs.Run(main, WhileLoopTests.Feed(("x", [1f, 2f]), ("y", [5f, 7f])), r, gradients[0]!, gradients[1]!);
        Assert.Equal([[5f, 28f], [10f, 28f], [1f, 4f]], first);
        float[][] second = Programs.Run(main, WhileLoopTests.Feed(("x", [-1f, -2f]), ("y", [5f, 7f])), r, gradients[0]!, gradients[1]!);
        Assert.Equal([[-6f, -9f], [1f, 1f], [-1f, -1f]], second);
    }

    [Fact]
    public void ABranchMayGiveBackWhatItDidNotCompute()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        (Tensor a, Tensor b) = Network.Cond(x.Sum() > 0, () => (x, Paddle.Full([1], 7f)), () => (x * 3, x));
        Variable?[] gradient = Trireme.Static.Static.Gradients([a * b], [x]);
        Assert.Equal([[2f], [7f], [7f]], Programs.Run(main, WhileLoopTests.Feed(("x", [2f])), a, b, gradient[0]!));
        Assert.Equal([[-6f], [-2f], [-12f]], Programs.Run(main, WhileLoopTests.Feed(("x", [-2f])), a, b, gradient[0]!));
    }

    [Fact]
    public void OneOfTwoResultsMayBeUnused()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        (Tensor a, _) = Network.Cond(x.Sum() > 0, () => (x * 2, x * 5), () => (x * 3, x * 7));
        Variable?[] gradient = Trireme.Static.Static.Gradients([a], [x]);
        Assert.Equal([[4f], [2f]], Programs.Run(main, WhileLoopTests.Feed(("x", [2f])), a, gradient[0]!));
        Assert.Equal([[-6f], [3f]], Programs.Run(main, WhileLoopTests.Feed(("x", [-2f])), a, gradient[0]!));
    }

    [Fact]
    public void CasesAreTriedInOrder()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Tensor r = Network.Case([(x.Sum() > 10, () => x * 2), (x.Sum() > 5, () => x * 3), (x.Sum() > 0, () => x * 4)], () => x * 5);
        Variable?[] gradient = Trireme.Static.Static.Gradients([r], [x]);
        foreach ((float at, float factor) in new[] { (20f, 2f), (7f, 3f), (1f, 4f), (-1f, 5f) })
            Assert.Equal([[at * factor], [factor]], Programs.Run(main, WhileLoopTests.Feed(("x", [at])), r, gradient[0]!));
    }

    [Fact]
    public void ASwitchChoosesByNumber()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]), index = Programs.Input("index", [1], "int64");
        Tensor named = Network.SwitchCase(index, [(3, () => x * 3), (1, () => x * 1)], () => x * 9);
        Tensor numbered = Network.SwitchCase(index, [() => x * 10, () => x * 11, () => x * 12]);
        foreach ((long at, float a, float b) in new[] { (1L, 1f, 11f), (3L, 3f, 12f), (0L, 9f, 10f) })
        {
            var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new[] { 2f }), ["index"] = Paddle.ToTensor(new[] { at }) };
            Assert.Equal([[2 * a], [2 * b]], Programs.Run(main, feed, named, numbered));
        }
    }

    [Fact]
    public void BranchesWithoutResultsChangeVariablesOutside()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Tensor y = x * 10;
        Network.Cond(x.Sum() > 0, () => { Paddle.Assign(x * x, y); });
        Variable?[] gradient = Trireme.Static.Static.Gradients([y], [x]);
        Assert.Equal([[9f], [6f]], Programs.Run(main, WhileLoopTests.Feed(("x", [3f])), y, gradient[0]!));
        Assert.Equal([[-30f], [10f]], Programs.Run(main, WhileLoopTests.Feed(("x", [-3f])), y, gradient[0]!));
    }

    [Fact]
    public void EagerlyTheBranchIsCalled()
    {
        Tensor x = Paddle.ToTensor(new[] { 3f });
        Assert.Equal([9f], Network.Cond(x.Sum() > 0, () => x * x, () => x).ToArray<float>());
        Assert.Equal([3f], Network.Case([(x.Sum() > 5, () => x * x), (x.Sum() > 1, () => x)]).ToArray<float>());
        Assert.Equal([6f], Network.SwitchCase(Paddle.Full([1], 1, "int64"), [() => x, () => x * 2]).ToArray<float>());
    }

    [Fact]
    public void BranchesThatDoNotFitAreNamed()
    {
        using var guard = new ProgramGuard(new Program(), new Program());
        Variable x = Programs.Input("x", [2]);
        Tensor pred = x.Sum() > 0;
        Assert.Contains("different numbers", Assert.Throws<InvalidArgumentException>(() => Network.Cond(pred, () => new[] { x }, () => new[] { x, x })).Message);
        Assert.Contains("[2] int32", Assert.Throws<InvalidArgumentException>(() => Network.Cond(pred, () => x, () => x.Cast("int32"))).Message);
        Assert.Contains("'sum'", Assert.Throws<InvalidArgumentException>(() => Network.Cond(pred, () => x, () => x.Sum(), returnNames: ["sum"])).Message);
        Assert.Contains("not one bool", Assert.Throws<InvalidArgumentException>(() => Network.Cond(x, () => x, () => x)).Message);
        Assert.Contains("key 1", Assert.Throws<InvalidArgumentException>(() => Network.SwitchCase(Paddle.Full([1], 1, "int64"), [(1, () => x), (1, () => x)])).Message);
    }
}
