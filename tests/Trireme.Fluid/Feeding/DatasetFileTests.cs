using System.Diagnostics;
using System.IO.Compression;
using Trireme.Fluid;
using Trireme.Formats.Files;
using Trireme.Random;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Feeding;

/// <summary>Programs trained over text files of several slots.</summary>
public sealed class DatasetFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-slots-").FullName;
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public DatasetFileTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static Variable[] Inputs() => [Layers.Data("words", [1], dtype: DType.Int64, lodLevel: 1), Layers.Data("x", [2]), Layers.Data("y", [1])];

    private DatasetBase Make(string name, int batch, params string[] files)
    {
        DatasetBase dataset = new DatasetFactory().CreateDataset(name);
        dataset.SetUseVar(Inputs());
        dataset.SetBatchSize(batch);
        dataset.SetFilelist(files);
        return dataset;
    }

    [Fact]
    public void A_description_is_read_changed_and_written()
    {
        string path = Write("feed.prototxt", "# how lines look", "name: \"MultiSlotDataFeed\"", "batch_size: 2", "multi_slot_desc {",
            "  slots { name: \"words\" type: \"uint64\" is_dense: false is_used: true }",
            "  slots: {", "    name: 'label'", "    type: \"float\"", "    is_used: false", "  }", "}",
            "pipe_command: \"tr \\\"a\\\" b\"");
        var feed = new DataFeedDesc(path);
        feed.SetBatchSize(128);
        feed.SetDenseSlots(["label"]);
        feed.SetUseSlots(["label"]);
        Assert.Throws<InvalidArgumentException>(() => feed.SetUseSlots(["words", "none"]));
        string text = feed.Desc();
        Assert.Contains("batch_size: 128", text, StringComparison.Ordinal);
        File.WriteAllText(path, text);
        Assert.Equal(text, new DataFeedDesc(path).Desc());
        Assert.Equal(2, text.Split("is_used: true").Length - 1);
        Assert.Contains("pipe_command: \"tr \\\"a\\\" b\"", text, StringComparison.Ordinal);
        foreach (string wrong in (string[])["name \"x\"", "name: \"MultiSlotDataFeed\" }",
            "multi_slot_desc { slots { name: \"a\" type: \"int\" } }", "name: \"Other\"", "batch_size: many",
            "name: \"open", string.Concat(Enumerable.Repeat("a{", 100_000))])
        {
            File.WriteAllText(path, wrong);
            Assert.Throws<InvalidFileException>(() => new DataFeedDesc(path));
        }
    }

    [Fact]
    public void Lines_become_batches_with_sequences()
    {
        string first = Write("a.txt", "2 7 18446744073709551615 2 0.5 -1 1 3", "1 4 2 1e2 0 1 5", ""), second = Write("b.txt", "3 1 2 3 2 6 7 1 8");
        DatasetBase dataset = Make("QueueDataset", 2, first, second);
        IReadOnlyDictionary<string, Tensor>[] batches = dataset.Batches(0).ToArray();
        Assert.Equal(2, batches.Length);
        Assert.Equal([7L, -1, 4], batches[0]["words"].ToArray<long>());
        Assert.Equal(Lod.FromLengths((int[])[2, 1]), batches[0]["words"].Lod);
        Assert.Equal([2, 2], batches[0]["x"].Shape.ToArray());
        Assert.Null(batches[0]["x"].Lod);
        Assert.Equal([0.5f, -1, 100, 0], batches[0]["x"].ToArray<float>());
        Assert.Equal([8f], batches[1]["y"].ToArray<float>());
        Assert.Contains("is_dense: false", dataset.Desc(), StringComparison.Ordinal);
        dataset.SetThread(2);
        dataset.SetBatchSize(1);
        Assert.Equal([3f, 5, 8], dataset.Batches(0).Select(b => b["y"].ToArray<float>()[0]).Order());
    }

    [Theory]
    [InlineData("2 7", "ends after 1 of 2")]
    [InlineData("0 2 1 1 1 1", "pad what is empty")]
    [InlineData("1 a 2 1 1 1 1", "'a' is no uint64")]
    [InlineData("1 3 2 1 1", "ends before it")]
    [InlineData("999999999 3", "too short")]
    public void A_line_that_does_not_fit_is_named(string line, string message)
    {
        DatasetBase dataset = Make("QueueDataset", 1, Write("bad.txt", "1 3 2 1 1 1 1", line));
        InvalidFileException e = Assert.Throws<InvalidFileException>(() => dataset.Batches(0).Count());
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("line 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_set_or_known_is_said()
    {
        Assert.Throws<InvalidArgumentException>(() => new DatasetFactory().CreateDataset("FileInstantDataset"));
        Assert.Throws<PreconditionNotMetException>(() => new QueueDataset().Batches(0).Count());
        Assert.Throws<PreconditionNotMetException>(() => Make("QueueDataset", 1).Batches(0).Count());
        Assert.Throws<PreconditionNotMetException>(() => new InMemoryDataset().LocalShuffle());
        Assert.Throws<InvalidArgumentException>(() => new Executor().TrainFromDataset(_main));
        DatasetBase ragged = Make("QueueDataset", 2, Write("ragged.txt", "1 3 2 1 1 1 1", "1 3 1 1 1 1"));
        Assert.Contains("dense slot 'x'", Assert.Throws<InvalidArgumentException>(() => ragged.Batches(0).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_in_memory_are_shuffled_and_forgotten()
    {
        string path = Write("many.txt", Enumerable.Range(0, 50).Select(i => $"1 {i} 2 {i} 0 1 {i}").ToArray());
        var dataset = (InMemoryDataset)Make("InMemoryDataset", 50, path);
        dataset.LoadIntoMemory();
        float[] Order() => dataset.Batches(0).Single()["y"].ToArray<float>();
        float[] before = Order();
        using var seed = new Generator(3).UseOnThisThread();
        dataset.LocalShuffle();
        float[] after = Order();
        Assert.NotEqual(before, after);
        Assert.Equal(before, after.Order());
        dataset.GlobalShuffle();
        Assert.NotEqual(after, Order());
        Assert.Throws<InvalidArgumentException>(() => dataset.GlobalShuffle(new object()));
        dataset.ReleaseMemory();
        Assert.Throws<PreconditionNotMetException>(() => dataset.Batches(0).Count());
        dataset.LoadIntoMemory();
        dataset.SetUseVar([Layers.Data("other", [1])]);
        Assert.Contains("LoadIntoMemory", Assert.Throws<PreconditionNotMetException>(() => dataset.Batches(0).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_over_files_is_training_batch_by_batch()
    {
        var random = new System.Random(5);
        string[] lines = Enumerable.Range(0, 40).Select(_ => (X: random.NextDouble(), Y: random.NextDouble(), Word: random.Next(5)))
            .Select(v => FormattableString.Invariant($"2 {v.Word} {v.Word} 2 {v.X} {v.Y} 1 {(2 * v.X) - v.Y + v.Word}")).ToArray();
        Variable[] inputs = Inputs();
        Tensor words = Layers.SequencePool(Layers.Embedding(inputs[0], [5, 1], paramAttr: new NN.Initializers.Constant(0)), "sum");
        Tensor loss = Layers.Mean(Layers.SquareErrorCost(Layers.Fc(inputs[1], 1, paramAttr: new NN.Initializers.Constant(0)) + words, inputs[2]));
        Trireme.Fluid.Optimizer.SGD(0.1).Minimize((Variable)loss);
        DatasetBase dataset = Make("QueueDataset", 4, Write("0.txt", lines[..20]), Write("1.txt", lines[20..]));
        var executor = new Executor();
        float[][] weights = new float[2][];
        for (int way = 0; way < 2; way++)
        {
            using var scope = new ScopeGuard(new Scope());
            executor.Run(_startup);
            for (int pass = 0; pass < 15; pass++)
            {
                if (way == 0)
                {
                    executor.TrainFromDataset(_main, dataset);
                    continue;
                }
                foreach (IReadOnlyDictionary<string, Tensor> batch in dataset.Batches(1))
                    executor.Run(_main, batch);
            }
            weights[way] = _main.AllParameters().SelectMany(p => Scope.Global.FindVar(p.Name)!.GetTensor().ToArray<float>()).ToArray();
            Tensor[] last = executor.Run(_main, dataset.Batches(1).First(), [loss]);
            Assert.InRange(last[0].ToArray<float>()[0], 0, 0.2);
        }
        Assert.Equal(weights[1], weights[0]);
    }

    [Fact]
    public void What_is_fetched_is_written_from_time_to_time()
    {
        Variable[] inputs = Inputs();
        Tensor twice = inputs[2] * 2;
        DatasetBase dataset = Make("QueueDataset", 1, Write("w.txt", "1 1 2 1 1 1 4", "1 1 2 1 1 1 5", "1 1 2 1 1 1 6"));
        TextWriter console = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            new Executor().InferFromDataset(_main, dataset, fetchList: [twice], fetchInfo: ["twice the label"], printPeriod: 2);
        }
        finally
        {
            Console.SetOut(console);
        }
        Assert.Contains("twice the label: ", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("10.", written.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12.", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_go_through_a_command_first()
    {
        if (OperatingSystem.IsWindows())
            return;
        DatasetBase dataset = Make("QueueDataset", 1, Write("p.txt", "1,1,2,1,1,1,4", "1,1,2,1,1,1,5"));
        dataset.SetPipeCommand("tr ',' ' '");
        Assert.Equal([4f, 5], dataset.Batches(0).Select(b => b["y"].ToArray<float>()[0]));
        dataset.SetPipeCommand("head -n 1 | tr ',' ' '");
        Assert.Single(dataset.Batches(0));
        dataset.SetPipeCommand("exit 3");
        Assert.Contains("code 3", Assert.Throws<IOException>(() => dataset.Batches(0).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_of_a_program_is_read()
    {
        if (OperatingSystem.IsWindows())
            return;
        string plain = Write("lines.txt", "één", "two", "three"), packed = Path.Combine(_folder, "lines.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            gzip.Write(File.ReadAllBytes(plain));
        Assert.Equal(["één", "two", "three"], new PipeReader($"cat {plain}", bufsize: 3).GetLine());
        Assert.Equal(["één", "two", "three"], new PipeReader($"cat {packed}", fileType: "gzip").GetLine());
        Assert.Equal(["één\ntwo\nthr", "", "\n"], new PipeReader($"cat {plain}").GetLine(lineBreak: "e"));
        Assert.Equal(File.ReadAllText(plain), string.Concat(new PipeReader($"cat {plain}", 4).GetLine(cutLines: false)));
        Assert.Equal("één", new PipeReader($"cat {plain}").GetLine().First());
        Assert.Throws<IOException>(() => new PipeReader("no-such-program-here").GetLine().Count());
        // The third kind of block is none.
        File.WriteAllBytes(packed, [.. File.ReadAllBytes(packed).Take(10), 0xFF, 0xFF, 0xFF]);
        foreach (string damaged in (string[])[plain, packed])
        {
            IOException e = Assert.Throws<IOException>(() => new PipeReader($"cat {damaged}", fileType: "gzip").GetLine().Count());
            Assert.Contains(damaged, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Input_that_cannot_be_read_is_no_shorter_input()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var input = new Unreadable();
        IOException e = Assert.Throws<IOException>(() => CommandOutput.Run(new ProcessStartInfo("cat"), "cat", Lines, input).Count());
        Assert.Contains("the disk", e.Message, StringComparison.Ordinal);

        static IEnumerable<string> Lines(Stream output)
        {
            using var reader = new StreamReader(output);
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }

    // Gives a line, then fails.
    private sealed class Unreadable : MemoryStream
    {
        private bool _isRead;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_isRead)
                throw new IOException("the disk went away");
            _isRead = true;
            buffer[offset] = (byte)'\n';
            return 1;
        }
    }
}
