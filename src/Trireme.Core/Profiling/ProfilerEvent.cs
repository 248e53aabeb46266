namespace Trireme.Profiling;

/// <summary>Something that took time on one thread.</summary>
/// <param name="Name">The operator's type, the layer's class, or the name that the user gave.</param>
/// <param name="Type">What part of the work it is.</param>
/// <param name="ThreadId">The managed number of the thread.</param>
/// <param name="Start">When it began, in nanoseconds after the recording did.</param>
/// <param name="Duration">How long it took, in nanoseconds.</param>
/// <param name="Bytes">Tensor memory that was taken on the thread meanwhile, in bytes; what was given back in between is not subtracted.</param>
/// <param name="Inputs">Shapes and element types of an operator's inputs; empty where shapes are not recorded.</param>
/// <param name="Outputs">Those of its outputs.</param>
public sealed record ProfilerEvent(string Name, TracerEventType Type, int ThreadId, long Start, long Duration, long Bytes, IReadOnlyList<TensorMeta> Inputs,
    IReadOnlyList<TensorMeta> Outputs)
{
    /// <summary>When it ended, in nanoseconds after the recording began.</summary>
    public long End => Start + Duration;
}
