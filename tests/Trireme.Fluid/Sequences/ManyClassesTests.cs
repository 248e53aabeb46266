using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.Sequences;

/// <summary>Losses over many classes and for rankings against their definitions.</summary>
public class ManyClassesTests
{
    private static double Softplus(double v) => Math.Log(1 + Math.Exp(v));

    [Theory]
    [InlineData("uniform")]
    [InlineData("log_uniform")]
    [InlineData("custom_dist")]
    public void Noise_is_drawn_with_its_probabilities(string sampler)
    {
        using var p = new LayerProgram();
        const int Classes = 5, Samples = 4, N = 6000;
        double[] distribution = sampler switch
        {
            "uniform" => [0.2, 0.2, 0.2, 0.2, 0.2],
            "log_uniform" => Enumerable.Range(0, Classes).Select(k => Math.Log((k + 2.0) / (k + 1)) / Math.Log(Classes + 1)).ToArray(),
            _ => [0.05, 0.4, 0.15, 0.3, 0.1],
        };
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor cost = Layers.Nce(x, label, Classes, biasAttr: new NN.Initializers.Uniform(), paramAttr: new NN.Initializers.Uniform(), numNegSamples: Samples, sampler: sampler,
            customDist: sampler == "custom_dist" ? distribution : null);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([1, 2]).Expand([N, 2]), ["label"] = Paddle.Full([N, 1], 3, "int64") };
        double[] costs = Rows(p.Run(feed, cost)[0]).Select(r => r[0]).ToArray();
        double[] row = Rows(feed["x"])[0], bias = Rows(p.Parameter(p.ParameterNames()[1])).Select(b => b[0]).ToArray();
        double[][] weight = Rows(p.Parameter(p.ParameterNames()[0]));
        double[] o = weight.Select((w, k) => 1 / (1 + Math.Exp(-((w[0] * row[0]) + (w[1] * row[1]) + bias[k])))).ToArray(), b = distribution.Select(q => q * Samples).ToArray();
        double own = -Math.Log(o[3] / (o[3] + b[3])), noise = Enumerable.Range(0, Classes).Sum(k => distribution[k] * -Math.Log(b[k] / (o[k] + b[k])));
        Assert.Equal((own + (Samples * noise)) / (Samples + 1), costs.Average(), 0.01);
    }

    [Fact]
    public void Noise_contrastive_estimation_is_trained()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [1], dtype: "int64"), weight = Layers.Data("weight", [1]);
        Tensor cost = Layers.Nce(x, label, 6, sampleWeight: weight, numNegSamples: 3, seed: 7);
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([3, 2]), ["label"] = Paddle.ToTensor(new long[,] { { 1 }, { 0 }, { 5 } }), ["weight"] = Paddle.ToTensor(new float[,] { { 1 }, { 0.5f }, { 2 } }) };
        p.Trains(Layers.ReduceSum(cost), feed);
        Assert.Throws<InvalidArgumentException>(() => Layers.Nce(x, label, 6, sampler: "other"));
        Assert.Throws<InvalidArgumentException>(() => Layers.Nce(x, label, 3, sampler: "custom_dist", customDist: [0.5, 0.1, 0.1]));
    }

    [Fact]
    public void Gradients_belong_to_the_classes_that_were_drawn()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor cost = Layers.ReduceSum(Layers.Nce(x, label, 1000, numNegSamples: 5));
        Variable gradient = Graph.Gradients([cost], [Recorded("nce").Block.Var(p.ParameterNames()[0])])[0]!;
        Variable drawn = Recorded("nce").Block.Var(Recorded("nce").Output("SampleLabels")[0]);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([4, 2]), ["label"] = Paddle.ToTensor(new long[,] { { 1 }, { 0 }, { 5 }, { 700 } }) };
        for (int run = 0; run < 3; run++)
        {
            Tensor[] found = p.Run(feed, gradient, drawn);
            double[][] rows = Rows(found[0]);
            Assert.Equal(found[1].ToArray<long>().Distinct().Order(), Enumerable.Range(0, 1000).Where(k => rows[k].Any(v => v != 0)).Select(k => (long)k));
        }

        static Operator Recorded(string type) => Graph.DefaultMainProgram().GlobalBlock().Ops.Single(o => o.Type == type);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void The_leaves_of_a_tree_share_all_probability(int classes)
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [3]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor cost = Layers.Hsigmoid(x, label, classes, biasAttr: new NN.Initializers.Uniform());
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([1, 3]).Expand([classes, 3]), ["label"] = Paddle.Arange(classes, dtype: "int64").Reshape([classes, 1]) };
        Assert.Equal(1, Rows(p.Run(feed, cost)[0]).Sum(r => Math.Exp(-r[0])), 1e-5);
        Assert.Equal($"[{classes - 1}, 3]", p.Parameter(p.ParameterNames()[0]).Shape.ToString());
        feed["label"] = Paddle.Full([classes, 1], classes - 1, "int64");
        p.Trains(Layers.ReduceSum(cost), feed);
    }

    [Fact]
    public void A_tree_of_ones_own_is_followed()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [3]), label = Layers.Data("label", [1], dtype: "int64"), table = Layers.Data("table", [2], dtype: "int64"), code = Layers.Data("code", [2], dtype: "int64");
        Tensor cost = Layers.Hsigmoid(x, label, 2, biasAttr: false, pathTable: table, pathCode: code, isCustom: true);
        p.Start();
        var feed = new Dictionary<string, Tensor>
        {
            ["x"] = Numbers([1, 3]).Expand([3, 3]),
            ["label"] = Paddle.ToTensor(new long[,] { { 0 }, { 1 }, { 2 } }),
            ["table"] = Paddle.ToTensor(new long[,] { { 0, -1 }, { 0, 1 }, { 0, 1 } }),
            ["code"] = Paddle.ToTensor(new long[,] { { 0, -1 }, { 1, 0 }, { 1, 1 } }),
        };
        double[] row = Rows(feed["x"])[0], d = Rows(p.Parameter(p.ParameterNames()[0])).Select(w => w.Zip(row, (a, b) => a * b).Sum()).ToArray();
        Near([[Softplus(d[0])], [Softplus(-d[0]) + Softplus(d[1])], [Softplus(-d[0]) + Softplus(-d[1])]], p.Run(feed, cost)[0]);
        p.Trains(Layers.ReduceSum(cost), feed);
        Assert.Throws<InvalidArgumentException>(() => Layers.Hsigmoid(x, label, 2, pathTable: table));
    }

    [Fact]
    public void A_sampled_softmax_is_one_over_the_samples()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [2], dtype: "int64"), samples = Layers.Data("samples", [4], dtype: "int64"), chances = Layers.Data("chances", [4]);
        Tensor logits = Layers.Fc(x, 5);
        Tensor given = Layers.SampledSoftmaxWithCrossEntropy(logits, label, 2, numTrue: 2, useCustomizedSamples: true, customizedSamples: samples, customizedProbabilities: chances);
        p.Start();
        var feed = new Dictionary<string, Tensor>
        {
            ["x"] = Numbers([2, 2]),
            ["label"] = Paddle.ToTensor(new long[,] { { 1, 4 }, { 0, 2 } }),
            ["samples"] = Paddle.ToTensor(new long[,] { { 1, 4, 4, 3 }, { 0, 2, 3, 1 } }),
            ["chances"] = Paddle.ToTensor(new float[,] { { 0.5f, 0.25f, 0.25f, 0.125f }, { 0.5f, 0.25f, 0.125f, 0.75f } }),
        };
        Tensor[] r = p.Run(feed, given, logits);
        double[][] z = Rows(r[1]);
        double A(int row, int k, double q) => z[row][k] - Math.Log(q);
        // In the first row the drawn class 4 is one of its own: it counts nothing.
        double[] first = [A(0, 1, 0.5), A(0, 4, 0.25), A(0, 3, 0.125)], second = [A(1, 0, 0.5), A(1, 2, 0.25), A(1, 3, 0.125), A(1, 1, 0.75)];
        double Loss(double[] a) => Math.Log(a.Sum(Math.Exp)) - ((a[0] + a[1]) / 2);
        Near([[Loss(first)], [Loss(second)]], r[0]);
        p.Trains(Layers.ReduceSum(given), feed);
    }

    [Fact]
    public void Samples_are_drawn_once_each_and_trained()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor cost = Layers.SampledSoftmaxWithCrossEntropy(Layers.Fc(x, 8), label, 5, seed: 3);
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([3, 2]), ["label"] = Paddle.ToTensor(new long[,] { { 1 }, { 7 }, { 0 } }) };
        p.Trains(Layers.ReduceSum(cost), feed);
        Assert.Throws<InvalidArgumentException>(() => Layers.SampledSoftmaxWithCrossEntropy(Layers.Fc(x, 8), label, 9));
    }

    [Fact]
    public void Rankings_follow_their_formulas()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [2]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor scores = Layers.Fc(x, 4), cost = Layers.BprLoss(scores, label);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([3, 2]), ["label"] = Paddle.ToTensor(new long[,] { { 1 }, { 3 }, { 0 } }) };
        Tensor[] r = p.Run(feed, cost, scores);
        int[] own = [1, 3, 0];
        Near(Rows(r[1]).Select((z, n) => new[] { Enumerable.Range(0, 4).Where(j => j != own[n]).Average(j => Softplus(z[j] - z[own[n]])) }).ToArray(), r[0]);
        p.Trains(Layers.ReduceSum(cost), feed);
    }

    [Fact]
    public void A_teacher_adds_a_loss_and_bounds_end_the_gradient()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [1], stopGradient: false), label = Layers.Data("label", [1]);
        Tensor cost = Layers.TeacherStudentSigmoidLoss(x, label, softMaxUpBound: 3.0, softMaxLowerBound: -3.0);
        Tensor gradient = Graph.Gradients([cost], [x])[0]!;
        double[] xs = [0.5, -1, 2, 0.25, 5, -4], labels = [-2, -1, 0.3, 1.6, -1, 0.5];
        Tensor Column(double[] v) => Paddle.ToTensor(v.Select(a => (float)a).ToArray()).Reshape([v.Length, 1]);
        Tensor[] r = p.Run(new() { ["x"] = Column(xs), ["label"] = Column(labels) }, cost, gradient);
        double[] expected = xs.Zip(labels, (v, l) => l < -1 ? Softplus(v) : l < 0 ? Softplus(v) - v : l < 1 ? (2 * Softplus(v)) - (v * l) : Softplus(v) - v + Softplus(v) - (v * (l - 1))).ToArray();
        Near(expected.Select(v => new[] { v }).ToArray(), r[0]);
        double S(double v) => 1 / (1 + Math.Exp(-v));
        Near([[S(0.5)], [S(-1) - 1], [(2 * S(2)) - 0.3], [(2 * S(0.25)) - 1.6], [0], [0]], r[1]);
    }
}
