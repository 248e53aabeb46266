using Trireme.Fluid;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Sequences;

/// <summary>A program under test with a scope of its own, its parameters, and its gradients against finite differences.</summary>
internal sealed class LayerProgram : IDisposable
{
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly Executor _executor = new();

    public LayerProgram(int seed = 1)
    {
        _guard = Api.ProgramGuard(Main, Startup);
        Paddle.Seed(seed);
    }

    public Program Main { get; } = new();

    public Program Startup { get; } = new();

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    public static Tensor Numbers(params int[] shape) => (Paddle.Arange(shape.Aggregate(1, (a, b) => a * b), dtype: "float32") * 0.37 + 0.2).Sin().Reshape(shape);

    /// <summary>Rows that belong to sequences of these lengths.</summary>
    public static Tensor Ragged(Tensor rows, params int[] lengths) => Api.CreateLodTensor(rows, [lengths]);

    public static Tensor Tokens(int[] lengths, params long[] tokens) => Api.CreateLodTensor(Paddle.ToTensor(tokens).Reshape([tokens.Length, 1]), [lengths]);

    public static double[][] Rows(Tensor x)
    {
        double[] values = x.Cast("float64").ToArray<double>();
        int rows = x.Shape[0], width = rows == 0 ? 0 : values.Length / rows;
        return Enumerable.Range(0, rows).Select(i => values[(i * width)..((i + 1) * width)]).ToArray();
    }

    public static void Near(double[][] expected, Tensor actual, double tolerance = 1e-5)
    {
        double[][] found = Rows(actual);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.Equal(expected[i].Length, found[i].Length);
            for (int j = 0; j < found[i].Length; j++)
                Assert.Equal(expected[i][j], found[i][j], tolerance * Math.Max(1, Math.Abs(expected[i][j])));
        }
    }

    public void Start() => _executor.Run(Startup);

    public Tensor[] Run(Dictionary<string, Tensor> feed, params FetchTarget[] fetches) => _executor.Run(Main, feed, fetches);

    public Tensor Parameter(string name) => Scope.Global.FindVar(name)!.GetTensor();

    public string[] ParameterNames() => Main.ListVars().Where(v => v.IsParameter).Select(v => v.Name).ToArray();

    /// <summary>Minimizes a loss by one step of gradient descent at rate 1 and compares what each parameter lost with finite differences.</summary>
    public void Trains(Tensor loss, Dictionary<string, Tensor> feed, double tolerance = 2e-3)
    {
        Program forward = Main.Clone(forTest: true);
        Trireme.Fluid.Optimizer.SGD(1.0).Minimize(loss);
        Start();
        double Loss() => _executor.Run(forward, feed, [loss.Name])[0].Cast("float64").ToArray<double>().Sum();
        string[] names = ParameterNames();
        Assert.NotEmpty(names);
        var numeric = new Dictionary<string, double[]>();
        foreach (string name in names)
        {
            Tensor parameter = Parameter(name);
            float[] values = parameter.ToArray<float>();
            numeric[name] = Enumerable.Range(0, Math.Min(8, values.Length)).Select(i =>
            {
                double At(float delta)
                {
                    float[] moved = [.. values];
                    moved[i * values.Length / Math.Min(8, values.Length)] += delta;
                    parameter.SetValue(Paddle.ToTensor(moved).Reshape(parameter.Shape));
                    return Loss();
                }
                double slope = (At(0.01f) - At(-0.01f)) / 0.02;
                parameter.SetValue(Paddle.ToTensor(values).Reshape(parameter.Shape));
                return slope;
            }).ToArray();
        }
        Dictionary<string, float[]> before = names.ToDictionary(n => n, n => Parameter(n).ToArray<float>());
        double first = Loss();
        _executor.Run(Main, feed, [loss.Name]);
        foreach (string name in names)
        {
            float[] after = Parameter(name).ToArray<float>();
            double[] slopes = numeric[name];
            for (int i = 0; i < slopes.Length; i++)
            {
                int at = i * after.Length / slopes.Length;
                Assert.True(Math.Abs(slopes[i] - (before[name][at] - after[at])) <= tolerance * Math.Max(1, Math.Abs(slopes[i])),
                    $"{name}[{at}]: finite differences {slopes[i]}, program {before[name][at] - after[at]}, loss {first}");
            }
        }
    }
}
