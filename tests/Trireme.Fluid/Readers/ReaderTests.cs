using Trireme.Fluid;
using Trireme.IO;

namespace Trireme.Tests.Fluid.Readers;

[Collection(ProcessSeed.Name)]
public class ReaderTests
{
    private static IEnumerable<int> Ten() => Enumerable.Range(0, 10);

    private static IEnumerable<Sample> Pairs()
    {
        for (int i = 0; i < 3; i++)
            yield return (i, 10L * i);
    }

    private static IEnumerable<string> Words() => ["a", "b", "c"];

    [Theory]
    [InlineData(3, false, "0 1 2|3 4 5|6 7 8|9")]
    [InlineData(3, true, "0 1 2|3 4 5|6 7 8")]
    [InlineData(5, true, "0 1 2 3 4|5 6 7 8 9")]
    [InlineData(11, false, "0 1 2 3 4 5 6 7 8 9")]
    [InlineData(11, true, "")]
    public void Batches_have_the_size_asked_for(int size, bool dropLast, string expected)
    {
        Func<IEnumerable<List<int>>> batches = Paddle.Batch(Ten, size, dropLast);
        for (int pass = 0; pass < 2; pass++)
            Assert.Equal(expected, string.Join('|', batches().Select(b => string.Join(' ', b))));
    }

    [Fact]
    public void Chain_reads_one_after_the_other_and_Firstn_no_more_than_it_gives()
    {
        Assert.Equal([0, 1, 2, 0, 1, 2, 3], Reader.Chain(Reader.Firstn(Ten, 3), Reader.Firstn(Ten, 4))());
        Assert.Equal(10, Reader.Firstn(Ten, 100)().Count());
        int read = 0;
        Assert.Equal([1, 2], Reader.Firstn(Counting, 2)());
        Assert.Equal(2, read);

        IEnumerable<int> Counting()
        {
            while (true)
                yield return ++read;
        }
    }

    [Fact]
    public void Compose_flattens_samples_and_takes_other_items_as_fields()
    {
        Sample[] samples = Reader.Compose(Pairs, Words, Pairs)().ToArray();
        Assert.Equal([1, 10L, "b", 1, 10L], samples[1]);
        Assert.Equal(3, samples.Length);
    }

    [Fact]
    public void Compose_refuses_readers_of_different_lengths_unless_told_otherwise()
    {
        Func<IEnumerable<Sample>> two = Reader.Firstn(Pairs, 2);
        var seen = new List<Sample>();
        var error = Assert.Throws<ComposeNotAligned>(() => seen.AddRange(Reader.Compose(Words, two)()));
        Assert.Contains("After 2 items reader 1 of 2", error.Message);
        Assert.Equal(2, Reader.Compose([Words, two], checkAlignment: false)().Count());
        Assert.Equal(2, Reader.Compose([two, Words], checkAlignment: false)().Count());
    }

    [Fact]
    public void Cache_reads_once_and_now()
    {
        int passes = 0;
        Func<IEnumerable<int>> cached = Reader.Cache(Count);
        Assert.Equal(1, passes);
        Assert.Equal([0, 1, 2], cached());
        Assert.Equal([0, 1, 2], cached());
        Assert.Equal(1, passes);

        IEnumerable<int> Count()
        {
            passes++;
            return Enumerable.Range(0, 3);
        }
    }

    [Fact]
    public void Functions_see_one_item_of_each_reader()
    {
        Assert.Equal([0, 2, 4], Reader.MapReaders((int x) => 2 * x, Reader.Firstn(Ten, 3))());
        Assert.Equal(["a0", "b1", "c2"], Reader.MapReaders((string w, int x) => w + x, Words, Ten)());
        Assert.Equal(["a00", "b11", "c22"], Reader.MapReaders((string w, int x, int y) => $"{w}{x}{y}", Words, Ten, Ten)());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void Shuffle_permutes_within_its_buffer(int size)
    {
        Func<IEnumerable<int>> shuffled = Reader.Shuffle(Ten, size);
        int[] all = shuffled().ToArray();
        foreach ((int[] expected, int[] found) in Ten().Chunk(size).Zip(all.Chunk(size)))
            Assert.Equal(expected, found.Order());
    }

    [Fact]
    public void Shuffle_is_determined_by_the_seed_and_differs_from_pass_to_pass()
    {
        Func<IEnumerable<int>> shuffled = Reader.Shuffle(() => Enumerable.Range(0, 100), 50);
        Paddle.Seed(3);
        int[] first = shuffled().ToArray(), second = shuffled().ToArray();
        Paddle.Seed(3);
        Assert.Equal(first, shuffled().ToArray());
        Assert.Equal(second, shuffled().ToArray());
        Assert.NotEqual(first, second);
        Assert.NotEqual(Enumerable.Range(0, 100), first);
    }

    [Fact]
    public void Arrays_files_and_first_items_are_read()
    {
        Tensor[] rows = Creator.NpArray(Paddle.ToTensor(new[,] { { 1, 2 }, { 3, 4 } }))().ToArray();
        Assert.Equal([3, 4], rows[1].ToArray<int>());
        Assert.Equal([5L], Creator.NpArray(Paddle.ToTensor(5))().Select(t => t.Item<long>()));
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "one\ntwo\n");
        Assert.Equal(["one", "two"], Creator.TextFile(path)());
        File.Delete(path);
        Assert.Equal(["a", "a", "a", "a"], new Fake<string>().Call(Words, 4)());
    }

    [Fact]
    public void Impossible_numbers_are_refused_before_anything_is_read()
    {
        Assert.Contains("batchSize is 0", Assert.Throws<InvalidArgumentException>(() => Paddle.Batch(Ten, 0)).Message);
        Assert.Throws<InvalidArgumentException>(() => Reader.Shuffle(Ten, 0));
        Assert.Throws<InvalidArgumentException>(() => Reader.Buffered(Ten, -1));
        Assert.Throws<InvalidArgumentException>(() => Reader.XmapReaders((int x) => x, Ten, 0, 1));
        Assert.Throws<InvalidArgumentException>(() => Reader.XmapReaders((int x) => x, Ten, 1, 0));
        Assert.Throws<InvalidArgumentException>(() => Reader.MultiprocessReader<int>([]));
        Assert.Throws<InvalidArgumentException>(() => new Fake<int>().Call(Ten, -1));
    }
}
