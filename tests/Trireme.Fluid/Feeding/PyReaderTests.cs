using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Tests.Fluid.Feeding;

public sealed class PyReaderTests : IDisposable
{
    private readonly Program _program = new();
    private readonly ProgramGuard _guard;
    private readonly Variable _x, _y;

    public PyReaderTests()
    {
        _guard = new ProgramGuard(_program, new Program());
        _x = Trireme.Static.Static.Data("x", [-1, 2], "float32");
        _y = Trireme.Static.Static.Data("y", [-1, 1], "int64");
    }

    public void Dispose() => _guard.Dispose();

    private static IEnumerable<Sample> Seven() => Enumerable.Range(0, 7).Select(i => (Sample)(new float[] { i, -i }, i));

    private static IEnumerable<Sample> Whole()
    {
        for (int i = 0; i < 3; i++)
            yield return (Paddle.Full([4, 2], i), new long[,] { { i }, { i }, { i }, { i } });
    }

    private static long[] Labels(Dictionary<string, Tensor> feed) => feed["y"].ToArray<long>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Samples_lists_and_batches_are_fed(bool useDoubleBuffer)
    {
        var reader = new PyReader([_x, _y], capacity: 2, useDoubleBuffer);
        reader.DecorateSampleGenerator(Seven, batchSize: 3, places: [Place.Cpu]);
        Assert.Equal([[0, 1, 2], [3, 4, 5]], reader.Select(Labels));
        reader.DecorateSampleGenerator(Seven, batchSize: 3, dropLast: false);
        Assert.Equal([6], Labels(reader.Last()));
        reader.DecorateSampleListGenerator(Paddle.Batch(Seven, 4));
        for (int pass = 0; pass < 2; pass++)
            Assert.Equal(["[4, 2]", "[3, 2]"], reader.Call().Select(f => f["x"].Shape.ToString()));
        reader.DecorateBatchGenerator(Whole);
        Assert.Equal([0, 1, 2], reader.Lists().Select(batch => batch[1].ToArray<long>()[3]));
    }

    [Fact]
    public void Several_places_share_an_item()
    {
        var reader = new PyReader([_x, _y], capacity: 2);
        reader.DecorateSampleGenerator(Seven, batchSize: 1, places: [Place.Cpu, Place.Cpu]);
        Assert.Equal([[0, 1], [2, 3], [4, 5]], reader.Select(Labels));
    }

    [Fact]
    public void An_iterable_reader_feeds_a_program()
    {
        var reader = new PyReader([_x, _y], capacity: 2);
        reader.DecorateSampleListGenerator(Paddle.Batch(Seven, 4));
        Tensor sum = _x.Sum() + _y.Cast("float32").Sum();
        var executor = new Executor();
        Assert.Equal([6f, 15f], reader.Select(data => executor.Run(_program, data, [sum])[0].Item<float>()));
        Assert.DoesNotContain(_program.GlobalBlock().Ops, op => op.Type == "read");
    }

