using Trireme.Fluid;

namespace Trireme.Tests.Fluid.Readers;

[Collection(ProcessSeed.Name)]
public class ParallelReaderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static IEnumerable<int> Hundred() => Enumerable.Range(0, 100);

    public static TheoryData<string> Kinds => ["buffered", "ordered", "unordered", "processes"];

    // Each kind reads what it is given; the threads it uses run the reader itself.
    private static Func<IEnumerable<int>> Make(string kind, Func<IEnumerable<int>> reader) => kind switch
    {
        "buffered" => Reader.Buffered(reader, 4),
        "ordered" => Reader.XmapReaders((int x) => x, reader, 3, 4, order: true),
        "unordered" => Reader.XmapReaders((int x) => x, reader, 3, 4),
        _ => Reader.MultiprocessReader([reader], queueSize: 4),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_items_come_each_time(string kind)
    {
        Func<IEnumerable<int>> reader = Make(kind, Hundred);
        for (int pass = 0; pass < 2; pass++)
            Assert.Equal(Hundred(), kind == "unordered" ? reader().Order() : reader());
        Assert.Empty(Make(kind, Enumerable.Empty<int>)());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_error_of_the_reader_reaches_whoever_reads_after_the_items_before_it(string kind)
    {
        var seen = new List<int>();
        var error = Assert.Throws<FormatException>(() =>
        {
            foreach (int x in Make(kind, Broken)())
                seen.Add(x);
        });
        Assert.Equal("item 20", error.Message);
        if (kind == "unordered")
            Assert.Subset(Enumerable.Range(0, 20).ToHashSet(), seen.ToHashSet());
        else
            Assert.Equal(Enumerable.Range(0, 20), seen);

        static IEnumerable<int> Broken() => Hundred().Select(x => x < 20 ? x : throw new FormatException($"item {x}"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_thread_outlives_an_enumeration_that_is_left(string kind)
    {
        var threads = new HashSet<Thread>();
        var ended = new ManualResetEventSlim();
        foreach (int x in Make(kind, Endless)())
        {
            if (x > 10)
                break;
        }
        Assert.True(ended.IsSet, "The reader was not disposed of.");
        Assert.DoesNotContain(Thread.CurrentThread, threads);
        Assert.All(threads, thread => Assert.True(thread.Join(Limit)));

        IEnumerable<int> Endless()
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    lock (threads)
                        threads.Add(Thread.CurrentThread);
                    yield return i;
                }
            }
            finally
            {
                ended.Set();
            }
        }
    }

    [Fact]
    public void A_buffer_reads_ahead_no_further_than_its_size()
    {
        int read = 0;
        using var full = new ManualResetEventSlim();
        using IEnumerator<int> items = Reader.Buffered(Counting, 5)().GetEnumerator();
        Assert.True(items.MoveNext());
        // One taken, five ready, one in hand: the seventh is read, the eighth is not.
        Assert.True(full.Wait(Limit));
        Assert.Equal(7, Volatile.Read(ref read));

        IEnumerable<int> Counting()
        {
            while (true)
            {
                if (Interlocked.Increment(ref read) == 7)
                    full.Set();
                yield return 0;
            }
        }
    }

    [Fact]
    public void Threads_map_at_the_same_time()
    {
        // Every call waits for the other two: one thread alone would never end.
        using var together = new Barrier(3);
        Func<IEnumerable<int>> mapped = Reader.XmapReaders((int x) => together.SignalAndWait(Limit) ? x : -1, () => Enumerable.Range(0, 30), 3, 8, order: true);
        Assert.Equal(Enumerable.Range(0, 30), mapped());
    }

    [Fact]
    public void A_mappers_error_comes_in_the_place_of_its_result()
    {
        var seen = new List<int>();
        Func<IEnumerable<int>> mapped = Reader.XmapReaders((int x) => x != 50 ? -x : throw new FormatException("fifty"), Hundred, 4, 3, order: true);
        Assert.Throws<FormatException>(() =>
        {
            foreach (int x in mapped())
                seen.Add(x);
        });
        Assert.Equal(Enumerable.Range(0, 50).Select(x => -x), seen);
    }

    [Fact]
    public void Several_readers_keep_their_own_order()
    {
        int[] all = Reader.MultiprocessReader([Hundred, () => Hundred().Select(x => 1000 + x), () => [2000]])().ToArray();
        Assert.Equal(Hundred(), all.Where(x => x < 1000));
        Assert.Equal(Hundred(), all.Where(x => x is >= 1000 and < 2000).Select(x => x - 1000));
        Assert.Equal(201, all.Length);
    }

    [Fact]
    public void What_is_drawn_at_random_depends_on_the_seed_alone()
    {
        Func<IEnumerable<int>> source = Reader.Shuffle(Hundred, 30);
        Func<IEnumerable<(int Item, float Noise)>> noisy = Reader.XmapReaders((int x) => (x, Paddle.Rand([1]).Item<float>()), source, 4, 2, order: true);
        Func<IEnumerable<(int Item, float Noise)>> reader = Reader.Buffered(noisy, 3);
        Paddle.Seed(11);
        (int, float)[] first = reader().ToArray();
        Tensor after = Paddle.Rand([4]);
        Paddle.Seed(11);
        Assert.Equal(first, reader().ToArray());
        Assert.Equal(after.ToArray<float>(), Paddle.Rand([4]).ToArray<float>());
        Assert.Equal(100, first.Select(f => f.Item2).Distinct().Count());
    }
}
