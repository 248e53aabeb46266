namespace Trireme.Profiling;

/// <summary>
/// Records what runs and how long it takes: operators with their shapes, layers, gradients, optimizer steps, batches, and what
/// <see cref="RecordEvent"/> names, on every thread. Prints tables, and writes a trace for chrome://tracing or Perfetto.
/// </summary>
/// <remarks>
/// Mirrors paddle.profiler.Profiler. One profiler records at a time. An operator's time includes the operators it is made of; its own time does not.
/// Python's <c>with Profiler() as p:</c> is <c>using Profiler p = new Profiler().Start();</c>.
/// </remarks>
/// <example>
/// <code>
/// using Profiler p = new Profiler(scheduler: (3, 6), recordShapes: true).Start();
/// foreach (Tensor[] batch in loader)
/// {
///     Train(batch);
///     p.Step();
/// }
/// p.Stop();
/// p.Summary();
/// </code>
/// </example>
public sealed partial class Profiler : IDisposable
{
    private readonly Func<int, ProfilerState> _scheduler;
    private readonly Action<Profiler> _onTraceReady;
    private readonly bool _recordShapes, _profileMemory, _timerOnly;
    private StepTimer? _timer;
    private Tracer? _tracer;
    private Tracer.Mark _stepMark;
    private ProfilerState _state;
    private int _step;

    /// <summary>A profiler that follows a schedule.</summary>
    /// <param name="targets">What is recorded: the CPU; null is the same.</param>
    /// <param name="scheduler">What to do in a step, by its number from 0; every step is recorded where null. <see cref="MakeScheduler"/> makes one.</param>
    /// <param name="onTraceReady">Called when a recording is complete, with <see cref="Result"/> set; where null, a trace is written to ./profiler_log.</param>
    /// <param name="recordShapes">Whether shapes of operators' inputs and outputs are recorded.</param>
    /// <param name="profileMemory">Whether the summary shows the memory that operators take.</param>
    /// <param name="timerOnly">Only measures steps, for <see cref="StepInfo"/>: nothing is recorded.</param>
    /// <param name="emitNvtx">Only false: there are no NVTX marks on a CPU.</param>
    /// <param name="customDeviceTypes">Kept for Paddle's signature: only the CPU is recorded.</param>
    /// <param name="withFlops">Whether the summary shows the rate of matrix products and convolutions; records shapes too.</param>
    /// <exception cref="InvalidArgumentException">A target is not the CPU, or <paramref name="emitNvtx"/> is true.</exception>
    public Profiler(IReadOnlyList<ProfilerTarget>? targets = null, Func<int, ProfilerState>? scheduler = null, Action<Profiler>? onTraceReady = null,
        bool recordShapes = false,
        bool profileMemory = false, bool timerOnly = false, bool emitNvtx = false, IReadOnlyList<string>? customDeviceTypes = null, bool withFlops = false)
    {
        foreach (ProfilerTarget target in targets ?? [])
        {
            if (target != ProfilerTarget.CPU)
                throw new InvalidArgumentException($"Profiler: {target} cannot be recorded.", "Only the CPU can be.", "Leave targets out.");
        }
        if (emitNvtx)
            throw new InvalidArgumentException("Profiler: emitNvtx is true.", "NVTX marks are for work on a GPU.",
                "Leave it out; RecordEvent marks are in the trace.");
        _scheduler = scheduler ?? (_ => ProfilerState.Record);
        _onTraceReady = onTraceReady ?? ExportChromeTracing("./profiler_log");
        (_recordShapes, _profileMemory, _timerOnly) = (recordShapes || withFlops, profileMemory, timerOnly);
    }

    /// <summary>A profiler that records some steps once.</summary>
    /// <param name="scheduler">The first step to record and the one after the last; 0 &lt;= start &lt; end.</param>
    /// <param name="onTraceReady">Called when the recording is complete; where null, a trace is written to ./profiler_log.</param>
    /// <param name="recordShapes">Whether shapes of operators' inputs and outputs are recorded.</param>
    /// <param name="profileMemory">Whether the summary shows the memory that operators take.</param>
    /// <param name="withFlops">Whether the summary shows the rate of matrix products and convolutions; records shapes too.</param>
    /// <exception cref="InvalidArgumentException">The steps are out of order.</exception>
    public Profiler((int Start, int End) scheduler, Action<Profiler>? onTraceReady = null, bool recordShapes = false, bool profileMemory = false,
        bool withFlops = false)
        : this(null, Between(scheduler.Start, scheduler.End), onTraceReady, recordShapes, profileMemory, withFlops: withFlops)
    {
    }

    /// <summary>What was recorded last; null until a recording is complete.</summary>
    public ProfilerResult? Result { get; private set; }

