using Trireme.Fluid;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Metrics;

public sealed class MetricTests
{
    private static Tensor Column(params float[] values) => Paddle.ToTensor(values).Reshape([values.Length, 1]);

    [Fact]
    public void Accuracies_are_weighted_by_batch_sizes()
    {
        var metric = new Trireme.Fluid.Metrics.Accuracy();
        Assert.Contains("no data", Assert.Throws<PreconditionNotMetException>(() => metric.Eval()).Message);
        metric.Update(0.5, 30);
        metric.Update(Paddle.ToTensor(new float[] { 1 }), 10);
        Assert.Equal(0.625, metric.Eval()[0], 12);
        Assert.Equal(40, metric.GetConfig()["weight"]);
        metric.Reset();
        metric.Update(Column(0.25f), Column(4));
        Assert.Equal([0.25], metric.Eval());
        Assert.Throws<InvalidArgumentException>(() => metric.Update(0.5, -1));
    }

    [Fact]
    public void Precision_and_recall_count_positives()
    {
        Tensor preds = Column(0.1f, 0.7f, 0.8f, 0.9f, 0.2f, 0.2f, 0.3f, 0.5f, 0.8f, 0.6f);
        Tensor labels = Paddle.ToTensor(new long[] { 0, 1, 1, 1, 1, 0, 0, 1, 0, 0 });
        var both = new Trireme.Fluid.Metrics.CompositeMetric();
        both.AddMetric(new Trireme.Fluid.Metrics.Precision());
        both.AddMetric(new Trireme.Fluid.Metrics.Recall());
        both.Update(preds, labels);
        Assert.Equal([3 / 5.0, 3 / 5.0], both.Eval());
        Assert.Equal(2, both.GetConfig()["Recall_1.fn"]);
        both.Reset();
        Assert.Equal([0.0, 0.0], both.Eval());
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order()
    {
        float[] positives = [0.9f, 0.8f, 0.35f], negatives = [0.1f, 0.4f, 0.6f, 0.2f];
        var rows = positives.Concat(negatives).SelectMany(p => (float[])[1 - p, p]).ToArray();
        var metric = new Trireme.Fluid.Metrics.Auc("auc");
        metric.Update(Paddle.ToTensor(rows).Reshape([7, 2]), Paddle.ToTensor(new long[] { 1, 1, 1, 0, 0, 0, 0 }));
        int pairs = positives.Sum(p => negatives.Count(n => p > n));
        Assert.Equal(pairs / 12.0, metric.Eval()[0], 6);
        Assert.Equal(3, Trireme.Fluid.Metrics.Auc.TrapezoidArea(1, 3, 1, 2));
    }

    [Fact]
    public void Chunks_have_precision_recall_and_f1()
    {
        var metric = new Trireme.Fluid.Metrics.ChunkEvaluator();
        Assert.Equal([0.0, 0.0, 0.0], metric.Eval());
        metric.Update(10, 9, 8);
        metric.Update(Paddle.ToTensor(new long[] { 3 }), Paddle.ToTensor(new long[] { 3 }), Paddle.ToTensor(new long[] { 3 }));
        Assert.Equal([11 / 13.0, 11 / 12.0, 2 * 11 / 25.0], metric.Eval().Select(v => Math.Round(v, 15)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Throws<InvalidArgumentException>(() => metric.Update(-1, 0, 0));
    }

    [Fact]
    public void Edit_distances_have_a_mean_and_a_share_of_errors()
    {
        var metric = new Trireme.Fluid.Metrics.EditDistance("distance");
        Assert.Throws<PreconditionNotMetException>(() => metric.Eval());
        metric.Update(Column(0, 2, 1, 0), 4);
        metric.Update(Column(3, 0), 2);
        Assert.Equal([1.0, 0.5], metric.Eval());
        Assert.Throws<InvalidArgumentException>(() => metric.Update(Column(0, 0), 1));
    }

    [Fact]
    public void A_weighted_average_is_what_its_name_says()
    {
        var average = new WeightedAverage();
        Assert.Throws<PreconditionNotMetException>(() => average.Eval());
        average.Add(2.0, 1);
        average.Add(Paddle.ToTensor(new float[] { 4 }), 2);
        Assert.Equal(10 / 3.0, average.Eval(), 12);
        average.Reset();
        Assert.Throws<PreconditionNotMetException>(() => average.Eval());
    }

    [Fact]
    public void There_is_no_gpu_and_asking_for_one_says_so()
    {
        Assert.False(Api.IsCompiledWithCuda());
        Assert.Equal(0, Api.GetCudaDeviceCount());
        Assert.Contains("CPU only", Assert.Throws<InvalidArgumentException>(() => Api.CUDAPlace(0)).Message);
        Assert.Throws<InvalidArgumentException>(() => Api.CudaPlaces());
        Assert.Throws<InvalidArgumentException>(() => Api.CUDAPinnedPlace());
        Assert.Equal(8, Api.CpuPlaces(8).Count);
        Assert.False(Initializer.ForceInitOnCpu());
        using (Initializer.InitOnCpu())
            Assert.True(Initializer.ForceInitOnCpu());
        Assert.False(Initializer.ForceInitOnCpu());
    }

    [Fact]
    public void Click_rates_are_summed_up_over_batches()
    {
        var main = new Static.Program();
        var startup = new Static.Program();
        using var scope = new Static.ScopeGuard(new Static.Scope());
        using var guard = Api.ProgramGuard(main, startup);
        Tensor p = Layers.Data("p", [1]), y = Layers.Data("y", [1], dtype: DType.Int32), weight = Layers.Data("weight", [1]);
        var all = Static.Static.CtrMetricBundle(p, y);
        Tensor counted = Static.Static.CtrMetricBundle(p, y, weight).LocalInsNum;
        var first = new Dictionary<string, double>
        {
            ["batch_size"] = 4,
            ["batch_sum"] = 2,
            ["batch_square"] = 1,
            ["scale_w"] = 3,
            ["bias"] = 1,
        };
        Tensor scaled = Static.Static.NN.DataNorm(p, paramAttr: first, enableScaleAndShift: true);
        var executor = new Static.Executor();
        executor.Run(startup);
        float[] errors = [0.3f, 0.8f, 0.4f, 0.1f], predictions = [0.7f, 0.8f, 0.4f, 0.9f];
        Tensor[] found = [];
        for (int batch = 0; batch < 2; batch++)
        {
            var feed = new Dictionary<string, Tensor>
            {
                ["p"] = Column(predictions[(2 * batch)..((2 * batch) + 2)]),
                ["y"] = Paddle.ToTensor(new int[] { 1 - batch, batch }).Reshape([2, 1]),
                ["weight"] = Column(batch),
            };
            found = executor.Run(main, feed, [all.LocalSqrerr, all.LocalAbserr, all.LocalProb, all.LocalQ, all.LocalPosNum, all.LocalInsNum, counted, scaled]);
        }
        double[] expected = [errors.Sum(e => e * e), errors.Sum(), predictions.Sum(), predictions.Sum(v => 1 / (1 + Math.Exp(-v))), 2, 4, 2];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i].ToArray<float>()[0], 1e-5);
        // Less the mean of 1/2, times the root of 4, times 3, plus 1.
        Assert.Equal(((0.4 - 0.5) * 2 * 3) + 1, found[7].ToArray<float>()[0], 1e-5);
        Assert.Throws<InvalidArgumentException>(() => Static.Static.CtrMetricBundle(p, Layers.Data("z", [2])));
    }
}
