namespace Trireme.Profiling;

/// <summary>Names a part of a program in the recording of a profiler: <c>using (new RecordEvent("augment")) { ... }</c>.</summary>
/// <remarks>
/// Mirrors paddle.profiler.RecordEvent. The event begins when the object is made, or anew with <see cref="Begin"/>, and ends with <see cref="End"/> or
/// Dispose. Without a profiler that records, nothing happens.
/// </remarks>
public sealed class RecordEvent : IDisposable
{
    private readonly string _name;
    private readonly TracerEventType _type;
    private Tracer? _tracer;
    private Tracer.Mark _mark;

    /// <summary>An event that begins now.</summary>
    /// <param name="name">What it is called in the tables and in the trace; not empty.</param>
    /// <param name="eventType">What part of the work it is.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public RecordEvent(string name, TracerEventType eventType = TracerEventType.PythonUserDefined)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_name, _type) = (name, eventType);
        Begin();
    }

    /// <summary>Begins the event, or begins it anew.</summary>
    public void Begin()
    {
        _tracer = Tracer.Active;
        if (_tracer is not null)
            _mark = _tracer.Begin();
    }

    /// <summary>Ends the event; without effect where it has ended already or was never recorded.</summary>
    public void End()
    {
        _tracer?.End(_mark, _name, _type);
        _tracer = null;
        _mark = default;
    }

    /// <summary>Ends the event.</summary>
    public void Dispose() => End();
}
