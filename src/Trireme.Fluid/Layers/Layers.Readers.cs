using Trireme.Operators;
using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>The functions of fluid.layers.</summary>
public static partial class Layers
{
    /// <summary>A source of batches that is decorated with a reader and read with <see cref="ReadFile"/>.</summary>
    /// <param name="capacity">How many batches may be ready at a time; at least 1.</param>
    /// <param name="shapes">The shape of each field of a batch; -1 where any size will do.</param>
    /// <param name="dtypes">The element type of each field.</param>
    /// <param name="lodLevels">On how many levels each field's rows belong to sequences; none where null.</param>
    /// <param name="name">The name of the variable; made unique where null.</param>
    /// <param name="useDoubleBuffer">Whether the background thread also makes tensors of the samples; otherwise the program's thread does.</param>
    /// <exception cref="InvalidArgumentException">The lists differ in length, or the capacity is below 1.</exception>
    /// <remarks>Mirrors fluid.layers.py_reader. Start it before the program runs, and catch <see cref="EOFException"/>.</remarks>
    public static ReaderVariable PyReader(int capacity, IReadOnlyList<Shape> shapes, IReadOnlyList<DType> dtypes, IReadOnlyList<int>? lodLevels = null,
        string? name = null, bool useDoubleBuffer = true)
    {
        Reader.RequirePositive(capacity, "PyReader", "capacity");
        return new ReaderVariable(name ?? ReadOp.NewName(), ReaderLayout.Of(shapes, dtypes, lodLevels, "PyReader"), startsItself: false)
        {
            Capacity = capacity,
            UseDoubleBuffer = useDoubleBuffer,
        };
    }

    /// <summary>The same for inputs that are declared already; <see cref="ReadFile"/> returns them.</summary>
    /// <param name="capacity">How many batches may be ready at a time; at least 1.</param>
    /// <param name="feedList">The inputs.</param>
    /// <param name="name">The name of the variable; made unique where null.</param>
    /// <param name="useDoubleBuffer">Whether the background thread also makes tensors of the samples; otherwise the program's thread does.</param>
    /// <exception cref="InvalidArgumentException">There is no input, one is no variable, or the capacity is below 1.</exception>
    /// <remarks>Mirrors fluid.layers.create_py_reader_by_data.</remarks>
    public static ReaderVariable CreatePyReaderByData(int capacity, IReadOnlyList<Tensor> feedList, string? name = null, bool useDoubleBuffer = true)
    {
        Reader.RequirePositive(capacity, "CreatePyReaderByData", "capacity");
        ArgumentNullException.ThrowIfNull(feedList);
        Variable[] variables = feedList.Select((v, i) => (v as Variable)?.Latest
            ?? throw new InvalidArgumentException($"CreatePyReaderByData: entry {i} of the feed list is no variable.")).ToArray();
        if (variables.Length == 0)
            throw new InvalidArgumentException("CreatePyReaderByData: there is no variable.", null, "Pass the inputs of the program.");
        return new ReaderVariable(name ?? ReadOp.NewName(), ReaderLayout.Of(variables), startsItself: false, feedList: variables)
        {
            Capacity = capacity,
            UseDoubleBuffer = useDoubleBuffer,
        };
    }

    /// <summary>Makes the current program read the next batch of a reader each time it runs.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>A variable for each field.</returns>
    /// <remarks>Mirrors fluid.layers.read_file. At the end of the data running the program throws <see cref="EOFException"/>.</remarks>
    public static IReadOnlyList<Variable> ReadFile(ReaderVariable reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Block block = Recorder.Main.CurrentBlock();
        Variable[] outputs = reader.Outputs(block);
        ReadOp.AddTo(block, reader.Name, reader.Queue, outputs, first: false);
        return outputs;
    }

    /// <summary>Reads a number of batches ahead and gives them in random order.</summary>
    /// <param name="reader">The reader; reading goes through the result from now on.</param>
    /// <param name="bufferSize">How many batches are shuffled among themselves; at least 1.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="bufferSize"/> is below 1.</exception>
    /// <remarks>Mirrors fluid.layers.shuffle.</remarks>
    public static ReaderVariable Shuffle(ReaderVariable reader, int bufferSize)
    {
        Reader.RequirePositive(bufferSize, "Shuffle", "bufferSize");
        return Over(reader, "shuffle", source => Reader.Shuffle(source, bufferSize));
    }

    /// <summary>Puts what a reader gives together into larger batches: rows after rows, sequences after sequences.</summary>
    /// <param name="reader">The reader; reading goes through the result from now on.</param>
    /// <param name="batchSize">How many of its items make one; the last may have fewer.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="batchSize"/> is below 1.</exception>
    /// <remarks>Mirrors fluid.layers.batch.</remarks>
    public static ReaderVariable Batch(ReaderVariable reader, int batchSize)
    {
        Reader.RequirePositive(batchSize, "Batch", "batchSize");
        return Over(reader, "batch", source => () => source().Chunk(batchSize).Select(BatchJoin.Join));
    }

    /// <summary>Reads one batch ahead in a background thread.</summary>
    /// <param name="reader">The reader; reading goes through the result from now on.</param>
    /// <param name="place">Where batches are to lie; the CPU where null.</param>
    /// <param name="name">The name of the variable; made unique where null.</param>
    /// <remarks>Mirrors fluid.layers.double_buffer.</remarks>
    public static ReaderVariable DoubleBuffer(ReaderVariable reader, Place? place = null, string? name = null)
        => Over(reader, name ?? "double_buffer", source => Reader.Buffered(source, 1), named: name is not null);

    /// <summary>An endless source of batches of random numbers: how fast a program is when reading costs little.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">What numbers stay below.</param>
    /// <param name="shapes">The shape of each field; no dimension may be -1.</param>
    /// <param name="lodLevels">Levels of sequences of each field; random data has none, so all are 0.</param>
    /// <param name="forParallel">Kept for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The lists differ in length, a dimension is not known, a level is not 0, or <paramref name="high"/> is not
    /// above <paramref name="low"/>.</exception>
    /// <remarks>Mirrors fluid.layers.random_data_generator. Element type float32. It starts by itself.</remarks>
    public static ReaderVariable RandomDataGenerator(float low, float high, IReadOnlyList<Shape> shapes, IReadOnlyList<int> lodLevels, bool forParallel = true)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ReaderLayout layout = ReaderLayout.Of(shapes, Enumerable.Repeat(DType.Float32, shapes.Count).ToArray(), lodLevels, "RandomDataGenerator");
        if (!(low < high) || shapes.Any(s => !s.IsKnown) || lodLevels.Any(l => l != 0))
        {
            throw new InvalidArgumentException($"RandomDataGenerator: cannot make data from {low} to {high} of the shapes "
                + $"{string.Join(", ", shapes)} and levels {string.Join(", ", lodLevels)}.", null,
                "Give high above low, known dimensions, and level 0.");
        }
        return new ReaderVariable(UniqueName.Generate("random_data_generator"), layout, startsItself: true, Endless);

        IEnumerable<Tensor[]> Endless()
        {
            while (true)
                yield return shapes.Select(shape => Paddle.Uniform(shape, DType.Float32, low, high)).ToArray();
        }
    }

    // The reader inside is only a source from now on: it is started, and ended, by the one around it.
    private static ReaderVariable Over(ReaderVariable reader, string name, Func<Func<IEnumerable<Tensor[]>>, Func<IEnumerable<Tensor[]>>> decorate,
        bool named = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.DecoratedBy(named ? name : UniqueName.Generate(name), decorate(() => reader.Queue.RequireSource()()));
    }
}