    [Fact]
    public void A_program_reads_by_itself_epoch_after_epoch()
    {
        Tensor sum = _y.Cast("float32").Sum();
        using var reader = new PyReader([_x, _y], capacity: 2, iterable: false);
        reader.DecorateSampleListGenerator(Paddle.Batch(Seven, 3));
        var executor = new Executor();
        Assert.Contains("has not been started", Assert.Throws<ProgramRunException>(() => executor.Run(_program, fetchList: [sum])).Message);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            var sums = new List<float>();
            reader.Start();
            Assert.Throws<EOFException>(() => sums.AddRange(Forever()));
            reader.Reset();
            Assert.Equal([3f, 12f, 6f], sums);

            IEnumerable<float> Forever()
            {
                while (true)
                    yield return executor.Run(_program, fetchList: [sum])[0].Item<float>();
            }
        }
        // Left early, and read from another scope.
        reader.Start();
        using (new ScopeGuard(new Scope()))
            Assert.Equal(3f, executor.Run(_program, fetchList: [sum])[0].Item<float>());
        Assert.Throws<PreconditionNotMetException>(reader.Start);
        reader.Reset();
        reader.Start();
        Assert.Equal(3f, executor.Run(_program, fetchList: [sum])[0].Item<float>());
    }

    [Fact]
    public void Errors_of_the_source_reach_the_program()
    {
        Tensor sum = _x.Sum();
        using var reader = new PyReader([_x, _y], capacity: 2, iterable: false);
        reader.DecorateSampleListGenerator(() => throw new FormatException("no file"));
        reader.Start();
        Assert.Throws<FormatException>(() => new Executor().Run(_program, fetchList: [sum]));
        reader.Reset();
        reader.DecorateSampleGenerator(() => [new Sample(1f)], 1);
        reader.Start();
        Assert.Contains("has 1 fields", Assert.Throws<ProgramRunException>(() => new Executor().Run(_program, fetchList: [sum])).Message);
    }

    [Fact]
    public void The_two_ways_are_not_mixed()
    {
        var iterable = new PyReader([_x, _y], capacity: 1);
        Assert.Throws<PreconditionNotMetException>(iterable.Start);
        Assert.Throws<PreconditionNotMetException>(iterable.Reset);
        Assert.Throws<PreconditionNotMetException>(() => iterable.Count());
        using var other = new PyReader([_x, _y], capacity: 1, iterable: false);
        Assert.Throws<PreconditionNotMetException>(() => other.Count());
        Assert.Throws<PreconditionNotMetException>(other.Start);
        Assert.Throws<InvalidArgumentException>(() => new PyReader([_x]));
        Assert.Throws<InvalidArgumentException>(() => new PyReader(capacity: 3));
    }

    [Fact]
    public void Reader_layers_are_read_shuffled_and_batched()
    {
        ReaderVariable source = Layers.PyReader(4, [[-1, 2], [-1, 1]], ["float32", "int64"], [0, 1]);
        source.DecoratePaddleReader(Paddle.Batch(() => Seven().Select(s => (Sample)(s[0], new long[] { (int)s[1]!, 0 })), 1));
        using ReaderVariable reader = Layers.DoubleBuffer(Layers.Batch(Layers.Shuffle(source, 100), 3));
        IReadOnlyList<Variable> read = Layers.ReadFile(reader);
        Assert.Equal((2, 1), (read.Count, read[1].LodLevel));
        var executor = new Executor();
        reader.Start();
        var seen = new List<long>();
        for (int i = 0; i < 3; i++)
        {
            Tensor[] batch = executor.Run(_program, fetchList: [read[0], read[1]]);
            Assert.Equal(i < 2 ? "[3, 2]" : "[1, 2]", batch[0].Shape.ToString());
            Assert.Equal(i < 2 ? "[[0, 2, 4, 6]]" : "[[0, 2]]", batch[1].Lod!.ToString());
            seen.AddRange(batch[1].ToArray<long>().Where((_, j) => j % 2 == 0));
        }
        Assert.Throws<EOFException>(() => executor.Run(_program, fetchList: [read[0]]));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seen.Order());
    }

    [Fact]
    public void Declared_inputs_and_random_data_are_read()
    {
        using ReaderVariable reader = Layers.CreatePyReaderByData(2, [_x, _y]);
        reader.DecorateTensorProvider(Whole);
        Assert.Equal(["x", "y"], Layers.ReadFile(reader).Select(v => v.Name));
        using ReaderVariable random = Layers.RandomDataGenerator(1, 2, [[3, 4]], [0]);
        Variable noise = Assert.Single(Layers.ReadFile(random));
        reader.Start();
        Tensor[] batch = new Executor().Run(_program, fetchList: [_x, noise]);
        Assert.Equal("[4, 2]", batch[0].Shape.ToString());
        Assert.All(batch[1].ToArray<float>(), v => Assert.InRange(v, 1, 2));
    }
}
