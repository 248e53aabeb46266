namespace Trireme.Profiling;

/// <summary>What part of the work an event is.</summary>
/// <remarks>Mirrors paddle.profiler.TracerEventType.</remarks>
public enum TracerEventType
{
    /// <summary>One run of an operator: shapes, kernel and, where a gradient is needed, the note on the tape.</summary>
    Operator = 0,

    /// <summary>Waiting for a batch.</summary>
    Dataloader = 1,

    /// <summary>One step, from one call of <c>Profiler.Step</c> to the next.</summary>
    ProfileStep = 2,

    /// <summary>A part of the user's program that the library names.</summary>
    UserDefined = 7,

    /// <summary>A layer's forward computation.</summary>
    Forward = 9,

    /// <summary>The gradient of one recorded operator, or a whole backward pass.</summary>
    Backward = 10,

    /// <summary>An optimizer's step.</summary>
    Optimization = 11,

    /// <summary>A part of the user's program that a <see cref="RecordEvent"/> names.</summary>
    PythonUserDefined = 14,
}
