using System.Collections.Concurrent;
using System.Diagnostics;
using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme.Profiling;

/// <summary>Writes down what runs, each thread in a list of its own.</summary>
internal sealed class Tracer(bool recordsShapes)
{
    // What everything that can be recorded asks first: all that a program which records nothing pays.
    public static Tracer? Active;

    [ThreadStatic]
    private static Log? _log;

    private readonly ConcurrentQueue<Log> _logs = new();
    private readonly long _origin = Stopwatch.GetTimestamp();

    /// <summary>Begins to record; refuses while another recording runs.</summary>
    public static Tracer Start(bool recordsShapes)
    {
        var tracer = new Tracer(recordsShapes);
        if (Interlocked.CompareExchange(ref Active, tracer, null) is not null)
        {
            throw new PreconditionNotMetException("Profiler: another profiler is recording.", "There is one recording at a time in a process.",
                "Stop the other one first.");
        }
        return tracer;
    }

    /// <summary>Ends the recording. Events that began and have not ended are left out.</summary>
    public (ProfilerEvent[] Events, Dictionary<int, string> Threads) Stop()
    {
        Interlocked.CompareExchange(ref Active, null, this);
        var events = new List<ProfilerEvent>();
        var threads = new Dictionary<int, string>();
        foreach (Log log in _logs)
        {
            lock (log.Events)
            {
                log.IsClosed = true;
                events.AddRange(log.Events);
            }
            threads.TryAdd(log.ThreadId, log.ThreadName);
        }
        return (events.ToArray(), threads);
    }

    /// <summary>Begins an event on this thread.</summary>
    public Mark Begin()
    {
        Log log = Here();
        return new Mark(log, log.Bytes, [], Stopwatch.GetTimestamp());
    }

    /// <summary>Begins an operator's run. Shapes are read first: an operator may change those of its inputs.</summary>
    public Mark Begin(Tensor?[] inputs)
    {
        Log log = Here();
        return new Mark(log, log.Bytes, Metas(inputs), Stopwatch.GetTimestamp());
    }

    public void End(Mark mark, string name, TracerEventType type, Tensor?[]? outputs = null)
    {
        long end = Stopwatch.GetTimestamp();
        TensorMeta[] metas = outputs is null ? [] : Metas(outputs);
        var done = new ProfilerEvent(name, type, mark.Log.ThreadId, Nanoseconds(mark.Time - _origin), Nanoseconds(end - mark.Time),
            mark.Log.Bytes - mark.Bytes, mark.Inputs, metas);
        lock (mark.Log.Events)
        {
            if (!mark.Log.IsClosed)
                mark.Log.Events.Add(done);
        }
    }

    /// <summary>Counts memory that a tensor on this thread takes.</summary>
    public void Allocated(long bytes) => Here().Bytes += bytes;

    /// <summary>One operator of a plan.</summary>
    public void Execute(OpCall call, Kernel kernel)
    {
        Mark mark = Begin(call.Inputs);
        call.Execute(kernel);
        End(mark, call.Info.Type, TracerEventType.Operator, call.Outputs);
    }

    /// <summary>The gradient of one recorded operator.</summary>
    public Tensor?[] Run(GradNode node, Tensor?[] outputGrads)
    {
        Mark mark = Begin(outputGrads);
        Tensor?[] inputGrads = node.Run(outputGrads);
        End(mark, node.Name + Operators.GradientOp.TypeSuffix, TracerEventType.Backward, inputGrads);
        return inputGrads;
    }

    private static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));

    private TensorMeta[] Metas(Tensor?[] tensors)
        => recordsShapes ? Array.ConvertAll(Array.FindAll(tensors, t => t is not null), t => t!.Meta) : [];

    private Log Here()
    {
        if (_log is { } log && log.Owner == this)
            return log;
        _log = log = new Log(this, Thread.CurrentThread);
        _logs.Enqueue(log);
        return log;
    }

    /// <summary>The beginning of an event.</summary>
    internal readonly record struct Mark(Log Log, long Bytes, TensorMeta[] Inputs, long Time);

    /// <summary>What one thread has done.</summary>
    internal sealed class Log(Tracer owner, Thread thread)
    {
        public Tracer Owner => owner;

        public int ThreadId { get; } = thread.ManagedThreadId;

        public string ThreadName { get; } = thread.Name ?? $"thread {thread.ManagedThreadId}";

        public List<ProfilerEvent> Events { get; } = [];

        public bool IsClosed { get; set; }

        public long Bytes { get; set; }
    }
}