    /// <summary>Begins with step 0.</summary>
    /// <returns>This profiler, for a using.</returns>
    /// <exception cref="PreconditionNotMetException">It runs already, or another profiler records.</exception>
    public Profiler Start()
    {
        if (_timer is not null)
            throw new PreconditionNotMetException("Profiler.Start: it runs already.", remedy: "Call Stop first.");
        _step = 0;
        Enter(_scheduler(0));
        ReaderWatch.AddUser();
        _timer = new StepTimer();
        return this;
    }

    /// <summary>Ends a step and begins the next.</summary>
    /// <param name="numSamples">How many samples the step that ends worked on, for <see cref="StepInfo"/>.</param>
    /// <exception cref="PreconditionNotMetException">The profiler does not run.</exception>
    public void Step(int? numSamples = null)
    {
        if (_timer is null)
            throw new PreconditionNotMetException("Profiler.Step: it does not run.", remedy: "Call Start first.");
        EndStep();
        _timer.Step(numSamples);
        _step++;
        ProfilerState next = _scheduler(_step);
        if (_tracer is not null && (_state == ProfilerState.RecordAndReturn || !Records(next)))
            Finish();
        Enter(next);
    }

    /// <summary>What steps take, on average since the last call of this:
    /// <c>reader_cost: 0.00012 s batch_cost: 0.00153 s ips: 41830.065 samples/s</c>.</summary>
    /// <param name="unit">What a sample is called, such as "images"; samples where null.</param>
    /// <returns>The text; empty where no step has ended.</returns>
    public string StepInfo(string? unit = null) => _timer?.Describe(unit) ?? "";

    /// <summary>Ends the last step and hands over what is recorded. Without effect where the profiler does not run.</summary>
    public void Stop()
    {
        if (_timer is null)
            return;
        EndStep();
        _timer = null;
        ReaderWatch.RemoveUser();
        _state = ProfilerState.Closed;
        if (_tracer is not null)
            Finish();
    }

    /// <summary>The same as <see cref="Stop"/>.</summary>
    public void Dispose() => Stop();

    /// <summary>Writes what was recorded last as a trace that chrome://tracing and Perfetto show.</summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <param name="format">Only "json".</param>
    /// <exception cref="PreconditionNotMetException">No recording is complete.</exception>
    /// <exception cref="InvalidArgumentException"><paramref name="format"/> is another.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Export(string path, string format = "json") => Recorded("Export").Save(path, format);

    /// <summary>Prints tables of what was recorded last.</summary>
    /// <param name="sortedBy">What rows are sorted by.</param>
    /// <param name="opDetail">Whether a row an input shape follows each operator's row, where shapes are recorded.</param>
    /// <param name="threadSep">Whether each thread has tables of its own.</param>
    /// <param name="timeUnit">s, ms, us or ns.</param>
    /// <param name="views">The tables; all where null.</param>
    /// <exception cref="PreconditionNotMetException">No recording is complete.</exception>
    /// <exception cref="InvalidArgumentException"><paramref name="timeUnit"/> is no unit.</exception>
    /// <remarks><see cref="ProfilerResult.Table"/> gives the text.</remarks>
    public void Summary(SortedKeys sortedBy = SortedKeys.CPUTotal, bool opDetail = true, bool threadSep = false, string timeUnit = "ms",
        IReadOnlyList<SummaryView>? views = null)
    {
        views ??= Enum.GetValues<SummaryView>().Where(v => _profileMemory || v != SummaryView.MemoryView).ToArray();
        Console.Out.Write(Recorded("Summary").Table(sortedBy, opDetail, threadSep, timeUnit, views));
    }

    private static bool Records(ProfilerState state) => state is ProfilerState.Record or ProfilerState.RecordAndReturn;

    private void Enter(ProfilerState state)
    {
        _state = state;
        if (Records(state) && !_timerOnly)
        {
            _tracer ??= Tracer.Start(_recordShapes);
            _stepMark = _tracer.Begin();
        }
    }

    private void EndStep() => _tracer?.End(_stepMark, $"ProfileStep#{_step}", TracerEventType.ProfileStep);

    private void Finish()
    {
        (ProfilerEvent[] events, Dictionary<int, string> threads) = _tracer!.Stop();
        _tracer = null;
        Result = new ProfilerResult(events, threads);
        _onTraceReady(this);
    }

    private ProfilerResult Recorded(string member) => Result
        ?? throw new PreconditionNotMetException($"Profiler.{member}: nothing has been recorded.",
            "A recording is complete when its last step, or the profiler, ends.",
            "Call Stop first; with timerOnly nothing is recorded.");
}
