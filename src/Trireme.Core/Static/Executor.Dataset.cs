namespace Trireme.Static;

/// <content>Running over a whole data set.</content>
public sealed partial class Executor
{
    /// <summary>Runs a program for each batch of a data set.</summary>
    /// <param name="program">The program, its optimizer included; the default main program where null.</param>
    /// <param name="dataset">Where batches come from; needed.</param>
    /// <param name="scope">Where parameters are; the current scope where null.</param>
    /// <param name="thread">How many threads read files; as many as the data set was told where 0. The program runs in this thread.</param>
    /// <param name="debug">Whether what is fetched is written after every batch.</param>
    /// <param name="fetchList">What is written to the console from time to time.</param>
    /// <param name="fetchInfo">A text for each fetched variable; its name where null.</param>
    /// <param name="printPeriod">After how many batches it is written.</param>
    /// <exception cref="InvalidArgumentException">There is no data set, or what it gives does not fit the program.</exception>
    /// <exception cref="ProgramRunException">An operator could not run.</exception>
    /// <remarks>Mirrors fluid.Executor.train_from_dataset.</remarks>
    public void TrainFromDataset(Program? program = null, IFeedSource? dataset = null, Scope? scope = null, int thread = 0, bool debug = false,
        IReadOnlyList<FetchTarget>? fetchList = null, IReadOnlyList<string>? fetchInfo = null, int printPeriod = 100)
        => RunOver(nameof(TrainFromDataset), program, dataset, scope, thread, debug ? 1 : printPeriod, fetchList, fetchInfo);

    /// <summary>Runs a program for each batch of a data set, as <see cref="TrainFromDataset"/> does.</summary>
    /// <param name="program">The program, without an optimizer; the default main program where null.</param>
    /// <param name="dataset">Where batches come from; needed.</param>
    /// <param name="scope">Where parameters are; the current scope where null.</param>
    /// <param name="thread">How many threads read files; as many as the data set was told where 0. The program runs in this thread.</param>
    /// <param name="debug">Whether what is fetched is written after every batch.</param>
    /// <param name="fetchList">What is written to the console from time to time.</param>
    /// <param name="fetchInfo">A text for each fetched variable; its name where null.</param>
    /// <param name="printPeriod">After how many batches it is written.</param>
    /// <exception cref="InvalidArgumentException">There is no data set, or what it gives does not fit the program.</exception>
    /// <exception cref="ProgramRunException">An operator could not run.</exception>
    /// <remarks>Mirrors fluid.Executor.infer_from_dataset.</remarks>
    public void InferFromDataset(Program? program = null, IFeedSource? dataset = null, Scope? scope = null, int thread = 0, bool debug = false,
        IReadOnlyList<FetchTarget>? fetchList = null, IReadOnlyList<string>? fetchInfo = null, int printPeriod = 100)
        => RunOver(nameof(InferFromDataset), program, dataset, scope, thread, debug ? 1 : printPeriod, fetchList, fetchInfo);

    private void RunOver(string function, Program? program, IFeedSource? dataset, Scope? scope, int thread, int period, IReadOnlyList<FetchTarget>? fetchList,
        IReadOnlyList<string>? fetchInfo)
    {
        if (dataset is null)
            throw new InvalidArgumentException($"{function}: there is no data set.", null, "Make one with DatasetFactory, and give it files and variables.");
        IReadOnlyList<FetchTarget> fetches = fetchList ?? [];
        if (thread < 0 || period < 1 || (fetchInfo is not null && fetchInfo.Count != fetches.Count))
        {
            throw new InvalidArgumentException($"{function}: thread is {thread}, printPeriod {period}, and there are {fetchInfo?.Count ?? fetches.Count} texts "
                + $"for {fetches.Count} variables.", "thread is at least 0, printPeriod at least 1, and each variable has a text.");
        }
        int batches = 0;
        foreach (IReadOnlyDictionary<string, Tensor> batch in dataset.Batches(thread))
        {
            bool isWritten = fetches.Count > 0 && ++batches % period == 0;
            Tensor[] results = Run(program, batch, isWritten ? fetches : [], scope);
            // To the console, as Paddle does: these functions return nothing, and progress is what fetchList is for.
            for (int i = 0; i < results.Length; i++)
                Console.WriteLine($"{fetchInfo?[i] ?? fetches[i].Name}: {results[i]}");
        }
    }
}
