using Trireme.Random;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid;

/// <summary>Programs under test: one with a scope of its own, its parameters, and its gradients against finite differences.</summary>
internal sealed class LayerProgram : IDisposable
{
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly Executor _executor = new();
    private readonly Generator.Override _random;

    public LayerProgram(int seed = 1)
    {
        _guard = Api.ProgramGuard(Main, Startup);
        // Random numbers of its own: other tests draw from the process's at the same time.
        _random = new Generator((ulong)seed).UseOnThisThread();
    }

    public Program Main { get; } = new();

    public Program Startup { get; } = new();

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
        _guard.Dispose();
    }

    /// <summary>Runs a program and a copy of it, which must agree.</summary>
    public static float[][] Run(Program main, IReadOnlyDictionary<string, Tensor> feed, params FetchTarget[] fetches)
    {
        float[][] first = Array.ConvertAll(new Executor().Run(main, feed, fetches), t => t.Cast("float32").ToArray<float>());
        float[][] again = Array.ConvertAll(new Executor().Run(main.Clone(), feed, fetches), t => t.Cast("float32").ToArray<float>());
        Assert.Equal(first, again);
        return first;
    }

    /// <summary>An input that gradients reach.</summary>
    public static Variable Data(string name, Shape shape, int lodLevel = 0)
    {
        Variable variable = Graph.Data(name, shape, "float32", lodLevel);
        variable.StopGradient = false;
        return variable;
    }

    /// <summary>A constant that programs make anew in each run.</summary>
    public static Variable Constant(double value, DType dtype, Shape? shape = null)
    {
        Paddle.EnableStatic();
        try
        {
            return (Variable)Paddle.Full(shape ?? [1], value, dtype);
        }
        finally
        {
            Paddle.DisableStatic();
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
