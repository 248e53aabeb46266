namespace Trireme.Profiling;

/// <summary>A table of a profiler's summary.</summary>
/// <remarks>Mirrors paddle.profiler.SummaryView. A table without rows is left out.</remarks>
public enum SummaryView
{
    /// <summary>How busy the devices were.</summary>
    DeviceView = 0,

    /// <summary>The time of each kind of event.</summary>
    OverView = 1,

    /// <summary>The parts of a step: batches, layers forward, gradients, optimizer.</summary>
    ModelView = 2,

    /// <summary>Communication and computation.</summary>
    DistributedView = 3,

    /// <summary>The kernels of a device of its own.</summary>
    KernelView = 4,

    /// <summary>Operators.</summary>
    OperatorView = 5,

    /// <summary>The tensor memory that operators take.</summary>
    MemoryView = 6,

    /// <summary>Copies between devices.</summary>
    MemoryManipulationView = 7,

    /// <summary>Parts of the program that <see cref="RecordEvent"/> names.</summary>
    UDFView = 8,
}
