namespace Trireme.Static;

/// <summary>How a program is prepared for its places.</summary>
/// <remarks>
/// Mirrors paddle.static.BuildStrategy. Plans fuse operators and share memory by themselves; the settings that ask for it are accepted and change nothing.
/// </remarks>
public sealed class BuildStrategy
{
    /// <summary>How gradients are put together.</summary>
    public GradientScaleStrategy GradientScaleStrategy { get; set; }

    /// <summary>Where parameters are updated; changes nothing on the CPU.</summary>
    public ReduceStrategy ReduceStrategy { get; set; }

    /// <summary>Where the program is drawn, in the language of Graphviz, before its first run; empty for no drawing.</summary>
    /// <remarks>The text is that of <see cref="Static.ToDot(Program?)"/>. A program that changed is drawn anew.</remarks>
    public string DebugGraphvizPath { get; set; } = "";

    /// <summary>Kept for Paddle's signature: memory is always planned.</summary>
    public bool? MemoryOptimize { get; set; }

    /// <summary>Kept for Paddle's signature: memory is always planned.</summary>
    public bool? EnableInplace { get; set; }

    /// <summary>Kept for Paddle's signature: chains are always fused.</summary>
    public bool FuseElewiseAddActOps { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool FuseReluDepthwiseConv { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool? FuseBroadcastOps { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool? FuseAllOptimizerOps { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool? FuseAllReduceOps { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool EnableSequentialExecution { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool RemoveUnnecessaryLock { get; set; } = true;

    /// <summary>Kept for Paddle's signature.</summary>
    public bool CacheRuntimeContext { get; set; }

    /// <summary>Kept for Paddle's signature: updates wait for all gradients.</summary>
    public bool EnableBackwardOptimizerOpDeps { get; set; }

    /// <summary>Whether batch norms of several GPUs share their statistics; changes nothing on the CPU, as in Paddle: each place takes those of its part.</summary>
    public bool SyncBatchNorm { get; set; }

    /// <summary>Kept for Paddle's signature: there are no operators of MKL-DNN.</summary>
    public IReadOnlyCollection<string> MkldnnEnabledOpTypes { get; set; } = [];

    /// <summary>Kept for Paddle's signature: it concerns GPUs.</summary>
    public int NcclCommNum { get; set; } = 1;

    /// <summary>Kept for Paddle's signature: it concerns GPUs.</summary>
    public bool UseHierarchicalAllreduce_ { get; set; }

    /// <summary>Kept for Paddle's signature: it concerns GPUs.</summary>
    public int HierarchicalAllreduceInterNranks_ { get; set; }

    /// <summary>Kept for Paddle's signature: it concerns GPUs.</summary>
    public int HierarchicalAllreduceExterNranks_ { get; set; }

    /// <summary>The processes that train together; a program with more than 1 is refused: places are threads of this process.</summary>
    public int NumTrainers { get; set; } = 1;

    /// <summary>This process among those that train together.</summary>
    public int TrainerId { get; set; }

    /// <summary>The addresses of the processes that train together.</summary>
    public IReadOnlyList<string> TrainersEndpoints { get; set; } = [];

    /// <summary>Whether processes train together; true is refused, as more than 1 of <see cref="NumTrainers"/> is.</summary>
    public bool IsDistribution { get; set; }

    /// <summary>Whether processes do not wait for each other; true is refused, as more than 1 of <see cref="NumTrainers"/> is.</summary>
    public bool AsyncMode { get; set; }
}
