using Trireme.Static;
using Xunit;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.ControlFlow;

/// <summary>Builds and runs fluid programs; a program and its copy must agree.</summary>
internal static class FluidPrograms
{
    public static float[][] Run(Program main, IReadOnlyDictionary<string, Tensor> feed, params FetchTarget[] fetches)
    {
        float[][] first = Array.ConvertAll(new Executor().Run(main, feed, fetches), t => t.Cast("float32").ToArray<float>());
        float[][] again = Array.ConvertAll(new Executor().Run(main.Clone(), feed, fetches), t => t.Cast("float32").ToArray<float>());
        Assert.Equal(first, again);
        return first;
    }

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

    public static void Near(IEnumerable<float> expected, IEnumerable<float> actual, double tolerance = 1e-5)
    {
        float[] e = expected.ToArray(), a = actual.ToArray();
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++)
            Assert.Equal(e[i], a[i], tolerance * Math.Max(1, Math.Abs(e[i])));
    }
}
