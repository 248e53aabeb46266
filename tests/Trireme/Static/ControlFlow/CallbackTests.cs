using Trireme.Static;
using Xunit;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Static.ControlFlow;

[Collection("standard output")]
public sealed class CallbackTests
{
    [Fact]
    public void PrintShowsTheTensorAndItsGradient()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [2, 2]);
        Tensor y = Graph.Print(x, firstN: 2, message: "the input", summarize: 3);
        Variable?[] gradient = Graph.Gradients([(y * y).Sum()], [x]);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new float[,] { { 1, 2.5f }, { -1e10f, 4 } }) };
        string text = Captured(() => Assert.Equal([2f, 5f, -2e10f, 8f], new Executor().Run(main, feed, [gradient[0]!])[0].ToArray<float>()));
        Assert.Equal("Variable: x\n  - message: the input\n  - lod: {}\n  - place: Place(cpu)\n  - shape: [2, 2]\n  - layout: NCHW\n  - dtype: float\n  - data: [1 2.5 -1e+10]\n"
            + "Variable: x@GRAD\n  - message: the input\n  - lod: {}\n  - place: Place(cpu)\n  - shape: [2, 2]\n  - layout: NCHW\n  - dtype: float\n  - data: [2 5 -2e+10]\n", text);
        Assert.NotEqual("", Captured(() => new Executor().Run(main, feed, [y])));
        Assert.Equal("", Captured(() => new Executor().Run(main, feed, [y])));
    }

    [Fact]
    public void AFunctionInCSharpWithItsGradient()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [3]);
        Tensor doubled = x * 2;
        Variable y = main.GlobalBlock().CreateVar("y", [3], "float32");
        // dy = g · (1 − y²); the input is skipped.
        Graph.PyFunc(a => [a[0].Tanh()], [doubled], [y], b => [b[1]! * (1 - b[0]! * b[0]!)], [doubled]);
        Variable?[] gradient = Graph.Gradients([y.Sum()], [x]);
        float[] at = [0.1f, -0.7f, 1.2f];
        float[][] r = Programs.Run(main, WhileLoopTests.Feed(("x", at)), y, gradient[0]!);
        Programs.Near(at.Select(v => Math.Tanh(2 * v)), r[0]);
        Programs.Near(at.Select(v => 2 * (1 - Math.Pow(Math.Tanh(2 * v), 2))), r[1]);
    }

    [Fact]
    public void AFunctionInCSharpInsideALoop()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Tensor[] r = Graph.NN.WhileLoop(v => v[0] < 3, v =>
        {
            Variable y = main.CurrentBlock().CreateVar("y", [1], "float32");
            Graph.PyFunc(a => [a[0] * a[1]], [v[1], x], [y], b => [b[3]! * b[1]!, b[3]! * b[0]!]);
            return [v[0] + 1, y];
        }, [Paddle.Full([1], 0, "int64"), x * 0 + 1]);
        Variable?[] gradient = Graph.Gradients([r[1]], [x]);
        Assert.Equal([[8f], [12f]], Programs.Run(main, WhileLoopTests.Feed(("x", [2f])), r[1], gradient[0]!));
    }

    [Fact]
    public void AProgramWithACSharpFunctionCannotBeSaved()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Variable y = main.GlobalBlock().CreateVar("y", [1], "float32");
        Graph.PyFunc(a => [a[0]], [x], [y]);
        Assert.Contains("py_func", Assert.Throws<InvalidArgumentException>(() => Graph.SerializeProgram([x], [y])).Message);
    }

    [Fact]
    public void AssertStopsTheRun()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [1]);
        Graph.NN.Assert(x.Sum() > 0, [x]);
        Tensor y = x * 2;
        Assert.Equal([4f], new Executor().Run(main, WhileLoopTests.Feed(("x", [2f])), [y])[0].ToArray<float>());
        string message = Assert.Throws<ProgramRunException>(() => new Executor().Run(main, WhileLoopTests.Feed(("x", [-2f])), [y])).Message;
        Assert.Contains("must be true", message);
        Assert.Contains("data: [-2]", message);
        Assert.Throws<PreconditionNotMetException>(() => Graph.NN.Assert(Paddle.Zeros([1]) > 1));
    }

    [Fact]
    public void WhetherATensorIsEmptyIsKnownInTheRun()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Programs.Input("x", [-1]);
        Tensor empty = Paddle.IsEmpty(x);
        Assert.Equal([0f], Programs.Run(main, WhileLoopTests.Feed(("x", [2f])), empty)[0]);
        Assert.Equal([1f], Programs.Run(main, WhileLoopTests.Feed(("x", [])), empty)[0]);
    }

    private static string Captured(Action action)
    {
        TextWriter before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            action();
        }
        finally
        {
            Console.SetOut(before);
        }
        return text.ToString();
    }
}
