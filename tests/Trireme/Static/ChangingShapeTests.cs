using Trireme.Inference;
using Trireme.Operators;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;

namespace Trireme.Tests.Static;

/// <summary>
/// Programs that read of an input no more than its shape, with batches whose size changes while plans of earlier sizes exist. Results and
/// gradients are those of eager calls.
/// </summary>
public sealed class ChangingShapeTests
{
    private static readonly int[] Batches = [2, 2, 2, 5, 5, 5, 2, 5];

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Functions = new()
    {
        ["fill_any_like"] = (x, _) => x.ZerosLike(),
        ["fill_any_like of another type"] = (x, _) => x.FullLike(7, DType.Int64),
        ["fill_zeros_like"] = (x, _) => new FillZerosLikeOp().Apply(x),
        ["fill_constant_batch_size_like"] = (x, _) => new FillConstantBatchSizeLikeOp([-1, 4], DType.Float32, 2f).Apply(x),
        ["shape"] = (x, _) => new ShapeOp().Apply(x),
        ["shape, computed with"] = (x, b) => new ShapeOp().Apply(x).Cast(DType.Float32).Sum() * b,
        ["expand_as_v2"] = (x, b) => new ExpandAsV2Op().Apply(b, x),
        ["expand_as_v2 of a product"] = (x, b) => new ExpandAsV2Op().Apply(b * b, x) * 2f,
        ["zeros and the bias"] = (x, b) => x.ZerosLike() + b,
        ["sum"] = (x, _) => x.Sum(),
        ["sum with a bias"] = (x, b) => (x + b).Sum(),
        ["mean"] = (x, _) => x.Mean(),
        ["mean with a bias"] = (x, b) => (x + b).Mean(),
        ["sum over the batch"] = (x, b) => (x + b).Sum([0]),
        ["mean over the batch"] = (x, b) => (x - b).Mean([0], keepdim: true),
        ["reshape"] = (x, b) => (x + b).Reshape([-1]),
        ["concat"] = (x, b) => Paddle.Concat([x, x + b], 0),
        ["slice"] = (x, b) => (x + b).Slice([1], [0], [2]),
        ["transpose"] = (x, b) => (x + b).Transpose([1, 0]),
        ["tile"] = (x, b) => (x + b).Tile([2, 1]),
        ["cumsum"] = (x, b) => (x + b).Cumsum(0),
        ["maximum"] = (x, b) => (x * b).Max([0]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void AnExecutorFollows(string name)
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 3]), b = Trireme.Static.Static.Data("b", [3]);
        x.StopGradient = b.StopGradient = false;
        var y = (Variable)Functions[name](x, b);
        // Nothing flows back to an input that gives its shape alone.
        Variable[] sources = name.StartsWith("expand_as", StringComparison.Ordinal) ? [b] : [x, b];
        Variable?[] gradients = y.StopGradient ? [] : Trireme.Static.Static.Gradients([y], sources);
        FetchTarget[] fetches = [y, .. gradients.OfType<Variable>().Select(g => (FetchTarget)g)];
        var executor = new Executor();
        for (int run = 0; run < Batches.Length; run++)
        {
            (Tensor input, Tensor bias) = Inputs(run);
            (Tensor expected, Tensor?[] grads) = Eager(name, input, bias);
            Tensor[] got = executor.Run(main, new Dictionary<string, Tensor> { ["x"] = input.Detach(), ["b"] = bias.Detach() }, fetches);
            Same(expected, got[0], run);
            int next = 1;
            for (int i = 0; i < gradients.Length; i++)
            {
                if (gradients[i] is not null)
                    Same(grads[ReferenceEquals(sources[i], x) ? 0 : 1]!, got[next++], run);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void APredictorFollows(string name)
    {
        using var folder = new TemporaryFolder();
        var main = new Program();
        using (new ProgramGuard(main, new Program()))
        {
            Variable x = Trireme.Static.Static.Data("x", [-1, 3]), b = Trireme.Static.Static.Data("b", [3]);
            Trireme.Static.Static.SaveInferenceModel(folder["model"], [x, b], [Functions[name](x, b)], new Executor(), main);
        }
        foreach (bool optimizes in new[] { true, false })
        {
            var config = new Config(folder["model.pdmodel"], folder["model.pdiparams"]);
            config.SwitchIrOptim(optimizes);
            Predictor predictor = Trireme.Inference.Inference.CreatePredictor(config);
            for (int run = 0; run < Batches.Length; run++)
            {
                (Tensor input, Tensor bias) = Inputs(run);
                Same(Eager(name, input, bias).Result, predictor.Run([input, bias])[0], run);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void ATracedFunctionFollows(string name)
    {
        Tensor bias = Inputs(0).Bias;
        Func<Tensor, Tensor> function = x => Functions[name](x, bias);
        StaticFunction traced = Trireme.Jit.ToStatic(function, new InputSpec([-1, 3]));
        for (int run = 0; run < Batches.Length; run++)
        {
            Tensor input = Inputs(run).Input;
            (Tensor expected, Tensor?[] grads) = Eager(name, input.Detach(), bias.Detach());
            input.ClearGrad();
            bias.ClearGrad();
            Tensor got = traced.Call(input);
            Same(expected, got, run);
            using (Paddle.NoGrad())
                Same(expected, traced.Call(input), run);
            Assert.Equal(expected.StopGradient, got.StopGradient);
            if (got.StopGradient)
                continue;
            got.Sum().Backward();
            foreach ((Tensor? wanted, Tensor? found) in grads.Zip([input.Grad, bias.Grad]))
            {
                Assert.Equal(wanted is null, found is null);
                if (wanted is not null)
                    Same(wanted, found!, run);
            }
        }
        Assert.Equal(1, traced.ProgramCount);
    }

    [Fact]
    public void AParameterOfAnotherShapeIsSeen()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var scope = new ScopeGuard(new Scope());
        Variable p = main.GlobalBlock().CreateVar("p", [-1, 2], DType.Float32, persistable: true);
        Tensor y = p.OnesLike();
        var executor = new Executor();
        foreach (int rows in new[] { 2, 2, 2, 4, 4, 4, 2 })
        {
            Scope.Global.Var("p").Set(Paddle.Zeros([rows, 2]));
            for (int run = 0; run < 3; run++)
                Assert.Equal([rows, 2], executor.Run(main, null, [y])[0].Shape.ToArray());
        }
    }

    private static (Tensor Input, Tensor Bias) Inputs(int run)
    {
        Tensor x = Paddle.ToTensor(Enumerable.Range(0, Batches[run] * 3).Select(i => (float)Math.Sin((0.7 * i) + run)).ToArray()).Reshape([Batches[run], 3]).Detach();
        Tensor b = Paddle.ToTensor(new float[] { 0.5f, -1f, 2f });
        x.StopGradient = b.StopGradient = false;
        return (x, b);
    }

    private static (Tensor Result, Tensor?[] Grads) Eager(string name, Tensor input, Tensor bias)
    {
        (Tensor x, Tensor b) = (input.Detach(), bias.Detach());
        x.StopGradient = b.StopGradient = false;
        Tensor y = Functions[name](x, b);
        if (!y.StopGradient)
            y.Sum().Backward();
        return (y, [x.Grad, b.Grad]);
    }

    private static void Same(Tensor expected, Tensor actual, int run)
    {
        Assert.Equal((run, expected.DType), (run, actual.DType));
        Assert.Equal($"run {run}: {expected.Shape}", $"run {run}: {actual.Shape}");
        double[] wanted = expected.Cast(DType.Float64).ToArray<double>(), got = actual.Cast(DType.Float64).ToArray<double>();
        for (int i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], got[i], 1e-5);
    }
}
