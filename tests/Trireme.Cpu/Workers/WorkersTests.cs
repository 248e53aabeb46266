using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

/// <summary>The number of workers is one value of the process: tests that change it must not run side by side.</summary>
[CollectionDefinition(nameof(WorkerCount), DisableParallelization = true)]
public sealed class WorkerCount;

[Collection(nameof(WorkerCount))]
public sealed class WorkersTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public void Dispose() => Workers.Count = _before;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_item_is_done_once(int threads)
    {
        Workers.Count = threads;
        foreach (int n in new[] { 0, 1, 2, 3, 5, 64, 1000, 4097 })
        {
            for (int repeat = 0; repeat < 50; repeat++)
            {
                int[] seen = new int[n];
                Workers.For(n, 100_000, (start, end) =>
                {
                    for (int i = start; i < end; i++)
                        Interlocked.Increment(ref seen[i]);
                });
                Assert.All(seen, count => Assert.Equal(1, count));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Chunks_have_the_same_cuts_on_any_number_of_threads(int threads)
    {
        Workers.Count = threads;
        foreach (var (n, chunk) in new[] { (0, 3), (1, 3), (3, 3), (10, 3), (1000, 7), (1000, 5000), (int.MaxValue, int.MaxValue) })
        {
            var cuts = new SortedSet<(int, int)>();
            Workers.ForChunks(n, chunk, 1_000, (start, end) =>
            {
                lock (cuts)
                    Assert.True(cuts.Add((start, end)));
            });
            int at = 0;
            foreach (var (start, end) in cuts)
            {
                Assert.Equal(at, start);
                Assert.Equal((int)Math.Min(n, (long)start + chunk), end);
                at = end;
            }
            Assert.Equal(n, at);
        }
    }

    [Fact]
    public void Small_work_stays_on_its_caller()
    {
        Workers.Count = 4;
        int caller = Environment.CurrentManagedThreadId, calls = 0;
        Workers.For(100, 1, (start, end) =>
        {
            calls++;
            Assert.Equal((0, 100), (start, end));
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
        });
        Assert.Equal(1, calls);
    }

    [Fact]
    public void What_a_body_throws_reaches_the_caller_and_the_pool_goes_on()
    {
        Workers.Count = 4;
        for (int repeat = 0; repeat < 100; repeat++)
        {
            int bad = repeat % 16;
            var thrown = Assert.Throws<InvalidDataException>(() => Workers.For(16, 1_000_000, (start, end) =>
            {
                if (start <= bad && bad < end)
                    throw new InvalidDataException("item");
            }));
            Assert.Equal("item", thrown.Message);
            int done = 0;
            Workers.For(16, 1_000_000, (start, end) => Interlocked.Add(ref done, end - start));
            Assert.Equal(16, done);
        }
    }

    [Fact]
    public void A_nested_loop_runs_whole()
    {
        Workers.Count = 4;
        int done = 0;
        Workers.For(8, 1_000_000, (start, end) =>
        {
            for (int i = start; i < end; i++)
                Workers.For(100, 1_000_000, (s, e) => Interlocked.Add(ref done, e - s));
        });
        Assert.Equal(800, done);
    }

    [Fact]
    public void Several_threads_may_start_loops_at_once()
    {
        Workers.Count = 3;
        var sums = new long[6];
        var threads = Enumerable.Range(0, sums.Length).Select(t => new Thread(() =>
        {
            for (int repeat = 0; repeat < 300; repeat++)
                Workers.For(200, 10_000, (start, end) => Interlocked.Add(ref sums[t], end - start));
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.All(sums, sum => Assert.Equal(300 * 200, sum));
    }

    [Fact]
    public void Starting_work_allocates_nothing()
    {
        Workers.Count = 2;
        int[] data = new int[1000];
        Workers.For(data.Length, 1_000, new Fill(data, 1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Workers.For(data.Length, 1_000, new Fill(data, i));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 4096, $"{allocated} bytes for 100 loops");     // the caller's first sleep may allocate a lock once
        Assert.All(data, value => Assert.Equal(99, value));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = 1025);
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.For(-1, 1, (_, _) => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.ForChunks(5, 0, 1, (_, _) => { }));
        Assert.Throws<ArgumentNullException>(() => Workers.For(1, 1, null!));
    }

    private readonly struct Fill(int[] data, int value) : IRangeBody
    {
        public void Run(int start, int end) => data.AsSpan(start, end - start).Fill(value);
    }
}
