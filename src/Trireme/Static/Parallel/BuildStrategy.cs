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

    /// <summary>Kept for Paddle's signature.</summary>
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
}
