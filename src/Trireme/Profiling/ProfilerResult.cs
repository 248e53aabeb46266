using System.Text.Json;
using Trireme.Formats.Files;

namespace Trireme.Profiling;

/// <summary>What a profiler recorded.</summary>
/// <remarks>Mirrors paddle.profiler.ProfilerResult.</remarks>
public sealed class ProfilerResult
{
    internal ProfilerResult(IReadOnlyList<ProfilerEvent> events, IReadOnlyDictionary<int, string> threads)
    {
        Events = events.OrderBy(e => e.Start).ThenByDescending(e => e.Duration).ToArray();
        Threads = threads;
    }

    /// <summary>The events in the order in which they began.</summary>
    public IReadOnlyList<ProfilerEvent> Events { get; }

    /// <summary>The names of the threads, by their managed numbers.</summary>
    public IReadOnlyDictionary<int, string> Threads { get; }

    /// <summary>The events put together by type and name, largest total first.</summary>
    /// <param name="byShapes">Whether operators are told apart by the shapes of their inputs too; without recorded shapes they are not.</param>
    /// <param name="threadId">Only the events of this thread; of all where null.</param>
    public IReadOnlyList<EventStatistics> Statistics(bool byShapes = false, int? threadId = null)
        => EventTree.WithSelf(Events.Where(e => threadId is null || e.ThreadId == threadId))
            .GroupBy(p => (p.Event.Type, p.Event.Name, byShapes ? string.Join(" ", p.Event.Inputs.Select(m => m.Shape.ToString())) : ""))
            .Select(g => Together(g.Key.Type, g.Key.Name, g.Key.Item3, g.ToArray()))
            .OrderByDescending(s => s.Total).ToArray();

    /// <summary>The tables of <see cref="Profiler.Summary"/> as text.</summary>
    /// <param name="sortedBy">What rows are sorted by.</param>
    /// <param name="opDetail">Whether a row an input shape follows each operator's row, where shapes were recorded.</param>
    /// <param name="threadSep">Whether each thread has tables of its own.</param>
    /// <param name="timeUnit">s, ms, us or ns.</param>
    /// <param name="views">The tables; all that have rows where null.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="timeUnit"/> is no unit.</exception>
    public string Table(SortedKeys sortedBy = SortedKeys.CPUTotal, bool opDetail = true, bool threadSep = false, string timeUnit = "ms",
        IReadOnlyList<SummaryView>? views = null)
    {
        var table = new SummaryTable(SummaryTable.OrderOf(sortedBy), opDetail, timeUnit, views);
        if (!threadSep)
            return table.Of(this, null);
        return string.Join('\n', Threads.OrderBy(t => t.Key).Select(t => $"== {t.Value} ==\n{table.Of(this, t.Key)}"));
    }

    /// <summary>Writes a trace that chrome://tracing and Perfetto show.</summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <param name="format">Only "json".</param>
    /// <exception cref="InvalidArgumentException"><paramref name="format"/> is another.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Save(string path, string format = "json")
    {
        if (format != "json")
            throw new InvalidArgumentException($"ProfilerResult.Save: there is no format '{format}'.", "A trace is written as 'json'.");
        AtomicFile.Write(path, stream => ChromeTrace.Write(stream, this));
    }

    private static EventStatistics Together(TracerEventType type, string name, string shapes, (ProfilerEvent Event, long Self)[] events)
        => new(name, type, shapes, events.Length, events.Sum(p => p.Event.Duration), events.Sum(p => p.Self), events.Min(p => p.Event.Duration),
            events.Max(p => p.Event.Duration), events.Sum(p => p.Event.Bytes), events.Sum(p => ProductFlops.Of(p.Event)))
        { FirstStart = events.Min(p => p.Event.Start) };

    internal static ProfilerResult Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return ChromeTrace.Read(stream);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: this is not a trace that a profiler wrote.\n  {e.Message}\n  Give a file that Profiler.Export or ExportChromeTracing wrote.", e);
        }
    }
}
