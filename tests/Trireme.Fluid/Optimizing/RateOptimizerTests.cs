using Trireme.Fluid;

namespace Trireme.Tests.Fluid.Optimizing;

/// <summary>The optimizers of 1.5 with arguments that are not their defaults, against their formulas in double precision.</summary>
public sealed class RateOptimizerTests : IDisposable
{
    private const int Size = 5, Steps = 6;
    private static readonly double[] First = [0.5, -1, 2, 0, -0.25];
    private readonly LayerProgram _program = new();
    private readonly Tensor _loss;

    public RateOptimizerTests()
    {
        Tensor weights = Layers.CreateParameter(Size, "float64", "w", defaultInitializer: Initializer.NumpyArrayInitializer(First));
        // The gradient of the weights is what is fed.
        _loss = Layers.ReduceSum(weights * Layers.Data("g", [Size], appendBatchSize: false, dtype: "float64"));
    }

    public void Dispose() => _program.Dispose();

    /// <summary>Compares each step with one of a formula from weights and gradients, counted from 1, to weights.</summary>
    private void Follows(Func<double[], double[], int, double[]> formula)
    {
        _program.Start();
        double[] w = First;
        for (int step = 1; step <= Steps; step++)
        {
            double[] g = Enumerable.Range(0, Size).Select(i => Math.Sin((1.7 * step) + i)).ToArray();
            _program.Run(new() { ["g"] = Paddle.ToTensor(g) }, _loss);
            w = formula(w, g, step);
            Given.Near(w, Given.Values(_program.Parameter("w")), 1e-6);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Momentum(bool nesterov)
    {
        Optimizer.Momentum(0.1, 0.8, useNesterov: nesterov).Minimize(_loss);
        var velocity = new double[Size];
        Follows((w, g, _) => w.Select((x, i) => x - (0.1 * ((velocity[i] = (0.8 * velocity[i]) + g[i]) * (nesterov ? 0.8 : 1))) - (nesterov ? 0.1 * g[i] : 0)).ToArray());
    }

    [Fact]
    public void Adam()
    {
        Optimizer.Adam(0.05, beta1: 0.7, beta2: 0.9, epsilon: 1e-3).Minimize(_loss);
        double[] first = new double[Size], second = new double[Size];
        Follows((w, g, t) => w.Select((x, i) =>
        {
            first[i] = (0.7 * first[i]) + (0.3 * g[i]);
            second[i] = (0.9 * second[i]) + (0.1 * g[i] * g[i]);
            double correction = Math.Sqrt(1 - Math.Pow(0.9, t));
            return x - (0.05 * correction / (1 - Math.Pow(0.7, t)) * first[i] / (Math.Sqrt(second[i]) + (1e-3 * correction)));
        }).ToArray());
    }

    [Fact]
    public void Adamax()
    {
        Optimizer.Adamax(0.05, beta1: 0.7, beta2: 0.9, epsilon: 1e-3).Minimize(_loss);
        double[] moment = new double[Size], norm = new double[Size];
        Follows((w, g, t) => w.Select((x, i) =>
        {
            moment[i] = (0.7 * moment[i]) + (0.3 * g[i]);
            norm[i] = Math.Max((0.9 * norm[i]) + 1e-3, Math.Abs(g[i]));
            return x - (0.05 / (1 - Math.Pow(0.7, t)) * moment[i] / norm[i]);
        }).ToArray());
    }

    [Fact]
    public void Adagrad()
    {
        Optimizer.Adagrad(0.2, epsilon: 1e-2, initialAccumulatorValue: 0.3).Minimize(_loss);
        double[] squares = Enumerable.Repeat(0.3, Size).ToArray();
        Follows((w, g, _) => w.Select((x, i) => x - (0.2 * g[i] / (Math.Sqrt(squares[i] += g[i] * g[i]) + 1e-2))).ToArray());
    }

    [Fact]
    public void Adadelta_takes_whole_steps_at_any_rate()
    {
        Optimizer.Adadelta(0.0003, epsilon: 1e-2, rho: 0.8).Minimize(_loss);
        double[] gradients = new double[Size], updates = new double[Size];
        Follows((w, g, _) => w.Select((x, i) =>
        {
            gradients[i] = (0.8 * gradients[i]) + (0.2 * g[i] * g[i]);
            double update = -Math.Sqrt((updates[i] + 1e-2) / (gradients[i] + 1e-2)) * g[i];
            updates[i] = (0.8 * updates[i]) + (0.2 * update * update);
            return x + update;
        }).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RMSProp(bool centered)
    {
        Optimizer.RMSProp(0.05, rho: 0.8, epsilon: 1e-2, momentum: 0.6, centered: centered).Minimize(_loss);
        double[] squares = new double[Size], means = new double[Size], velocity = new double[Size];
        Follows((w, g, _) => w.Select((x, i) =>
        {
            squares[i] = (0.8 * squares[i]) + (0.2 * g[i] * g[i]);
            means[i] = centered ? (0.8 * means[i]) + (0.2 * g[i]) : 0;
            velocity[i] = (0.6 * velocity[i]) + (0.05 * g[i] / Math.Sqrt(squares[i] - (means[i] * means[i]) + 1e-2));
            return x - velocity[i];
        }).ToArray());
    }

    [Fact]
    public void Lamb()
    {
        Optimizer.Lamb(0.05, lambWeightDecay: 0.1, beta1: 0.7, beta2: 0.9, epsilon: 1e-2).Minimize(_loss);
        double[] first = new double[Size], second = new double[Size];
        Follows((w, g, t) =>
        {
            double[] step = w.Select((x, i) =>
            {
                first[i] = (0.7 * first[i]) + (0.3 * g[i]);
                second[i] = (0.9 * second[i]) + (0.1 * g[i] * g[i]);
                return (first[i] / (1 - Math.Pow(0.7, t)) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.9, t))) + 1e-2)) + (0.1 * x);
            }).ToArray();
            double ratio = Math.Sqrt(w.Sum(x => x * x) / step.Sum(s => s * s));
            return w.Select((x, i) => x - (0.05 * ratio * step[i])).ToArray();
        });
    }
}
