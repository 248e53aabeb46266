namespace Trireme.Static;

/// <summary>A program with the way in which it is run: on one place, or on several at once, each with a part of the batch.</summary>
/// <remarks>Mirrors paddle.static.CompiledProgram. It cannot be saved: save its <see cref="Program"/>.</remarks>
public sealed class CompiledProgram
{
    private DataParallelRun? _run;
    private Scope? _scope;
    private long _version, _drawn = -1;

    /// <summary>A program that is run on one place.</summary>
    /// <param name="programOrGraph">The program.</param>
    /// <param name="buildStrategy">How it is prepared.</param>
    public CompiledProgram(Program programOrGraph, BuildStrategy? buildStrategy = null)
    {
        ArgumentNullException.ThrowIfNull(programOrGraph);
        Program = programOrGraph;
        BuildStrategy = buildStrategy ?? new BuildStrategy();
    }

    /// <summary>The program.</summary>
    public Program Program { get; private set; }

    /// <summary>How it is prepared.</summary>
    public BuildStrategy BuildStrategy { get; private set; }

    /// <summary>How it is run.</summary>
    public ExecutionStrategy ExecutionStrategy { get; private set; } = new();

    /// <summary>Whether several places share each batch.</summary>
    public bool IsDataParallel => Places.Count > 0;

    /// <summary>The places that share each batch; none without data parallelism.</summary>
    public IReadOnlyList<Place> Places { get; private set; } = [];

    /// <summary>Makes several places share each batch: each computes gradients on its part, the gradients are averaged, the parameters updated once.</summary>
    /// <param name="lossName">The loss; not needed in a program that does not train.</param>
    /// <param name="buildStrategy">How gradients are put together.</param>
    /// <param name="execStrategy">How it is run.</param>
    /// <param name="shareVarsFrom">A data-parallel program of the same parameters; programs in one scope share them anyway.</param>
    /// <param name="places">The places; as many as the environment variable CPU_NUM says where null, 1 where it is not set.</param>
    /// <returns>This.</returns>
    /// <exception cref="InvalidArgumentException">There is no such loss or no place, or the other program is not data-parallel.</exception>
    /// <exception cref="PreconditionNotMetException">It is data-parallel already.</exception>
    /// <remarks>Mirrors CompiledProgram.with_data_parallel. With batches of equal parts the results are those of one place on the whole batch.</remarks>
    public CompiledProgram WithDataParallel(string? lossName = null, BuildStrategy? buildStrategy = null, ExecutionStrategy? execStrategy = null, CompiledProgram? shareVarsFrom = null,
        IReadOnlyList<Place>? places = null)
    {
        if (IsDataParallel)
            throw new PreconditionNotMetException("WithDataParallel: the program is data-parallel already.", null, "Call it once.");
        if (lossName is not null && Program.GlobalBlock().FindVarRecursive(lossName) is null)
            throw new InvalidArgumentException($"WithDataParallel: the loss '{lossName}' is no variable of the program.");
        if (shareVarsFrom is { IsDataParallel: false })
            throw new InvalidArgumentException("WithDataParallel: shareVarsFrom is not data-parallel.", null, "Call its WithDataParallel first.");
        if ((buildStrategy ?? BuildStrategy) is { } strategy && (strategy.NumTrainers > 1 || strategy.IsDistribution || strategy.AsyncMode))
        {
            throw new InvalidArgumentException("WithDataParallel: the places are threads of this process.",
                $"NumTrainers is {strategy.NumTrainers}, IsDistribution {strategy.IsDistribution}, AsyncMode {strategy.AsyncMode}.",
                "Leave them as they are; several processes train with Trireme.Distributed.");
        }
        places ??= Enumerable.Repeat(Place.Cpu, CpuNum.FromEnvironment()).ToArray();
        if (places.Count == 0)
            throw new InvalidArgumentException("WithDataParallel: the list of places is empty.", null, "Give at least one place, or null.");
        (Places, BuildStrategy, ExecutionStrategy) = (places, buildStrategy ?? BuildStrategy, execStrategy ?? ExecutionStrategy);
        return this;
    }

    /// <summary>Makes it a program for inference: operators behave as in inference, and those that compute gradients or update parameters are left out.</summary>
    /// <param name="config">What a predictor of the program would be told. Plans fuse operators whatever it says.</param>
    /// <returns>This.</returns>
    /// <exception cref="PreconditionNotMetException">It is data-parallel.</exception>
    /// <remarks>Mirrors fluid.CompiledProgram.with_inference_optimize.</remarks>
    public CompiledProgram WithInferenceOptimize(Inference.Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (IsDataParallel)
            throw new PreconditionNotMetException("WithInferenceOptimize: the program is data-parallel.", null, "Make another CompiledProgram of it.");
        Program = Program.Clone(forTest: true);
        return this;
    }

    /// <summary>Draws the program where the strategy asks for it.</summary>
    /// <exception cref="IOException">The drawing cannot be written.</exception>
    internal void Draw()
    {
        if (BuildStrategy.DebugGraphvizPath.Length == 0 || _drawn == Program.Version)
            return;
        Static.SaveToFile(BuildStrategy.DebugGraphvizPath, System.Text.Encoding.UTF8.GetBytes(Static.ToDot(Program)));
        _drawn = Program.Version;
    }

    /// <summary>What runs the program in a scope.</summary>
    internal DataParallelRun RunIn(Scope scope)
    {
        if (_run is null || !ReferenceEquals(_scope, scope) || _version != Program.Version)
            (_run, _scope, _version) = (new DataParallelRun(Program, Places.Count, BuildStrategy.GradientScaleStrategy, scope), scope, Program.Version);
        return _run;
    }
}
