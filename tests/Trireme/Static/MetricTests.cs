using Trireme.Static;
using Xunit;
using S = Trireme.Static.Static;

namespace Trireme.Tests.Static;

/// <summary>Metrics that programs compute, and the small functions around programs.</summary>
public sealed class MetricTests
{
    [Fact]
    public void AccuracyCountsHits()
    {
        var main = new Program();
        using ProgramGuard guard = S.ProgramGuard(main, new Program());
        using ScopeGuard scope = S.ScopeGuard(new Scope());
        Variable x = S.Data("x", [-1, 3]), label = S.Data("label", [-1, 1], "int64");
        Variable correct = S.CreateGlobalVar([1], 0, DType.Int32, name: "correct"), total = S.CreateGlobalVar([1], 0, DType.Int32, name: "total");
        Tensor first = S.Accuracy(x, label, 1, correct, total), second = S.Accuracy(x, label, 2);
        Tensor[] got = new Executor().Run(main, new Dictionary<string, Tensor>
        {
            ["x"] = Paddle.ToTensor(new float[,] { { 3, 2, 1 }, { 1, 5, 4 }, { 2, 1, 9 }, { 7, 6, 0 } }),
            ["label"] = Paddle.ToTensor(new long[,] { { 0 }, { 2 }, { 2 }, { 2 } }),
        }, [first, second, correct, total]);
        Assert.Equal([0.5f, 0.75f], [got[0].Item<float>(), got[1].Item<float>()]);
        Assert.Equal([2, 4], [got[2].Item<int>(), got[3].Item<int>()]);
    }

    [Fact]
    public void TheAreaGoesOnFromBatchToBatch()
    {
        var main = new Program();
        using ProgramGuard guard = S.ProgramGuard(main, new Program());
        using ScopeGuard scope = S.ScopeGuard(new Scope());
        Variable x = S.Data("x", [-1, 2]), label = S.Data("label", [-1, 1], "int64");
        (Tensor all, Tensor batch, Tensor[] states) = S.Auc(x, label);
        Assert.Equal(4, states.Length);
        var random = new System.Random(3);
        var seen = new List<(double Score, long Label)>();
        var executor = new Executor();
        for (int run = 0; run < 4; run++)
        {
            (double Score, long Label)[] rows = Enumerable.Range(0, 20).Select(_ => (Math.Round(random.NextDouble(), 2), (long)random.Next(2))).ToArray();
            seen.AddRange(rows);
            Tensor[] got = executor.Run(main, new Dictionary<string, Tensor>
            {
                ["x"] = Paddle.ToTensor(rows.SelectMany(r => new[] { (float)(1 - r.Score), (float)r.Score }).ToArray()).Reshape([20, 2]),
                ["label"] = Paddle.ToTensor(rows.Select(r => r.Label).ToArray()).Reshape([20, 1]),
            }, [all, batch]);
            Assert.Equal(Area(seen), got[0].Item(), 1e-6);
            Assert.Equal(Area(rows), got[1].Item(), 1e-6);
        }
    }

    [Fact]
    public void GuardsPlacesAndParts()
    {
        var main = new Program();
        using ProgramGuard guard = S.ProgramGuard(main);
        Variable x = S.Data("x", [2, 2]);
        Tensor y;
        using (S.NameScope("part"))
        using (S.DeviceGuard("cpu"))
            y = x * 2;
        Assert.Equal("/part/", main.GlobalBlock().Ops[^1].NameScope);
        Tensor z = S.Setitem(y + 0, [1], Paddle.ToTensor(new float[] { 7, 8 }));
        Assert.Equal([2f, 4, 7, 8], new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new float[,] { { 1, 2 }, { 3, 4 } }) }, [z])[0].ToArray<float>());
        Assert.Throws<InvalidArgumentException>(() => S.DeviceGuard("gpu:0"));
        Assert.Equal(3, S.CpuPlaces(3).Count);
        Assert.Throws<InvalidArgumentException>(() => S.CpuPlaces(0));
        Assert.True(S.IsPersistable((Variable)S.CreateParameter([2], "float32")));
        Assert.False(S.IsPersistable(x));
    }

    // How often a positive row scores higher than a negative one; ties count half.
    private static double Area(IReadOnlyCollection<(double Score, long Label)> rows)
    {
        double[] positive = rows.Where(r => r.Label == 1).Select(r => r.Score).ToArray(), negative = rows.Where(r => r.Label == 0).Select(r => r.Score).ToArray();
        return positive.Sum(p => negative.Sum(n => p > n ? 1 : p == n ? 0.5 : 0)) / positive.Length / negative.Length;
    }
}
