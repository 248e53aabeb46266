using System.Diagnostics;

namespace Trireme.Profiling;

/// <summary>Times the wait for one batch while a profiler wants to know.</summary>
internal readonly struct ReaderWatch : IDisposable
{
    private static long _ticks;
    private static int _users;
    private readonly Tracer? _tracer;
    private readonly Tracer.Mark _mark;
    private readonly long _start;

    private ReaderWatch(Tracer? tracer)
    {
        _tracer = tracer;
        _mark = tracer?.Begin() ?? default;
        _start = Stopwatch.GetTimestamp();
    }

    /// <summary>Time waited for batches, by all threads, while somebody counted.</summary>
    public static long Ticks => Interlocked.Read(ref _ticks);

    public static void AddUser() => Interlocked.Increment(ref _users);

    public static void RemoveUser() => Interlocked.Decrement(ref _users);

    public static ReaderWatch Begin() => _users > 0 ? new ReaderWatch(Tracer.Active) : default;

    public void Dispose()
    {
        if (_start == 0)
            return;
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - _start);
        _tracer?.End(_mark, "DataLoader", TracerEventType.Dataloader);
    }
}
