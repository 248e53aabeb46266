using Trireme.Fluid;
using Trireme.NN;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Optimizing;

/// <summary>Updates, means and limits against the formulas of their papers, written in double precision.</summary>
public sealed class OptimizerTests : IDisposable
{
    private const int Size = 5, Steps = 9;
    private static readonly double[] Start = [0.5, -1, 2, 0, -0.25];
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly Tensor _weights, _loss;
    private readonly Executor _executor = Api.Executor();

    public OptimizerTests()
    {
        _guard = Api.ProgramGuard(_main, _startup);
        _weights = Layers.CreateParameter(Size, "float64", "w", defaultInitializer: Initializer.NumpyArrayInitializer(Start));
        // The gradient of the weights is what is fed.
        _loss = Layers.ReduceSum(_weights * Layers.Data("g", [Size], appendBatchSize: false, dtype: "float64"));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    private static double[] Gradient(int step) => Enumerable.Range(0, Size).Select(i => Math.Sin((1.7 * step) + i)).ToArray();

    private double[] Current() => Scope.Global.FindVar("w")!.GetTensor().ToArray<double>();

    private List<double[]> Train()
    {
        _executor.Run(_startup);
        return Enumerable.Range(0, Steps).Select(step =>
        {
            _executor.Run(_main, new Dictionary<string, Tensor> { ["g"] = Paddle.ToTensor(Gradient(step)) }, [_loss]);
            return Current();
        }).ToList();
    }

    private static void Close(double[] expected, double[] actual)
    {
        for (int i = 0; i < Size; i++)
            Assert.InRange(actual[i], expected[i] - 1e-6, expected[i] + 1e-6);
    }

    private void Follows(Func<double[], double[], double[]> step)
    {
        double[] w = (double[])Start.Clone();
        List<double[]> trained = Train();
        for (int s = 0; s < Steps; s++)
        {
            w = step(w, Gradient(s));
            Close(w, trained[s]);
        }
    }

    [Fact]
    public void Decayed_adagrad_divides_by_the_root_of_a_mean_square()
    {
        Optimizer.DecayedAdagradOptimizer(0.1, decay: 0.9, epsilon: 1e-3).Minimize(_loss);
        var mean = new double[Size];
        Follows((w, g) => w.Select((x, i) =>
        {
            mean[i] = (0.9 * mean[i]) + (0.1 * g[i] * g[i]);
            return x - (0.1 * g[i] / (Math.Sqrt(mean[i]) + 1e-3));
        }).ToArray());
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(-0.3)]
    public void Ftrl_follows_the_regularized_leader(double power)
    {
        Optimizer.Ftrl(0.2, l1: 0.5, l2: 0.1, lrPower: power).Minimize(_loss);
        double[] squares = new double[Size], linear = new double[Size];
        int zeros = 0;
        Follows((w, g) => w.Select((x, i) =>
        {
            double after = squares[i] + (g[i] * g[i]);
            linear[i] += g[i] - ((Math.Pow(after, -power) - Math.Pow(squares[i], -power)) / 0.2 * x);
            squares[i] = after;
            zeros += Math.Abs(linear[i]) <= 0.5 ? 1 : 0;
            return Math.Abs(linear[i]) <= 0.5 ? 0 : ((Math.Sign(linear[i]) * 0.5) - linear[i]) / ((Math.Pow(after, -power) / 0.2) + 0.2);
        }).ToArray());
        Assert.NotEqual(0, zeros);
    }

    [Fact]
    public void Lars_scales_the_rate_by_the_ratio_of_lengths()
    {
        Optimizer.LarsMomentum(0.5, 0.9, larsCoeff: 0.1, larsWeightDecay: 0.01).Minimize(_loss);
        var velocity = new double[Size];
        Follows((w, g) =>
        {
            double weights = Math.Sqrt(w.Sum(x => x * x)), grads = Math.Sqrt(g.Sum(x => x * x)), rate = 0.5 * 0.1 * weights / (grads + (0.01 * weights));
            return w.Select((x, i) => x - (velocity[i] = (0.9 * velocity[i]) + (rate * (g[i] + (0.01 * x))))).ToArray();
        });
    }

    [Fact]
    public void A_model_average_is_the_mean_over_its_window()
    {
        Optimizer.SGD(0.1).Minimize(_loss);
        ModelAverage average = Optimizer.ModelAverage(0.5, minAverageWindow: 2, maxAverageWindow: 3);
        _executor.Run(_startup);
        Assert.Contains("no update", Assert.Throws<PreconditionNotMetException>(() => average.Apply(_executor)).Message);
        List<double[]> trained = Train();
        // A window ends after max(2, min(3, updates / 2)) updates: after 2, 4 and 7 in all. The mean is over the last window and the running one: five updates.
        double[] own = Current(), mean = Enumerable.Range(0, Size).Select(i => trained.TakeLast(5).Average(w => w[i])).ToArray();
        using (average.Apply(_executor))
        {
            Close(mean, Current());
            Assert.Throws<PreconditionNotMetException>(() => average.Apply(_executor));
        }
        Assert.Equal(own, Current());
        using (average.Apply(_executor, needRestore: false))
        {
        }
        Close(mean, Current());
        average.Restore(_executor);
        Assert.Equal(own, Current());
        Assert.Throws<PreconditionNotMetException>(() => average.Restore(_executor));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exponential_average_is_corrected_for_its_start(bool counts)
    {
        Optimizer.SGD(0.1).Minimize(_loss);
        Variable? counter = counts ? Layers.AutoincreasedStepCounter("steps", begin: 0) : null;
        ExponentialMovingAverage average = Optimizer.ExponentialMovingAverage(0.6, counter);
        average.Update();
        List<double[]> trained = Train();
        double[] mean = new double[Size], own = Current();
        double decay = 0;
        for (int s = 0; s < Steps; s++)
        {
            decay = counts ? Math.Min(0.6, (s + 1.0) / (s + 10)) : 0.6;
            mean = mean.Select((m, i) => (decay * m) + ((1 - decay) * trained[s][i])).ToArray();
        }
        using (average.Apply(_executor))
            Close(mean.Select(m => m / (1 - Math.Pow(decay, Steps))).ToArray(), Current());
        Assert.Equal(own, Current());
    }

    public static TheoryData<string, ClipGradBase, Func<double[], double[]>> Limits => new()
    {
        { "norm", Clip.GradientClipByNorm(0.5), g => g.Select(x => x * 0.5 / Math.Max(0.5, Math.Sqrt(g.Sum(y => y * y)))).ToArray() },
        { "global norm", Clip.GradientClipByGlobalNorm(0.5), g => g.Select(x => x * 0.5 / Math.Max(0.5, Math.Sqrt(g.Sum(y => y * y)))).ToArray() },
        { "long", Clip.GradientClipByGlobalNorm(50), g => g },
        { "value", Clip.GradientClipByValue(0.3, -0.1), g => g.Select(x => Math.Clamp(x, -0.1, 0.3)).ToArray() },
    };

    [Theory, MemberData(nameof(Limits))]
    public void Programs_limit_gradients(string name, ClipGradBase clip, Func<double[], double[]> limit)
    {
        Assert.NotEmpty(name);
        Clip.SetGradientClip(clip);
        Optimizer.SGD(0.1).Minimize(_loss);
        Follows((w, g) =>
        {
            double[] limited = limit(g);
            return w.Select((x, i) => x - (0.1 * limited[i])).ToArray();
        });
    }

    [Fact]
    public void Long_names_make_the_same_optimizers()
    {
        Assert.IsType<Trireme.Optimizers.SGD>(Optimizer.SGDOptimizer(0.1));
        Assert.IsType<Trireme.Optimizers.Adam>(Optimizer.AdamOptimizer());
        Assert.IsType<Trireme.Optimizers.RMSProp>(Optimizer.RMSPropOptimizer(0.1));
        Assert.IsType<LarsMomentumOptimizer>(Optimizer.LarsMomentumOptimizer(0.1, 0.9));
        Assert.IsType<FtrlOptimizer>(Optimizer.FtrlOptimizer(0.1));
        Assert.Throws<InvalidArgumentException>(() => Optimizer.Ftrl(0.1, l1: -1));
        Assert.Throws<InvalidArgumentException>(() => Optimizer.ModelAverage(0.1, 5, 2));
        Assert.Throws<InvalidArgumentException>(() => Optimizer.ExponentialMovingAverage(1));
    }
}
