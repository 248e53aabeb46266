using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>Runs one program on several places, each with a part of the batch.</summary>
/// <remarks>Mirrors fluid.ParallelExecutor: an older form of <see cref="CompiledProgram.WithDataParallel"/>. The environment variable CPU_NUM says how
/// many places there are.</remarks>
public sealed class ParallelExecutor
{
    private readonly CompiledProgram _program;
    private readonly Executor _executor = new();
    private readonly Scope? _scope;

    /// <summary>An executor for a program.</summary>
    /// <param name="useCuda">Whether the places are GPUs; only false here.</param>
    /// <param name="lossName">The loss; not needed in a program that does not train.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="shareVarsFrom">An executor of the same parameters; executors in one scope share them anyway.</param>
    /// <param name="execStrategy">How it is run.</param>
    /// <param name="buildStrategy">How gradients are put together.</param>
    /// <param name="numTrainers">The number of processes that train together; only 1 here.</param>
    /// <param name="trainerId">This process's number.</param>
    /// <param name="scope">Where parameters are; the current scope at each run where null.</param>
    /// <exception cref="InvalidArgumentException">GPUs or several processes are asked for, or there is no such loss.</exception>
    public ParallelExecutor(bool useCuda, string? lossName = null, Program? mainProgram = null, ParallelExecutor? shareVarsFrom = null,
        ExecutionStrategy? execStrategy = null,
        BuildStrategy? buildStrategy = null, int numTrainers = 1, int trainerId = 0, Scope? scope = null)
    {
        if (useCuda || numTrainers != 1 || trainerId != 0)
        {
            throw new InvalidArgumentException($"ParallelExecutor: useCuda {useCuda}, numTrainers {numTrainers} and trainerId {trainerId} are not possible.",
                "Places are threads of this process.",
                "Pass useCuda: false; several processes train with Trireme.Distributed.");
        }
        _program = new CompiledProgram(mainProgram ?? Recorder.Main).WithDataParallel(lossName, buildStrategy, execStrategy, shareVarsFrom?._program);
        _scope = scope ?? shareVarsFrom?._scope;
    }

    /// <summary>The number of places.</summary>
    public int DeviceCount => _program.Places.Count;

    /// <summary>Runs the program with one batch that the places share.</summary>
    /// <param name="fetchList">What to return: results of the places one after the other, gradients averaged, parameters once.</param>
    /// <param name="feed">The batch by name.</param>
    /// <param name="feedDict">An older name of <paramref name="feed"/>.</param>
    /// <param name="returnNumpy">Kept for Paddle's signature: tensors give arrays with ToArray.</param>
    /// <exception cref="InvalidArgumentException">The batch has fewer rows than there are places, or what is fed does not fit.</exception>
    /// <remarks>Mirrors fluid.ParallelExecutor.run.</remarks>
    public Tensor[] Run(IReadOnlyList<FetchTarget> fetchList, IReadOnlyDictionary<string, Tensor>? feed = null, IReadOnlyDictionary<string, Tensor>? feedDict = null,
        bool returnNumpy = true)
        => _executor.Run(_program, feed ?? feedDict, fetchList, _scope);

    /// <summary>Runs the program with a batch for each place.</summary>
    /// <param name="fetchList">What to return: results of the places one after the other, gradients averaged, parameters once.</param>
    /// <param name="feed">The batches; they may differ in size.</param>
    /// <exception cref="InvalidArgumentException">There are not as many batches as places, or what is fed does not fit.</exception>
    public Tensor[] Run(IReadOnlyList<FetchTarget> fetchList, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> feed) => _executor.Run(_program, feed,
        fetchList, _scope);

    /// <summary>Kept for Paddle's signature: nothing is left between runs.</summary>
    public void DropLocalExeScopes()
    {
    }
}
