using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Layers that make values, hand them on or order them.</summary>
[Collection("environment")]
public sealed class ValueTests : IDisposable
{
    private readonly LayerProgram _program = new();

    public void Dispose() => _program.Dispose();

    /// <summary>Asks whether numbers are spread as they should: the mean, the standard deviation and two runs that differ.</summary>
    private double[] Spread(Tensor random, int[] shape, double mean, double deviation, Dictionary<string, Tensor>? feed = null)
    {
        Tensor first = _program.Run(feed ?? [], random)[0];
        Assert.Equal(shape, first.Shape.ToArray());
        double[] x = Values(first);
        double average = x.Average(), error = 5 * deviation / Math.Sqrt(x.Length);
        Assert.InRange(average, mean - error, mean + error);
        Assert.InRange(Math.Sqrt(x.Average(v => (v - average) * (v - average))), deviation - error, deviation + error);
        Assert.NotEqual(x, Values(_program.Run(feed ?? [], random)[0]));
        return x;
    }

    [Fact]
    public void Uniform_random()
    {
        double[] x = Spread(Layers.UniformRandom([60, 70], min: 2, max: 5), [60, 70], 3.5, 3 / Math.Sqrt(12));
        Assert.All(x, v => Assert.InRange(v, 2, 5));
        Assert.Equal("float64", Layers.UniformRandom([2], "float64").DType.ToString());
    }

    [Fact]
    public void Gaussian_random()
    {
        double[] x = Spread(Layers.GaussianRandom([60, 70], mean: -1, std: 2), [60, 70], -1, 2);
        Assert.InRange(x.Count(v => Math.Abs(v + 1) < 2) / 4200.0, 0.65, 0.72);
    }

    [Fact]
    public void Random_numbers_for_a_batch()
    {
        Tensor x = Layers.Data("x", [7]);
        Dictionary<string, Tensor> feed = new() { ["x"] = Paddle.Zeros([60, 7]) };
        Spread(Layers.GaussianRandomBatchSizeLike(x, [-1, 70], mean: 3, std: 0.5), [60, 70], 3, 0.5, feed);
        Spread(Layers.UniformRandomBatchSizeLike(x, [70, -1], outputDimIdx: 1, min: 0, max: 1), [70, 60], 0.5, 1 / Math.Sqrt(12), feed);
    }

    [Fact]
    public void A_global_variable_keeps_what_a_run_leaves()
    {
        Variable total = Layers.CreateGlobalVar([2], 1.5, "float32", persistable: true, name: "total");
        Layers.Sums([total, Layers.Data("x", [2], appendBatchSize: false)], total);
        _program.Start();
        Assert.Equal([1.5f, 1.5f], _program.Parameter("total").ToArray<float>());
        for (int run = 0; run < 3; run++)
            _program.Run(new() { ["x"] = Floats([2], 1, 2) }, total);
        Assert.Equal([4.5f, 7.5f], _program.Parameter("total").ToArray<float>());
        Assert.True(total.Persistable);
    }

    [Fact]
    public void Sequences_and_rows_in_the_order_of_a_rank_table()
    {
        Tensor x = Layers.Data("x", [1], lodLevel: 1), rows = Layers.Data("rows", [2]);
        Variable table = Layers.LodRankTable(x);
        Tensor sequences = Layers.ReorderLodTensorByRank(x, table), ordered = Layers.ReorderLodTensorByRank(rows, table);
        Tensor[] r = _program.Run(new() { ["x"] = Ragged(Floats([6, 1], 1, 2, 3, 4, 5, 6), 2, 3, 1), ["rows"] = Floats([3, 2], 1, 2, 3, 4, 5, 6) }, sequences, ordered);
        Assert.Equal([3f, 4f, 5f, 1f, 2f, 6f], r[0].ToArray<float>());
        Assert.Equal([3, 2, 1], r[0].Lod!.RecursiveSequenceLengths()[0]);
        Assert.Equal([3f, 4f, 1f, 2f, 5f, 6f], r[1].ToArray<float>());
    }

    [Fact]
    public void A_function_in_csharp_with_its_gradient()
    {
        Variable x = LayerProgram.Data("x", [2, 2]), y = _program.Main.CurrentBlock().CreateVar("y", [2, 2], "float32");
        y.StopGradient = false;
        Assert.Same(y, Layers.PyFunc(a => [a[0] * a[0]], [x], [y], b => [b[0]! * b[2]! * 2])[0]);
        Variable?[] slope = Graph.Gradients([Layers.ReduceSum(y)], [x]);
        Tensor[] r = _program.Run(new() { ["x"] = Floats([2, 2], 1, 2, 3, 4) }, y, slope[0]!);
        Assert.Equal([1f, 4f, 9f, 16f], r[0].ToArray<float>());
        Assert.Equal([2f, 4f, 6f, 8f], r[1].ToArray<float>());
    }

    [Fact]
    public void Print_hands_its_tensor_through()
    {
        Tensor y = Layers.Scale(Layers.Print(Layers.Data("printed_input", [2]), message: "seen here", summarize: 2, printTensorLod: false), 2);
        TextWriter before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(text));
        try
        {
            Assert.Equal([2f, 4f, 6f, 8f], _program.Run(new() { ["printed_input"] = Floats([2, 2], 1, 2, 3, 4) }, y)[0].ToArray<float>());
        }
        finally
        {
            Console.SetOut(before);
        }
        Assert.Contains("Variable: printed_input\n  - message: seen here\n", text.ToString());
        Assert.Contains("- data: [1 2]", text.ToString());
        Assert.DoesNotContain("lod", text.ToString());
    }
}
