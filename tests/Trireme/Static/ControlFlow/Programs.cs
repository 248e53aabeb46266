using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Static.ControlFlow;

/// <summary>Runs a program and its copy, which must agree.</summary>
internal static class Programs
{
    public static float[][] Run(Program main, IReadOnlyDictionary<string, Tensor> feed, params FetchTarget[] fetches)
    {
        float[][] first = Once(main, feed, fetches);
        Assert.Equal(first, Once(main, feed, fetches));
        Assert.Equal(first, Once(main.Clone(), feed, fetches));
        return first;
    }

    public static void Near(IEnumerable<double> expected, IEnumerable<float> actual, double tolerance = 1e-5)
    {
        double[] e = expected.ToArray();
        float[] a = actual.ToArray();
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++)
            Assert.Equal(e[i], a[i], tolerance * Math.Max(1, Math.Abs(e[i])));
    }

    public static Variable Input(string name, Shape shape, DType? dtype = null)
    {
        Variable variable = Trireme.Static.Static.Data(name, shape, dtype);
        variable.StopGradient = variable.DType.Kind is not (DTypeKind.Float32 or DTypeKind.Float64);
        return variable;
    }

    /// <summary>dTarget/dInput by finite differences, element by element.</summary>
    public static double[] Numeric(Program main, IReadOnlyDictionary<string, Tensor> feed, string input, FetchTarget target, double step = 1e-2)
    {
        Tensor x = feed[input];
        float[] values = x.ToArray<float>();
        var gradient = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double At(double delta)
            {
                float[] moved = [.. values];
                moved[i] += (float)delta;
                Tensor other = Paddle.ToTensor(moved).Reshape(x.Shape);
                other.Lod = x.Lod;
                return new Executor().Run(main, new Dictionary<string, Tensor>(feed) { [input] = other }, [target])[0].Item();
            }
            gradient[i] = (At(step) - At(-step)) / (2 * step);
        }
        return gradient;
    }

    private static float[][] Once(Program main, IReadOnlyDictionary<string, Tensor> feed, FetchTarget[] fetches)
        => Array.ConvertAll(new Executor().Run(main, feed, fetches), t => t.Cast("float32").ToArray<float>());
}
