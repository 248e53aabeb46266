using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Tests.Fluid.RecordIO;

public sealed class OpenFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-recordio-").FullName;
    private readonly Program _program = new();
    private readonly ProgramGuard _guard;
    private readonly DataFeeder _feeder;

    public OpenFilesTests()
    {
        _guard = new ProgramGuard(_program, new Program());
        _feeder = new DataFeeder([Trireme.Static.Static.Data("x", [-1, 2], "float32"), Trireme.Static.Static.Data("words", [-1, 1], "int64", 1)]);
    }

    public void Dispose()
    {
        _guard.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Func<IEnumerable<List<Sample>>> Batches { get; } = Paddle.Batch(() => Enumerable.Range(0, 10)
        .Select(i => (Sample)(new float[] { i, -i }, Enumerable.Range(0, i).Select(w => (long)w).ToArray())), 2);

    private ReaderVariable Open(string[] files, int? threads = null, int passes = 1)
        => Layers.OpenFiles(files, [[-1, 2], [-1, 1]], [0, 1], ["float32", "int64"], threads, passNum: passes);

    private List<float> ReadAll(ReaderVariable reader)
    {
        IReadOnlyList<Variable> read = Layers.ReadFile(reader);
        var executor = new Executor();
        var seen = new List<float>();
        Assert.Throws<EOFException>(() => seen.AddRange(Forever()));
        return seen;

        IEnumerable<float> Forever()
        {
            while (true)
            {
                Tensor[] batch = executor.Run(_program, fetchList: [read[0], read[1]]);
                Assert.Equal(batch[0].ToArray<float>().Where((_, i) => i % 2 == 0), batch[1].Lod!.RecursiveSequenceLengths()[0].Select(l => (float)l));
                yield return batch[0].ItemAt<float>(0);
            }
        }
    }

    [Theory]
    [InlineData(Compressor.NoCompress)]
    [InlineData(Compressor.Snappy)]
    [InlineData(Compressor.Gzip)]
    public void A_program_reads_what_was_written_pass_after_pass(Compressor compressor)
    {
        string path = Path.Combine(_folder, "train.recordio");
        Assert.Equal(5, RecordioWriter.ConvertReaderToRecordioFile(path, Batches, _feeder, compressor, maxNumRecords: 2));
        using ReaderVariable reader = Open([path], passes: 2);
        Assert.Equal([0f, 2, 4, 6, 8, 0, 2, 4, 6, 8], ReadAll(reader));
    }

    [Fact]
    public void Several_files_are_read_by_several_threads_and_again_after_a_reset()
    {
        Assert.Equal(5, RecordioWriter.ConvertReaderToRecordioFiles(Path.Combine(_folder, "part.recordio"), 2, Batches, _feeder));
        string[] files = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["part-00000.recordio", "part-00001.recordio", "part-00002.recordio"], files.Select(Path.GetFileName));
        using ReaderVariable reader = Open(files, threads: 2);
        IReadOnlyList<Variable> read = Layers.ReadFile(reader);
        var executor = new Executor();
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Assert.Equal([0f, 2, 4, 6, 8], Enumerable.Range(0, 5).Select(_ => executor.Run(_program, fetchList: [read[0]])[0].ItemAt<float>(0)).Order());
            Assert.Throws<EOFException>(() => executor.Run(_program, fetchList: [read[0]]));
            reader.Reset();
        }
    }

    [Fact]
    public void Files_that_hold_something_else_are_refused()
    {
        string path = Path.Combine(_folder, "train.recordio");
        RecordioWriter.ConvertReaderToRecordioFile(path, Batches, _feeder, feedOrder: ["words", "x"]);
        using ReaderVariable reader = Open([path]);
        Variable x = Layers.ReadFile(reader)[0];
        Assert.Contains("declared is [-1, 2] float32", Assert.Throws<ProgramRunException>(() => new Executor().Run(_program, fetchList: [x])).Message);
        Assert.Throws<InvalidArgumentException>(() => RecordioWriter.ConvertReaderToRecordioFile(path, Batches, _feeder, feedOrder: ["z"]));
        Assert.Throws<InvalidArgumentException>(() => RecordioWriter.ConvertReaderToRecordioFiles(path + "x", 2, Batches, _feeder));
        Assert.Throws<InvalidArgumentException>(() => Open([]));
        Assert.Throws<InvalidArgumentException>(() => Layers.OpenFiles([path], [[1]], [0], ["int64"], threadNum: 2, isTest: true));
    }
}
