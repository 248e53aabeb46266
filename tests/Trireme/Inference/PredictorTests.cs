using Trireme.Inference;
using Trireme.NN;
using Trireme.Random;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Inference;

public sealed class PredictorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AModelGivesTheLayersOutputs(bool optimized)
    {
        (Layer net, Config config) = SaveNet();
        config.SwitchIrOptim(optimized);
        Predictor predictor = Trireme.Inference.Inference.CreatePredictor(config);
        Assert.Equal(["x"], predictor.GetInputNames());
        foreach (int batch in new[] { 1, 3, 1, 3 })
        {
            Tensor input = Paddle.Randn([batch, 2, 8, 8]);
            InferTensor handle = predictor.GetInputHandle("x");
            handle.Reshape(input.Shape);
            handle.CopyFromCpu<float>(input.ToArray<float>());
            predictor.Run();
            float[] expected = net.Call(input).ToArray<float>();
            float[] actual = predictor.GetOutputHandle(predictor.GetOutputNames()[0]).CopyToCpu<float>();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    [Fact]
    public void ClonesServeThreadsOfTheirOwn()
    {
        (Layer net, Config config) = SaveNet();
        Predictor first = Trireme.Inference.Inference.CreatePredictor(config);
        Tensor[] inputs = Enumerable.Range(0, 4).Select(i => Paddle.Randn([i + 1, 2, 8, 8])).ToArray();
        float[][] expected = inputs.Select(i => net.Call(i).ToArray<float>()).ToArray();
        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Thread[] threads = Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            Predictor own = first.Clone();
            for (int i = 0; i < 40; i++)
            {
                int which = (i + t) % inputs.Length;
                float[] actual = own.Run([inputs[which]])[0].ToArray<float>();
                if (!actual.Zip(expected[which]).All(p => Math.Abs(p.First - p.Second) < 1e-5f))
                    failures.Enqueue($"thread {t}, run {i}");
            }
        })).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Empty(failures);
    }

    [Fact]
    public void BatchNormIsFoldedIntoConvolutions()
    {
        (_, Config config) = SaveNet();
        using var scope = new ScopeGuard(new Scope());
        (Program program, _, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(config.ProgFile![..^".pdmodel".Length]);
        var plan = (Trireme.Compiler.Planning.FlatPlan)ProgramPlanner.Current!.Plan(program, new Dictionary<string, Tensor> { ["x"] = Paddle.Zeros([1, 2, 8, 8]) }, [fetches[0].Name], Scope.Global, isFrozen: true)!;
        Assert.DoesNotContain(plan.Operators, o => o.Info.Type is "batch_norm" or "dropout" or "scale");
    }

    [Fact]
    public void ARunAllocatesNothingOnceItsShapesAreKnown()
    {
        (_, Config config) = SaveNet();
        Predictor predictor = Trireme.Inference.Inference.CreatePredictor(config);
        predictor.GetInputHandle("x").CopyFromCpu(Paddle.Randn([1, 2, 8, 8]));
        for (int i = 0; i < 50; i++)
            predictor.Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            predictor.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AMissingInputAndAWrongNameAreNamed()
    {
        (_, Config config) = SaveNet();
        Predictor predictor = Trireme.Inference.Inference.CreatePredictor(config);
        Assert.Contains("'x'", Assert.Throws<PreconditionNotMetException>(predictor.Run).Message, StringComparison.Ordinal);
        Assert.Contains("It has: x", Assert.Throws<InvalidArgumentException>(() => predictor.GetInputHandle("y")).Message, StringComparison.Ordinal);
    }

    private (Layer Net, Config Config) SaveNet()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var random = new Generator(5).UseOnThisThread();
        var net = new Sequential(new Conv2D(2, 4, 3), new BatchNorm2D(4), new ReLU(), new Conv2D(4, 4, 3, groups: 4), new BatchNorm2D(4), new Hardswish(), new MaxPool2D(2, 2),
            new Flatten(), new Dropout(0.3), new Linear(16, 6), new Tanh(), new Linear(6, 3), new Softmax());
        // Statistics of a few batches, so that the normalization is not the identity.
        for (int i = 0; i < 3; i++)
            net.Call(Paddle.Randn([4, 2, 8, 8]) * 2 + 1);
        net.Eval();
        Variable x = Trireme.Static.Static.Data("x", [-1, 2, 8, 8]);
        Tensor y = net.Call(x);
        string prefix = Path.Combine(_folder, "net");
        Trireme.Static.Static.SaveInferenceModel(prefix, [x], [y], new Executor(), main);
        return (net, new Config(prefix + ".pdmodel", prefix + ".pdiparams"));
    }
}
