using System.Collections;
using Trireme.IO;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>Reads batches in the background while a program trains.</summary>
/// <remarks>
/// Mirrors fluid.io.PyReader. Iterable, it is enumerated and each item is fed: <c>foreach (var data in reader) executor.Run(program, data, [loss]);</c>. Not
/// iterable, the program reads by itself: <c>Start()</c>, run without feed until <see cref="EOFException"/>, <c>Reset()</c>. Cloning a program does not make
/// a second reader.
/// </remarks>
public sealed class PyReader : IEnumerable<Dictionary<string, Tensor>>, IDisposable
{
    private readonly string[] _names;
    private readonly DataFeeder _feeder;
    private readonly int _capacity;
    private readonly bool _useDoubleBuffer;
    private readonly BatchQueue? _queue;
    private Func<IEnumerable<Tensor[]>>? _source;

    /// <summary>A reader for the inputs of the current program.</summary>
    /// <param name="feedList">The variables that get the data, in the order of a sample's fields.</param>
    /// <param name="capacity">How many batches may be ready at a time; at least 1.</param>
    /// <param name="useDoubleBuffer">Whether the background thread also makes tensors of the samples; otherwise whoever takes a batch does.</param>
    /// <param name="iterable">Whether it is enumerated; otherwise the variables' program gets an operator that reads.</param>
    /// <param name="returnList">Kept for Paddle's signature; <see cref="Lists"/> gives lists.</param>
    /// <exception cref="InvalidArgumentException">There is no variable, an entry is none, or the capacity is below 1.</exception>
    public PyReader(IReadOnlyList<Tensor>? feedList = null, int? capacity = null, bool useDoubleBuffer = true, bool iterable = true, bool returnList = false)
    {
        if (feedList is not { Count: > 0 })
            throw new InvalidArgumentException("PyReader: there is no variable.", null, "Pass feedList: the inputs of the program.");
        Reader.RequirePositive(capacity ?? 0, "PyReader", "capacity");
        _feeder = new DataFeeder(feedList);
        (_capacity, _useDoubleBuffer, Iterable, ReturnList) = (capacity!.Value, useDoubleBuffer, iterable, returnList);
        Variable[] variables = feedList.Select(v => ((Variable)v).Latest).ToArray();
        _names = Array.ConvertAll(variables, v => v.Name);
        if (iterable)
            return;
        string name = ReadOp.NewName();
        _queue = new BatchQueue(name);
        ReadOp.AddTo(variables[0].Block.Program.GlobalBlock(), name, _queue, variables, first: true);
    }

    private PyReader(Block block, string name, Variable[] variables, int capacity, bool useDoubleBuffer)
    {
        _feeder = new DataFeeder(variables);
        (_capacity, _useDoubleBuffer) = (capacity, useDoubleBuffer);
        _names = Array.ConvertAll(variables, v => v.Name);
        _queue = new BatchQueue(name);
        ReadOp.Attach(block.Program, name, _queue);
    }

    /// <summary>The reader of a program that came from a file and reads by itself: give it data with one of the Decorate methods, start it, run the
    /// program without feed.</summary>
    /// <param name="program">The program, with an operator <c>read</c>.</param>
    /// <param name="name">The variable of the reader, such as <c>create_py_reader_0</c>; the only one where null.</param>
    /// <param name="capacity">How many batches may be ready at a time; at least 1.</param>
    /// <param name="useDoubleBuffer">Whether the background thread also makes tensors of the samples; otherwise whoever takes a batch does.</param>
    /// <exception cref="InvalidArgumentException">The program has no such reader, or several of which none is named; or the capacity is below 1.</exception>
    public static PyReader Of(Program program, string? name = null, int capacity = 2, bool useDoubleBuffer = true)
    {
        ArgumentNullException.ThrowIfNull(program);
        Reader.RequirePositive(capacity, "PyReader", "capacity");
        Operator[] reads = program.GlobalBlock().Ops.Where(o => o.Record is ReadOp && (name is null || ReadOp.SourceOf(o) == name)).ToArray();
        if (reads.Length == 1)
        {
            Variable[] variables = reads[0].Output("Out").Select(n => program.GlobalBlock().Var(n)).ToArray();
            return new PyReader(program.GlobalBlock(), ReadOp.SourceOf(reads[0]), variables, capacity, useDoubleBuffer);
        }
        string[] known = program.GlobalBlock().Ops.Where(o => o.Record is ReadOp).Select(ReadOp.SourceOf).ToArray();
        throw new InvalidArgumentException($"PyReader: the program has {reads.Length} readers{(name is null ? "" : $" called '{name}'")}.",
            known.Length == 0 ? "It has no operator 'read'." : $"Its readers are: {string.Join(", ", known)}.",
            known.Length == 0 ? "Feed it instead." : "Name one of them.");
    }

    /// <summary>Whether the reader is enumerated; otherwise the program reads by itself.</summary>
    public bool Iterable { get; }

    /// <summary>What the constructor was told.</summary>
    public bool ReturnList { get; }

