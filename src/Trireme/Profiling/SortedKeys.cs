namespace Trireme.Profiling;

/// <summary>What the rows of a table are sorted by, largest first; smallest first for the minima.</summary>
/// <remarks>Mirrors paddle.profiler.SortedKeys. Where no device but the processor was recorded, the GPU keys sort as the CPU keys do.</remarks>
public enum SortedKeys
{
    /// <summary>The time of all calls together.</summary>
    CPUTotal = 0,

    /// <summary>The time of a call.</summary>
    CPUAvg = 1,

    /// <summary>The time of the longest call.</summary>
    CPUMax = 2,

    /// <summary>The time of the shortest call.</summary>
    CPUMin = 3,

    /// <summary>The time of all calls together on the device.</summary>
    GPUTotal = 4,

    /// <summary>The time of a call on the device.</summary>
    GPUAvg = 5,

    /// <summary>The time of the longest call on the device.</summary>
    GPUMax = 6,

    /// <summary>The time of the shortest call on the device.</summary>
    GPUMin = 7,
}
