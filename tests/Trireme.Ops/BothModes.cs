using Trireme.Operators;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Ops;

/// <summary>Runs an operator at once and as the only one of a program, and checks that both give the same.</summary>
internal static class BothModes
{
    public static Tensor[] Run(Op op, params Tensor?[][] slots)
    {
        Tensor[] eager = op.ApplyAll(Array.ConvertAll(slots, s => (TensorList)s.OfType<Tensor>().ToArray()));
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        var feed = new Dictionary<string, Tensor>();
        TensorList[] variables = Array.ConvertAll(slots, s => (TensorList)s.OfType<Tensor>().Select(t => Declare(main.GlobalBlock(), feed, t)).ToArray());
        Tensor[] symbolic = op.ApplyAll(variables);
        Tensor[] results = new Executor().Run(main, feed, symbolic.Where(t => t is not null).Select(t => (FetchTarget)t).ToArray());
        Tensor[] expected = eager.Where(t => t is not null).ToArray();
        Assert.Equal(expected.Length, results.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Tensor declared = symbolic.Where(t => t is not null).ElementAt(i);
            Assert.Equal(expected[i].DType, declared.DType);
            Assert.Equal(expected[i].Shape.Rank, declared.Shape.Rank);
            for (int d = 0; d < declared.Shape.Rank; d++)
                Assert.True(declared.Shape[d] == -1 || declared.Shape[d] == expected[i].Shape[d], $"{op.Info.Type}: output {i} was declared as {declared.Shape} and is {expected[i].Shape}");
            Assert.Equal(expected[i].Shape.ToArray(), results[i].Shape.ToArray());
            Assert.Equal(expected[i].Cast(DType.Float64).ToArray<double>(), results[i].Cast(DType.Float64).ToArray<double>());
            Assert.Equal(expected[i].Lod, results[i].Lod);
        }
        return eager;
    }

    public static void Close(double[] expected, Tensor actual, double tolerance = 1e-5)
    {
        double[] values = actual.Cast(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}: expected {expected[i]:R}, got {values[i]:R}");
    }

    /// <summary>Values between -1 and 1, always the same for one seed.</summary>
    public static Tensor Uniform(Shape shape, int seed = 0, double from = -1, double to = 1)
    {
        var random = new System.Random(seed + 7);
        return Tensor.From<float>(Enumerable.Range(0, (int)shape.Numel).Select(_ => (float)(from + ((to - from) * random.NextDouble()))).ToArray(), shape);
    }

    public static Tensor Floats(Shape shape, params float[] values) => Tensor.From<float>(values, shape);

    public static Tensor Ints(Shape shape, params int[] values) => Tensor.From<int>(values, shape);

    public static Tensor Longs(Shape shape, params long[] values) => Tensor.From<long>(values, shape);

    public static Tensor WithLod(this Tensor tensor, params int[][] lengths)
    {
        tensor.Lod = Lod.FromLengths(lengths);
        return tensor;
    }

    private static Tensor Declare(Block block, Dictionary<string, Tensor> feed, Tensor tensor)
    {
        string name = $"input{feed.Count}";
        feed[name] = tensor;
        Shape shape = tensor.Shape.Rank > 0 ? tensor.Shape.With(0, -1) : tensor.Shape;
        return block.CreateVar(name, tensor.Lod is null ? tensor.Shape : shape, tensor.DType, lodLevel: tensor.Lod?.Levels ?? 0);
    }
}
