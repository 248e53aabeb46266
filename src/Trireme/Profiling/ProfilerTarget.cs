namespace Trireme.Profiling;

/// <summary>A kind of device whose work is recorded.</summary>
/// <remarks>Mirrors paddle.profiler.ProfilerTarget.</remarks>
public enum ProfilerTarget
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>A graphics processor.</summary>
    GPU = 1,

    /// <summary>A Kunlun processor.</summary>
    XPU = 2,

    /// <summary>A device that a plug-in brings.</summary>
    CustomDevice = 3,
}
