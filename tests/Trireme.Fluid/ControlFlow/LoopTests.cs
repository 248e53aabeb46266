using Trireme.Fluid;
using Trireme.Static;
using Xunit;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.ControlFlow;

public sealed class LoopTests
{
    [Fact]
    public void AWhileLoopOverLists()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [2]);
        // memory[t + 1] = memory[t] · x + x, from 0: x + x² + x³.
        Variable i = LayerProgram.Constant(0, "int64"), limit = LayerProgram.Constant(3, "int64");
        Variable memory = Layers.ArrayWrite(x * 0, i);
        Tensor cond = Layers.LessThan(i, limit);
        var loop = new Layers.While(cond);
        using (loop.Block())
        {
            Tensor before = Layers.ArrayRead(memory, i);
            Layers.Increment(i);
            Layers.ArrayWrite(before * x + x, i, memory);
            Layers.LessThan(i, limit, cond: cond);
        }
        Tensor last = Layers.ArrayRead(memory, limit), length = Layers.ArrayLength(memory);
        (Tensor all, Tensor sizes) = Layers.TensorArrayToTensor(memory, axis: 0);
        Variable?[] gradient = Graph.Gradients([last], [x]);
        float[][] r = LayerProgram.Run(main, Feed(("x", [2f, 3f])), last, length, all, sizes, i, gradient[0]!);
        Assert.Equal([14f, 39f], r[0]);
        Assert.Equal([4f], r[1]);
        Assert.Equal([0f, 0f, 2f, 3f, 6f, 12f, 14f, 39f], r[2]);
        Assert.Equal([2f, 2f, 2f, 2f], r[3]);
        Assert.Equal([3f], r[4]);
        Assert.Equal([1 + 4 + 12f, 1 + 6 + 27f], r[5]);
    }

    [Fact]
    public void GradientsGoThroughListsOutsideLoops()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [1]), y = LayerProgram.Data("y", [1]);
        Variable zero = LayerProgram.Constant(0, "int64"), one = LayerProgram.Constant(1, "int64");
        Variable list = Layers.ArrayWrite(x * 5, zero);
        Layers.ArrayWrite(y, one, list);
        Layers.ArrayWrite(x * y, zero, list);
        Tensor r = Layers.ArrayRead(list, zero) * Layers.ArrayRead(list, one) + Layers.ArrayRead(list, one);
        Variable?[] gradients = Graph.Gradients([r], [x, y]);
        // r = x y² + y; what was overwritten counts no more.
        Assert.Equal([[21f], [9f], [13f]], LayerProgram.Run(main, Feed(("x", [2f]), ("y", [3f])), r, gradients[0]!, gradients[1]!));
    }

    [Fact]
    public void ASwitchRunsTheFirstCaseThatHolds()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [1]);
        Tensor rate = x * 0;
        using (var choice = new Layers.Switch())
        {
            using (choice.Case(Layers.LessThan(x, LayerProgram.Constant(1, "float32"))))
                Paddle.Assign(x * 10, rate);
            using (choice.Case(Layers.LessThan(x, LayerProgram.Constant(5, "float32"))))
                Paddle.Assign(x * x, rate);
            using (choice.Default())
                Paddle.Assign(LayerProgram.Constant(7, "float32"), rate);
        }
        Variable?[] gradient = Graph.Gradients([rate], [x]);
        foreach ((float at, float value, float slope) in new[] { (0.5f, 5f, 10f), (3f, 9f, 6f), (8f, 7f, 0f) })
            Assert.Equal([[value], [slope]], LayerProgram.Run(main, Feed(("x", [at])), rate, gradient[0]!));
    }

    [Fact]
    public void RowsGoTwoWaysByAMask()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = LayerProgram.Data("x", [-1, 2]);
        var choice = new Layers.IfElse(Layers.LessThan(x.Sum(1, keepdim: true), LayerProgram.Constant(0, "float32", [1, 1])));
        using (choice.TrueBlock())
            choice.Output(choice.Input(x) * -1);
        using (choice.FalseBlock())
        {
            Tensor part = choice.Input(x);
            choice.Output(part * part);
        }
        Tensor r = choice.Call()[0];
        Variable?[] gradient = Graph.Gradients([r], [x]);
        Tensor mixed = Paddle.ToTensor(new float[,] { { 1, 2 }, { -3, 1 }, { 0, 4 }, { -1, -1 } });
        float[][] found = LayerProgram.Run(main, new Dictionary<string, Tensor> { ["x"] = mixed }, r, gradient[0]!);
        Assert.Equal([1f, 4f, 3f, -1f, 0f, 16f, 1f, 1f], found[0]);
        Assert.Equal([2f, 4f, -1f, -1f, 0f, 8f, -1f, -1f], found[1]);
        Tensor oneWay = Paddle.ToTensor(new float[,] { { 1, 2 }, { 3, 1 } });
        found = LayerProgram.Run(main, new Dictionary<string, Tensor> { ["x"] = oneWay }, r, gradient[0]!);
        Assert.Equal([1f, 4f, 9f, 1f], found[0]);
        Assert.Equal([2f, 4f, 6f, 2f], found[1]);
    }

    [Fact]
    public void WhatIsUsedWronglyIsNamed()
    {
        using var guard = new ProgramGuard(new Program(), new Program());
        Variable x = LayerProgram.Data("x", [1]);
        Assert.Contains("not one bool", Assert.Throws<InvalidArgumentException>(() => new Layers.While(x)).Message);
        Assert.Contains("never changes its condition", Assert.Throws<InvalidArgumentException>(() =>
        {
            using (new Layers.While(x < 1).Block())
                Paddle.Assign(x + 1, x);
        }).Message);
        Assert.Contains("no list", Assert.Throws<InvalidArgumentException>(() => Layers.ArrayLength(x)).Message);
        Assert.Contains("no case before", Assert.Throws<PreconditionNotMetException>(() => new Layers.Switch().Default()).Message);
        Assert.Contains("outside its blocks", Assert.Throws<PreconditionNotMetException>(() => new Layers.IfElse(x < 1).Input(x)).Message);
        Assert.Contains("tensor with values", Assert.Throws<InvalidArgumentException>(() => Layers.Increment(Paddle.Ones([1]))).Message);
        Variable list = Layers.CreateArray("float32");
        Tensor missing = Layers.ArrayRead(list, LayerProgram.Constant(2, "int64"));
        Assert.Contains("no tensor at 2", Assert.Throws<ProgramRunException>(() => new Executor().Run(x.Block.Program, Feed(("x", [1f])), [missing])).Message);
    }

    internal static Dictionary<string, Tensor> Feed(params (string Name, float[] Values)[] inputs) => inputs.ToDictionary(i => i.Name, i => Paddle.ToTensor(i.Values));
}
