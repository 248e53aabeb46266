using Trireme.Fluid;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>One layer over given inputs, whose first dimension the program does not know, and what it shall give.</summary>
internal sealed record LayerCase(string Name, Func<Tensor[], Tensor> Build, Tensor[] Inputs, int[] Shape, IEnumerable<double> Expected)
{
    /// <summary>Whether the layer needs to know all dimensions.</summary>
    public bool Fixed { get; init; }

    public static IEnumerable<object[]> NamesOf(IEnumerable<LayerCase> cases) => cases.Select(c => new object[] { c.Name });

    public static void Check(IEnumerable<LayerCase> cases, string name) => cases.Single(c => c.Name == name).Check();

    /// <summary>Each element of x changed.</summary>
    public static double[] Map(Tensor x, Func<double, double> f) => Array.ConvertAll(Given.Values(x), v => f(v));

    private void Check()
    {
        using var program = new LayerProgram();
        Tensor[] inputs = Inputs.Select((x, i) => (Tensor)Layers.Data($"x{i}", Fixed ? x.Shape : x.Shape.With(0, -1), appendBatchSize: false, dtype: x.DType,
            lodLevel: x.Lod is null ? 0 : 1)).ToArray();
        Tensor y = Build(inputs);
        Assert.Equal(Shape.Length, y.Shape.Rank);
        program.Start();
        Dictionary<string, Tensor> feed = Inputs.Select((x, i) => (x, i)).ToDictionary(p => $"x{p.i}", p => p.x);
        // The second run may follow a plan.
        for (int run = 0; run < 2; run++)
        {
            Tensor found = program.Run(feed, y)[0];
            Assert.Equal(Shape, found.Shape.ToArray());
            Given.Near(Expected.ToArray(), Given.Values(found));
        }
    }
}
