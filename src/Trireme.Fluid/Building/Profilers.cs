using Trireme.Profiling;

namespace Trireme.Fluid;

/// <summary>Which operators take the time: fluid.profiler. Python's <c>fluid.profiler.f</c> is <c>Profilers.F</c>.</summary>
/// <remarks>There is one recording at a time in a process. For steps, layers and schedules see <see cref="Profiling.Profiler"/>.</remarks>
public static class Profilers
{
    private const string DefaultPath = "/tmp/profile";
    private static readonly string[] States = ["CPU", "GPU", "All"], Keys = ["calls", "total", "max", "min", "ave"];
    private static readonly Lock Gate = new();
    private static Profiling.Profiler? _running;

    /// <summary>Records until the result is disposed, then prints a table and writes a trace: <c>using (Profilers.Profiler("CPU", "total")) { ...
    /// }</c>.</summary>
    /// <param name="state">"CPU"; "GPU" and "All" are the same where there is no GPU.</param>
    /// <param name="sortedKey">What the table is sorted by: "calls", "total", "max", "min" or "ave"; in the order of the first calls where null.</param>
    /// <param name="profilePath">The file for chrome://tracing; none where null.</param>
    /// <exception cref="InvalidArgumentException">There is no such state or key.</exception>
    /// <exception cref="PreconditionNotMetException">A recording runs already.</exception>
    /// <remarks>Mirrors fluid.profiler.profiler.</remarks>
    public static IDisposable Profiler(string state, string? sortedKey = null, string? profilePath = DefaultPath)
    {
        Check(sortedKey);
        StartProfiler(state);
        return new Recording(sortedKey, profilePath);
    }

    /// <summary>Begins to record.</summary>
    /// <param name="state">"CPU"; "GPU" and "All" are the same where there is no GPU.</param>
    /// <exception cref="InvalidArgumentException">There is no such state.</exception>
    /// <exception cref="PreconditionNotMetException">A recording runs already.</exception>
    /// <remarks>Mirrors fluid.profiler.start_profiler.</remarks>
    public static void StartProfiler(string state)
    {
        if (!States.Contains(state))
            throw new InvalidArgumentException($"StartProfiler: there is no state '{state}'.", "It is CPU, GPU or All.");
        lock (Gate)
            _running = Begin();
    }

    /// <summary>Forgets what was recorded so far and goes on recording; without effect where nothing is recorded.</summary>
    /// <remarks>Mirrors fluid.profiler.reset_profiler.</remarks>
    public static void ResetProfiler()
    {
        lock (Gate)
        {
            if (_running is null)
                return;
            _running.Stop();
            _running = Begin();
        }
    }

    /// <summary>Ends the recording, prints a table and writes a trace.</summary>
    /// <param name="sortedKey">What the table is sorted by: "calls", "total", "max", "min" or "ave"; in the order of the first calls where null.</param>
    /// <param name="profilePath">The file for chrome://tracing; none where null.</param>
    /// <exception cref="InvalidArgumentException">There is no such key; the recording goes on.</exception>
    /// <exception cref="PreconditionNotMetException">Nothing is recorded.</exception>
    /// <exception cref="IOException">The file could not be written; the table has been printed.</exception>
    /// <remarks>Mirrors fluid.profiler.stop_profiler.</remarks>
    public static void StopProfiler(string? sortedKey = null, string? profilePath = DefaultPath)
    {
        Check(sortedKey);
        ProfilerResult result;
        lock (Gate)
        {
            if (_running is null)
                throw new PreconditionNotMetException("StopProfiler: nothing is recorded.", remedy: "Call StartProfiler first.");
            _running.Stop();
            result = _running.Result!;
            _running = null;
        }
        Console.Out.Write(new SummaryTable(Order(sortedKey), opDetail: false, "ms", [SummaryView.OperatorView, SummaryView.UDFView]).Of(result, null));
        if (profilePath is not null)
            result.Save(profilePath);
    }

    private static Profiling.Profiler Begin() => new Profiling.Profiler(onTraceReady: _ => { }).Start();

    private static void Check(string? sortedKey)
    {
        if (sortedKey is not null && !Keys.Contains(sortedKey))
            throw new InvalidArgumentException($"Profiler: '{sortedKey}' is no key to sort by.", "It is calls, total, max, min or ave.");
    }

    private static Comparison<EventStatistics> Order(string? sortedKey) => sortedKey switch
    {
        "calls" => (a, b) => b.Calls.CompareTo(a.Calls),
        "total" => (a, b) => b.Total.CompareTo(a.Total),
        "max" => (a, b) => b.Max.CompareTo(a.Max),
        "min" => (a, b) => b.Min.CompareTo(a.Min),
        "ave" => (a, b) => b.Average.CompareTo(a.Average),
        _ => (a, b) => a.FirstStart.CompareTo(b.FirstStart),
    };

    private sealed class Recording(string? sortedKey, string? profilePath) : IDisposable
    {
        private int _done;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
                StopProfiler(sortedKey, profilePath);
        }
    }
}
