namespace Trireme.Profiling;

/// <summary>What a profiler does during a step.</summary>
/// <remarks>Mirrors paddle.profiler.ProfilerState.</remarks>
public enum ProfilerState
{
    /// <summary>Nothing.</summary>
    Closed = 0,

    /// <summary>Nothing yet; the next steps are recorded.</summary>
    Ready = 1,

    /// <summary>It records.</summary>
    Record = 2,

    /// <summary>It records, and hands over what it has at the end of the step.</summary>
    RecordAndReturn = 3,
}
