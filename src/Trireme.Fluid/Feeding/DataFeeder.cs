using Trireme.IO;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>Makes of samples what an executor is fed: each field goes to a variable, with its element type, shape and sequences.</summary>
/// <remarks>
/// Mirrors fluid.DataFeeder. Fields are numbers, arrays, tensors; for a variable with sequences an array or tensor with one row a step, or a list; for two
/// levels a list of those. Values are converted to the variable's element type and, where only the number of dimensions differs, to its shape: ids [T] fill a
/// variable [-1, 1].
/// </remarks>
public sealed class DataFeeder
{
    private readonly FeedColumn[] _columns;

    /// <summary>A feeder for these variables.</summary>
    /// <param name="feedList">The variables, in the order of a sample's fields.</param>
    /// <param name="place">Where the tensors are to lie; the CPU where null.</param>
    /// <param name="program">Kept for Paddle's signature; variables know their program.</param>
    /// <exception cref="InvalidArgumentException">An entry is no variable.</exception>
    public DataFeeder(IReadOnlyList<Tensor> feedList, Place? place = null, Program? program = null)
    {
        ArgumentNullException.ThrowIfNull(feedList);
        Place = place ?? Place.Cpu;
        _columns = feedList.Select((entry, i) => new FeedColumn(entry as Variable
            ?? throw new InvalidArgumentException($"DataFeeder: entry {i} of the feed list is no variable.",
            $"It is {(entry is null ? "null" : $"a tensor {entry.Shape} with values")}.", "Pass what declares the inputs returned."), i)).ToArray();
    }

    /// <summary>A feeder for variables by name.</summary>
    /// <param name="feedList">The names, in the order of a sample's fields.</param>
    /// <param name="place">Where the tensors are to lie; the CPU where null.</param>
    /// <param name="program">The program that declares them; the default main program where null.</param>
    /// <exception cref="InvalidArgumentException">The program declares no such variable.</exception>
    public DataFeeder(IReadOnlyList<string> feedList, Place? place = null, Program? program = null)
        : this(feedList.Select(name => (program ?? Recorder.Main).GlobalBlock().Var(name)).ToArray<Tensor>(), place, program)
    {
    }

    /// <summary>Where the tensors lie.</summary>
    public Place Place { get; }

    /// <summary>What the executor is fed for a batch.</summary>
    /// <param name="iterable">The samples of the batch.</param>
    /// <returns>A tensor for each variable, by name.</returns>
    /// <exception cref="InvalidArgumentException">There is no sample, a sample has another number of fields, or a field does not fit.</exception>
    /// <remarks>Mirrors fluid.DataFeeder.feed.</remarks>
    public Dictionary<string, Tensor> Feed(IEnumerable<Sample> iterable)
    {
        ArgumentNullException.ThrowIfNull(iterable);
        Sample[] batch = iterable.ToArray();
        if (batch.Length == 0)
            throw new InvalidArgumentException("DataFeeder: the batch is empty.", null, "Give at least one sample.");
        foreach ((int i, Sample sample) in batch.Index())
            RequireFields(sample, $"sample {i}");
        using Recorder.Mode eager = Recorder.Suspend();
        return _columns.ToDictionary(c => c.Name, c => c.Stack(batch));
    }

    /// <summary>What the executor is fed for a batch on each of several places.</summary>
    /// <param name="iterable">A batch for each place.</param>
    /// <param name="numPlaces">How many places there are; as many as the environment variable CPU_NUM says where null.</param>
    /// <returns>One dictionary for each place.</returns>
    /// <exception cref="InvalidArgumentException">There are more or fewer batches than places, or a batch does not fit.</exception>
    /// <remarks>Mirrors fluid.DataFeeder.feed_parallel.</remarks>
    public Dictionary<string, Tensor>[] FeedParallel(IEnumerable<IEnumerable<Sample>> iterable, int? numPlaces = null)
    {
        ArgumentNullException.ThrowIfNull(iterable);
        IEnumerable<Sample>[] batches = iterable.ToArray();
        int places = numPlaces ?? CpuNum.FromEnvironment();
        if (batches.Length != places)
            throw new InvalidArgumentException($"FeedParallel: {batches.Length} batches came for {places} places.", null, "Give one batch for each place.");
        return Array.ConvertAll(batches, Feed);
    }

    /// <summary>Makes of a reader of batches a reader of what executors are fed.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="multiDevices">Whether a step has a batch for each of several places.</param>
    /// <param name="numPlaces">How many places there are; as many as the environment variable CPU_NUM says where null.</param>
    /// <param name="dropLast">Whether batches that are too few for a step at the end are left out; otherwise they are an error.</param>
    /// <returns>A reader of steps: one dictionary for each place.</returns>
    /// <exception cref="InvalidArgumentException">When read: a batch does not fit, or some are left at the end.</exception>
    /// <remarks>Mirrors fluid.DataFeeder.decorate_reader.</remarks>
    public Func<IEnumerable<Dictionary<string, Tensor>[]>> DecorateReader(
        Func<IEnumerable<IReadOnlyList<Sample>>> reader, bool multiDevices, int? numPlaces = null, bool dropLast = true)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return () => Steps(reader, multiDevices ? numPlaces ?? CpuNum.FromEnvironment() : 1, dropLast);
    }

    /// <summary>What the executor is fed where each field holds a whole batch already.</summary>
    internal Dictionary<string, Tensor> FeedWhole(Sample batch)
    {
        RequireFields(batch, "the batch");
        using Recorder.Mode eager = Recorder.Suspend();
        return _columns.Select((c, i) => (c.Name, Value: c.Take(batch[i]))).ToDictionary();
    }

    private IEnumerable<Dictionary<string, Tensor>[]> Steps(Func<IEnumerable<IReadOnlyList<Sample>>> reader, int places, bool dropLast)
    {
        foreach (IReadOnlyList<Sample>[] batches in reader().Chunk(places))
        {
            if (batches.Length == places)
                yield return FeedParallel(batches, places);
            else if (!dropLast)
                throw new InvalidArgumentException($"DecorateReader: {batches.Length} batches are left at the end for {places} places.", null,
                    "Pass dropLast: true to leave them out.");
        }
    }

    private void RequireFields(Sample sample, string what)
    {
        if (sample.Count != _columns.Length)
        {
            throw new InvalidArgumentException($"DataFeeder: {what} has {sample.Count} fields.",
                $"There are {_columns.Length} variables: {string.Join(", ", _columns.Select(c => c.Name))}.", "Give each variable a field.");
        }
    }
}
