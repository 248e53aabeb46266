using Trireme.IO;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>A source of batches that programs read with <see cref="Layers.ReadFile"/>.</summary>
/// <remarks>Mirrors the reader variables of fluid.layers.py_reader, open_files and their kin.</remarks>
public sealed class ReaderVariable : IDisposable
{
    private readonly Variable[]? _feedList;

    internal ReaderVariable(string name, ReaderLayout layout, bool startsItself, Func<IEnumerable<Tensor[]>>? source = null, Variable[]? feedList = null)
    {
        Name = name;
        Layout = layout;
        Queue = new BatchQueue(name, startsItself) { Source = source };
        _feedList = feedList;
    }

    /// <summary>The name of the variable.</summary>
    public string Name { get; }

    internal ReaderLayout Layout { get; }

    internal BatchQueue Queue { get; }

    internal int Capacity { get; init; } = 1;

    internal bool UseDoubleBuffer { get; init; }

    /// <summary>Takes its data from a reader of batches of samples, such as <c>Paddle.Batch</c> makes.</summary>
    /// <param name="reader">The reader.</param>
    /// <remarks>Mirrors decorate_paddle_reader, which is called decorate_sample_list_generator too.</remarks>
    public void DecoratePaddleReader(Func<IEnumerable<IReadOnlyList<Sample>>> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        DataFeeder feeder = Layout.Feeder();
        Set(reader, batch => feeder.Feed(batch).Values.ToArray());
    }

    /// <summary>Takes its data from a reader of batches whose fields are whole: an array or tensor with a row for each sample.</summary>
    /// <param name="reader">The reader.</param>
    /// <remarks>Mirrors decorate_tensor_provider, which is called decorate_batch_generator too.</remarks>
    public void DecorateTensorProvider(Func<IEnumerable<Sample>> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        DataFeeder feeder = Layout.Feeder();
        Set(reader, batch => feeder.FeedWhole(batch).Values.ToArray());
    }

    /// <summary>Starts reading. Readers of files start by themselves.</summary>
    /// <exception cref="PreconditionNotMetException">It has no source, or is running.</exception>
    public void Start() => Queue.Start();

    /// <summary>Ends reading, at the end of an epoch or before; it can be started again.</summary>
    public void Reset() => Queue.Reset();

    /// <summary>Ends the threads of a reader that was not reset.</summary>
    public void Dispose() => Queue.Dispose();

    /// <summary>A reader around this one: what it starts and reads is this one's source.</summary>
    internal ReaderVariable DecoratedBy(string name, Func<IEnumerable<Tensor[]>> source) => new(name, Layout, Queue.StartsItself, source, _feedList);

    /// <summary>The variables of the current program that get the data.</summary>
    internal Variable[] Outputs(Block block) => _feedList ?? Layout.Declare(block);

    private void Set<T>(Func<IEnumerable<T>> reader, Func<T, Tensor[]> convert)
        => Queue.Source = UseDoubleBuffer
            ? Reader.Buffered(() => reader().Select(convert), Capacity)
            : () => Reader.Buffered(reader, Capacity)().Select(convert);
}