    /// <summary>Takes its data from a reader of samples.</summary>
    /// <param name="sampleGenerator">The reader.</param>
    /// <param name="batchSize">How many samples a batch has; at least 1.</param>
    /// <param name="dropLast">Whether a last batch with fewer samples is left out.</param>
    /// <param name="places">Where batches go; the CPU where null. With several, an item holds a batch for each, one after the other.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="batchSize"/> is below 1.</exception>
    /// <remarks>Mirrors PyReader.decorate_sample_generator.</remarks>
    public void DecorateSampleGenerator(Func<IEnumerable<Sample>> sampleGenerator, int batchSize, bool dropLast = true, IReadOnlyList<Place>? places = null)
        => DecorateSampleListGenerator(Paddle.Batch(sampleGenerator, batchSize, dropLast), places);

    /// <summary>Takes its data from a reader of batches of samples, such as <c>Paddle.Batch</c> makes.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="places">Where batches go; the CPU where null. With several, an item holds a batch for each, one after the other.</param>
    /// <remarks>Mirrors PyReader.decorate_sample_list_generator.</remarks>
    public void DecorateSampleListGenerator(Func<IEnumerable<IReadOnlyList<Sample>>> reader, IReadOnlyList<Place>? places = null)
        => Decorate(reader, _feeder.Feed, places);

    /// <summary>Takes its data from a reader of batches whose fields are whole: an array or tensor with a row for each sample.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="places">Where batches go; the CPU where null. With several, an item holds a batch for each, one after the other.</param>
    /// <remarks>Mirrors PyReader.decorate_batch_generator.</remarks>
    public void DecorateBatchGenerator(Func<IEnumerable<Sample>> reader, IReadOnlyList<Place>? places = null) => Decorate(reader, _feeder.FeedWhole, places);

    /// <summary>Starts reading; only where the program reads by itself.</summary>
    /// <exception cref="PreconditionNotMetException">The reader is iterable, has no source, or is running.</exception>
    /// <remarks>Mirrors PyReader.start.</remarks>
    public void Start() => RequireQueue("Start").Start();

    /// <summary>Ends reading, at the end of an epoch or before; only where the program reads by itself.</summary>
    /// <exception cref="PreconditionNotMetException">The reader is iterable.</exception>
    /// <remarks>Mirrors PyReader.reset.</remarks>
    public void Reset() => RequireQueue("Reset").Reset();

    /// <summary>The batches of one pass, as they are fed.</summary>
    /// <exception cref="PreconditionNotMetException">The reader is not iterable, or has no source.</exception>
    /// <remarks>Stands for calling the object.</remarks>
    public IEnumerable<Dictionary<string, Tensor>> Call() => Lists().Select(batch => _names.Zip(batch).ToDictionary(p => p.First, p => p.Second));

    /// <summary>The batches of one pass as lists: a tensor for each variable.</summary>
    /// <exception cref="PreconditionNotMetException">The reader is not iterable, or has no source.</exception>
    /// <remarks>Stands for calling an object made with return_list=True.</remarks>
    public IEnumerable<Tensor[]> Lists()
    {
        if (!Iterable)
            throw new PreconditionNotMetException("PyReader: it is not iterable.", null,
                "Call Start() and run the program without feed, or pass iterable: true.");
        return _source is { } source ? source() : throw new PreconditionNotMetException("PyReader: it has no source of data.", null,
            "Give it one with one of its Decorate methods.");
    }

    /// <summary>Enumerates the batches of one pass; see <see cref="Call"/>.</summary>
    public IEnumerator<Dictionary<string, Tensor>> GetEnumerator() => Call().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the background thread of a reader that was started and not reset.</summary>
    public void Dispose() => _queue?.Dispose();

    private void Decorate<T>(Func<IEnumerable<T>> reader, Func<T, Dictionary<string, Tensor>> feed, IReadOnlyList<Place>? places)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int count = places?.Count ?? 1;
        if (count == 0)
            throw new InvalidArgumentException("PyReader: the list of places is empty.", null, "Give at least one place, or null for the CPU.");
        _source = _useDoubleBuffer ? Reader.Buffered(() => reader().Select(Tensors), _capacity) : () => Reader.Buffered(reader, _capacity)().Select(Tensors);
        if (count > 1)
        {
            // A step needs a batch for each place; what is too few for one at the end is left out.
            Func<IEnumerable<Tensor[]>> single = _source;
            _source = () => single().Chunk(count).Where(step => step.Length == count).Select(BatchJoin.Join);
        }
        if (_queue is not null)
            _queue.Source = _source;

        Tensor[] Tensors(T batch)
        {
            Dictionary<string, Tensor> fed = feed(batch);
            return Array.ConvertAll(_names, name => fed[name]);
        }
    }

    private BatchQueue RequireQueue(string member)
        => _queue ?? throw new PreconditionNotMetException($"{member}: the PyReader is iterable.", null,
            "Enumerate it and feed what it gives, or pass iterable: false.");
}
