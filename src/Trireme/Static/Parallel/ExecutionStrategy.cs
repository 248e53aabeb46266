namespace Trireme.Static;

/// <summary>How a program is run on its places.</summary>
/// <remarks>Mirrors paddle.static.ExecutionStrategy. The places run on threads of their own; the settings are accepted and change nothing.</remarks>
public sealed class ExecutionStrategy
{
    /// <summary>Kept for Paddle's signature: there is a thread for each place.</summary>
    public int NumThreads { get; set; }

    /// <summary>Kept for Paddle's signature: variables are given back as soon as nobody reads them.</summary>
    public int NumIterationPerDropScope { get; set; } = 100;

    /// <summary>Kept for Paddle's signature.</summary>
    public int NumIterationPerRun { get; set; } = 1;

    /// <summary>Kept for Paddle's signature.</summary>
    public bool AllowOpDelay { get; set; }

    /// <summary>Kept for Paddle's signature: every step ends when all places are done.</summary>
    public bool UseThreadBarrier { get; set; }

    /// <summary>Whether places are GPUs; changes nothing: the list of places says where a program runs.</summary>
    public bool UseCuda { get; set; }

    /// <summary>Kept for Paddle's signature.</summary>
    public bool UseExperimentalExecutor { get; set; }
}
