using Trireme.IO;
using Trireme.Random;

namespace Trireme.Tests.IO;

public sealed class DataLoaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Order_and_random_numbers_do_not_depend_on_the_workers(int workers)
    {
        using var seed = new Generator(7).UseOnThisThread();
        (long Index, float Noise)[] alone = Read(new DataLoader(new Noisy(103), batchSize: 8, shuffle: true));
        Paddle.Seed(7);
        Assert.Equal(alone, Read(new DataLoader(new Noisy(103), batchSize: 8, shuffle: true, numWorkers: workers)));
        Assert.Equal(Enumerable.Range(0, 103).Select(i => (long)i), alone.Select(a => a.Index).Order());
        Assert.NotEqual(alone.Select(a => a.Index), alone.Select(a => a.Index).Order());
    }

    [Fact]
    public void The_order_is_drawn_before_the_first_batch_whoever_reads_it()
    {
        using var seed = new Generator(11).UseOnThisThread();
        var loader = new DataLoader(new Noisy(64), batchSize: 4, shuffle: true, numWorkers: 2);
        using IEnumerator<Tensor[]> first = loader.GetEnumerator();
        RandomState after = Generator.Default.State;
        Assert.True(first.MoveNext());
        Assert.Equal(after, Generator.Default.State);
    }

    [Fact]
    public void Every_epoch_has_another_order()
    {
        using var seed = new Generator(5).UseOnThisThread();
        var loader = new DataLoader(new Noisy(50), batchSize: 10, shuffle: true, numWorkers: 2);
        Assert.NotEqual(Read(loader).Select(r => r.Index), Read(loader).Select(r => r.Index));
    }

    [Fact]
    public void The_last_short_batch_is_kept_unless_dropped()
    {
        Assert.Equal([4, 4, 2], new DataLoader(new Noisy(10), batchSize: 4).Select(b => b[0].Shape[0]));
        Assert.Equal([4, 4], new DataLoader(new Noisy(10), batchSize: 4, dropLast: true, numWorkers: 2).Select(b => b[0].Shape[0]));
        Assert.Equal(3, new DataLoader(new Noisy(10), batchSize: 4).Length);
    }

    [Fact]
    public void Numbers_and_arrays_are_stacked()
    {
        Tensor[] batch = new DataLoader(new Mixed(), batchSize: 2).First();
        Assert.Equal(["[2, 3] float32", "[2, 1] int64", "[2] int64", "[2, 2, 2] float64"], batch.Select(t => $"{t.Shape} {t.DType}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_error_names_the_sample_and_comes_in_order(int workers)
    {
        var loader = new DataLoader(new Failing(), batchSize: 2, numWorkers: workers);
        int good = 0;
        var e = Assert.Throws<DataLoaderException>(() =>
        {
            foreach (Tensor[] _ in loader)
                good++;
        });
        Assert.Equal(5, e.SampleIndex);
        Assert.Equal(2, good);
        Assert.IsType<FormatException>(e.InnerException);
    }

    [Fact]
    public void Leaving_early_and_iterating_again_works()
    {
        var loader = new DataLoader(new Noisy(1000), batchSize: 1, numWorkers: 3);
        for (int round = 0; round < 5; round++)
            Assert.Equal(3, loader.Take(3).Count());
        Assert.Equal(1000, loader.Count());
    }

    [Fact]
    public void Cancelling_ends_the_loop()
    {
        using var source = new CancellationTokenSource();
        var loader = new DataLoader(new Noisy(1000), batchSize: 1, numWorkers: 2) { Cancellation = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Tensor[] _ in loader)
                source.Cancel();
        });
    }

    [Fact]
    public void A_stream_is_cut_into_batches()
    {
        Assert.Equal([3, 3, 1], new DataLoader(new Numbers(7), batchSize: 3).Select(b => b[0].Shape[0]));
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6], new DataLoader(new Numbers(7), batchSize: 3, numWorkers: 3).SelectMany(b => b[0].ToArray<long>()));
        Assert.Throws<InvalidArgumentException>(() => new DataLoader(new Numbers(7), shuffle: true));
    }

    [Fact]
    public void An_empty_dataset_is_refused()
        => Assert.Contains("the dataset is empty", Assert.Throws<InvalidArgumentException>(() => new DataLoader(new Noisy(0))).Message);

    [Fact]
    public void Distributed_shares_cover_everything_and_are_equal()
    {
        var dataset = new Noisy(23);
        int[][] shares = Enumerable.Range(0, 4).Select(r => new DistributedBatchSampler(dataset, 3, numReplicas: 4, rank: r, shuffle: true).SelectMany(b => b).ToArray()).ToArray();
        Assert.All(shares, s => Assert.Equal(6, s.Length));
        Assert.Equal(Enumerable.Range(0, 23), shares.SelectMany(s => s).Distinct().Order());
        var sampler = new DistributedBatchSampler(dataset, 3, numReplicas: 4, rank: 1, shuffle: true);
        int[] first = sampler.SelectMany(b => b).ToArray();
        sampler.SetEpoch(0);
        Assert.Equal(first, sampler.SelectMany(b => b));
        Assert.NotEqual(first, sampler.SelectMany(b => b));
    }

    [Fact]
    public void Splits_are_disjoint_and_complete()
    {
        Subset[] parts = Dataset.RandomSplit(new Noisy(10), [7, 3]);
        Assert.Equal([7, 3], parts.Select(p => p.Length));
        Assert.Equal(Enumerable.Range(0, 10), parts.SelectMany(p => p.Indices).Order());
        Assert.Equal([6, 5], Dataset.RandomSplit(new Noisy(11), [0.5, 0.5]).Select(p => p.Length));
        Assert.Throws<InvalidArgumentException>(() => Dataset.RandomSplit(new Noisy(10), [5, 4]));
    }

    [Fact]
    public void Weighted_sampling_follows_the_weights()
    {
        using var seed = new Generator(3).UseOnThisThread();
        int[] draws = new WeightedRandomSampler([0, 1, 3], 4000).ToArray();
        Assert.Equal(0, draws.Count(d => d == 0));
        Assert.InRange(draws.Count(d => d == 2), 2850, 3150);
        Assert.Equal([0, 1, 2], new WeightedRandomSampler([1, 1, 1], 3, replacement: false).Order());
    }

    [Fact]
    public void Datasets_are_put_together()
    {
        var a = new TensorDataset([Paddle.Arange(3)]);
        var b = new TensorDataset([Paddle.Arange(4)]);
        var all = new ConcatDataset([a, b]);
        Assert.Equal([0L, 1, 2, 0, 1, 2, 3], all.Select(s => ((Tensor)s[0]!).Item<long>()));
        Assert.Equal(2, new ComposeDataset([a, a])[1].Count);
        Assert.Equal([0L, 1, 0, 1, 2], new ChainDataset([new Numbers(2), new Numbers(3)]).Select(s => (long)s[0]!));
        Assert.Throws<OutOfRangeException>(() => all[7]);
    }

    private static (long Index, float Noise)[] Read(DataLoader loader)
        => loader.SelectMany(b => b[0].ToArray<long>().Zip(b[1].ToArray<float>())).ToArray();

    private sealed class Noisy(int length) : Dataset
    {
        public override int Length => length;

        public override Sample this[int idx] => ((long)idx, RandomStream.ToFloat(Generator.Default.Next().Bits(0)));
    }

    private sealed class Mixed : Dataset
    {
        public override int Length => 2;

        public override Sample this[int idx] => new(new float[3], new long[] { idx }, idx, new double[2, 2]);
    }

    private sealed class Failing : Dataset
    {
        public override int Length => 8;

        public override Sample this[int idx] => idx == 5 ? throw new FormatException("broken") : new Sample((long)idx);
    }

    private sealed class Numbers(int count) : IterableDataset
    {
        public override IEnumerator<Sample> GetEnumerator()
        {
            for (long i = 0; i < count; i++)
                yield return new Sample(i);
        }
    }
}
