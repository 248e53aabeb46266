using System.Globalization;

namespace Trireme.Profiling;

public sealed partial class Profiler
{
    /// <summary>A schedule: so many steps without, so many getting ready, so many recorded, and again.</summary>
    /// <param name="closed">Steps of each round in which nothing happens; at least 0.</param>
    /// <param name="ready">Steps after them in which nothing is recorded yet; at least 0.</param>
    /// <param name="record">Steps that are recorded; at least 1. At the end of the last the recording is complete.</param>
    /// <param name="repeat">How many rounds; 0 for no end.</param>
    /// <param name="skipFirst">Steps before the first round; at least 0.</param>
    /// <exception cref="InvalidArgumentException">A number is out of range.</exception>
    /// <remarks>Mirrors paddle.profiler.make_scheduler.</remarks>
    public static Func<int, ProfilerState> MakeScheduler(int closed, int ready, int record, int repeat = 0, int skipFirst = 0)
    {
        if (closed < 0 || ready < 0 || record < 1 || repeat < 0 || skipFirst < 0)
        {
            throw new InvalidArgumentException("MakeScheduler: a number is out of range.",
                $"closed {closed}, ready {ready}, repeat {repeat} and skipFirst {skipFirst} must be at least 0, record {record} at least 1.");
        }
        int round = closed + ready + record;
        return step =>
        {
            int since = step - skipFirst;
            if (since < 0 || (repeat > 0 && since / round >= repeat))
                return ProfilerState.Closed;
            int within = since % round;
            return within < closed ? ProfilerState.Closed
                : within < closed + ready ? ProfilerState.Ready
                : within < round - 1 ? ProfilerState.Record : ProfilerState.RecordAndReturn;
        };
    }

    /// <summary>For a profiler's onTraceReady: writes each recording to a file of its own.</summary>
    /// <param name="dirName">The folder; it is made where it is missing.</param>
    /// <param name="workerName">What the files' names begin with; the machine and the process where null.</param>
    /// <remarks>Mirrors paddle.profiler.export_chrome_tracing. Files are named
    /// <c>host_machineprocess_123_time_2026_01_31_12_00_00_000.paddle_trace.json</c>.</remarks>
    public static Action<Profiler> ExportChromeTracing(string dirName, string? workerName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(dirName);
        string worker = workerName ?? $"host_{Environment.MachineName}process_{Environment.ProcessId}";
        return profiler =>
        {
            Directory.CreateDirectory(dirName);
            string time = DateTime.Now.ToString("yyyy_MM_dd_HH_mm_ss_ffffff", CultureInfo.InvariantCulture);
            profiler.Export(Path.Combine(dirName, $"{worker}_time_{time}.paddle_trace.json"));
        };
    }

    /// <summary>Reads a trace that <see cref="Export"/> or <see cref="ExportChromeTracing"/> wrote.</summary>
    /// <param name="filename">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no such trace; the message says why.</exception>
    /// <remarks>Mirrors paddle.profiler.load_profiler_result.</remarks>
    public static ProfilerResult LoadProfilerResult(string filename) => ProfilerResult.Load(filename);

    // One step to get ready, as Paddle has it, where there is room before the first.
    private static Func<int, ProfilerState> Between(int start, int end)
    {
        if (start < 0 || end <= start)
            throw new InvalidArgumentException($"Profiler: the steps from {start} to {end} cannot be recorded.", "They are 0 <= start < end.");
        return MakeScheduler(Math.Max(start - 1, 0), Math.Min(start, 1), end - start, repeat: 1);
    }
}
