using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>Data files that executors train programs over: <c>executor.TrainFromDataset(program, dataset)</c>.</summary>
/// <remarks>Mirrors fluid.dataset.DatasetBase. A line of a file has for each variable the number of its values, and the values: <c>2 17 4 1 0.5</c>.</remarks>
public abstract class DatasetBase : IFeedSource
{
    private protected DatasetBase()
    {
    }

    private protected DataFeedDesc Feed { get; } = new();

    private protected IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Sets the command through which each file goes before it is read.</summary>
    /// <param name="pipeCommand">A command of the shell that reads its input and writes lines; <c>cat</c> reads the file as it is.</param>
    /// <remarks>Mirrors DatasetBase.set_pipe_command.</remarks>
    public void SetPipeCommand(string pipeCommand)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pipeCommand);
        Feed.PipeCommand = pipeCommand;
    }

    /// <summary>Sets how many lines make a batch; 1 at first.</summary>
    /// <param name="batchSize">At least 1.</param>
    /// <exception cref="InvalidArgumentException">It is below 1.</exception>
    /// <remarks>Mirrors DatasetBase.set_batch_size.</remarks>
    public void SetBatchSize(int batchSize) => Feed.SetBatchSize(batchSize);

    /// <summary>Sets how many files are read at a time; 1 at first. With several, lines come as they are ready.</summary>
    /// <param name="threadNum">At least 1.</param>
    /// <exception cref="InvalidArgumentException">It is below 1.</exception>
    /// <remarks>Mirrors DatasetBase.set_thread.</remarks>
    public void SetThread(int threadNum)
    {
        Reader.RequirePositive(threadNum, "SetThread", "threadNum");
        Feed.ThreadNum = threadNum;
    }

    /// <summary>Sets the files.</summary>
    /// <param name="filelist">Their names.</param>
    /// <remarks>Mirrors DatasetBase.set_filelist.</remarks>
    public void SetFilelist(IReadOnlyList<string> filelist)
    {
        ArgumentNullException.ThrowIfNull(filelist);
        Files = filelist.ToArray();
    }

    /// <summary>Sets the variables that the values of a line go to, in the line's order.</summary>
    /// <param name="varList">Inputs of the program, float32 or int64; those with a level of sequences take any number of values.</param>
    /// <exception cref="InvalidArgumentException">An entry is no variable, or has another element type.</exception>
    /// <remarks>Mirrors DatasetBase.set_use_var. Lines in memory are forgotten: they were read for other variables.</remarks>
    public void SetUseVar(IReadOnlyList<Tensor> varList)
    {
        ArgumentNullException.ThrowIfNull(varList);
        DataFeedSlot[] slots = varList.Select((entry, i) =>
        {
            Variable variable = (entry as Variable)?.Latest ?? throw new InvalidArgumentException($"SetUseVar: entry {i} is no variable.", null,
                "Pass what Layers.Data returned.");
            if (variable.DType != DType.Float32 && variable.DType != DType.Int64)
                throw new InvalidArgumentException($"SetUseVar: '{variable.Name}' is {variable.DType}.", "Files hold float32 and int64.",
                    "Cast it in the program.");
            return new DataFeedSlot(variable.Name, variable.DType == DType.Int64 ? DataFeedSlot.Ids : DataFeedSlot.Numbers, variable.LodLevel == 0, true,
                variable.Shape.ToArray().Skip(1).ToArray());
        }).ToArray();
        Feed.Slots.Clear();
        Feed.Slots.AddRange(slots);
        Forget();
    }

    /// <summary>What the lines hold, as the text of a <see cref="DataFeedDesc"/>.</summary>
    /// <remarks>Mirrors DatasetBase.desc.</remarks>
    public string Desc() => Feed.Desc();

    /// <inheritdoc/>
    public abstract IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches(int threads);

    /// <summary>Drops what was read.</summary>
    private protected virtual void Forget()
    {
    }

    /// <summary>The instances of all files.</summary>
    private protected IEnumerable<Array[]> Instances(MultiSlotReader reader, int threads)
    {
        if (Files.Count == 0)
            throw new PreconditionNotMetException("The data set has no files.", null, "Call SetFilelist.");
        threads = Math.Min(threads > 0 ? threads : Feed.ThreadNum, Files.Count);
        return threads == 1 ? Files.SelectMany(reader.Read) : Together(reader, threads);
    }

    private protected IEnumerable<IReadOnlyDictionary<string, Tensor>> Batches(MultiSlotReader reader, IEnumerable<Array[]> instances)
        => instances.Chunk(Feed.BatchSize).Select(reader.Batch);

    private IEnumerable<Array[]> Together(MultiSlotReader reader, int threads)
    {
        using var source = new SharedSource<string>(() => Files, seed: 0);
        int capacity = Math.Max(Feed.BatchSize * 2, 64);
        foreach (Array[] instance in ReadAhead<Array[]>.Run(capacity, "Dataset", Enumerable.Repeat<Action<ReadAhead<Array[]>>>(Read, threads).ToArray()))
            yield return instance;

        void Read(ReadAhead<Array[]> queue)
        {
            while (source.TryTake(out string file, out _))
            {
                foreach (Array[] instance in reader.Read(file))
                {
                    if (!queue.Put(instance))
                        return;
                }
            }
        }
    }
}
