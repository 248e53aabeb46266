using Trireme.Fluid;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Training;

public sealed class DataParallelTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly Tensor _loss, _predicted;

    public DataParallelTests()
    {
        _guard = Api.ProgramGuard(_main, _startup);
        _startup.RandomSeed = 3;
        Variable x = Layers.Data("x", [4]), y = Layers.Data("y", [1]);
        _predicted = Layers.Fc(Layers.Fc(x, 8, act: "tanh"), 1);
        _loss = Layers.Mean(Layers.SquareErrorCost(_predicted, y));
        Optimizer.Momentum(Layers.ExponentialDecay(0.1, 2, 0.5), 0.9).Minimize(_loss);
    }

    public void Dispose() => _guard.Dispose();

    private static Dictionary<string, Tensor> Batch(int rows, int first = 0)
    {
        Tensor x = (Paddle.Arange(first, first + (rows * 4), 1, "float32") * 0.7).Sin().Reshape([rows, 4]);
        return new() { ["x"] = x, ["y"] = x.Sum(1, keepdim: true) };
    }

    private float[] Weights(Func<Executor, int, Tensor[]> step)
    {
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Executor executor = Api.Executor();
        executor.Run(_startup.Clone());
        for (int i = 0; i < 6; i++)
            step(executor, i);
        return _main.AllParameters().SelectMany(v => Scope.Global.FindVar(v.Name)!.GetTensor().ToArray<float>()).ToArray();
    }

    private static void Close(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        for (int i = 0; i < a.Length; i++)
            Assert.InRange(b[i], a[i] - 2e-5f, a[i] + 2e-5f);
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(4, 8)]
    [InlineData(3, 8)]
    public void Places_that_share_a_batch_train_as_one(int places, int rows)
    {
        float[] one = Weights((executor, i) => executor.Run(_main, Batch(rows, i), [_loss]));
        CompiledProgram compiled = Api.CompiledProgram(_main).WithDataParallel(((FetchTarget)_loss).Name, places: Api.CpuPlaces(places));
        var shapes = new List<string>();
        float[] several = Weights((executor, i) =>
        {
            Tensor[] results = executor.Run(compiled, Batch(rows, i), [_loss, _predicted]);
            shapes.Add($"{results[0].Shape} {results[1].Shape}");
            return results;
        });
        Close(one, several);
        Assert.All(shapes, s => Assert.Equal($"[{places}] [{rows}, 1]", s));
    }

    [Fact]
    public void Batches_of_their_own_may_differ_in_size()
    {
        CompiledProgram compiled = Api.CompiledProgram(_main).WithDataParallel(places: Api.CpuPlaces(2));
        float[] equal = Weights((executor, i) => executor.Run(compiled, [Batch(4, i), Batch(4, i)], [_loss]));
        Close(Weights((executor, i) => executor.Run(_main, Batch(4, i), [_loss])), equal);
        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Executor executor = Api.Executor();
        executor.Run(_startup.Clone());
        Assert.Equal("[9, 1]", executor.Run(compiled, [Batch(6), Batch(3)], [_predicted])[0].Shape.ToString());
        Assert.Throws<InvalidArgumentException>(() => executor.Run(compiled, [Batch(6)], [_predicted]));
        Assert.Contains("fewer than the 2 places", Assert.Throws<InvalidArgumentException>(() => executor.Run(compiled, Batch(1), [_loss])).Message);
    }
}
