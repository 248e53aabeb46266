using System.Globalization;
using System.Text;

namespace Trireme.Profiling;

/// <summary>Puts statistics into tables of text.</summary>
internal sealed class SummaryTable
{
    private readonly Comparison<EventStatistics> _order;
    private readonly bool _opDetail;
    private readonly string _unit;
    private readonly double _perUnit;
    private readonly IReadOnlyList<SummaryView>? _views;

    public SummaryTable(Comparison<EventStatistics> order, bool opDetail, string timeUnit, IReadOnlyList<SummaryView>? views)
    {
        (_order, _opDetail, _unit, _views) = (order, opDetail, timeUnit, views);
        _perUnit = timeUnit switch
        {
            "s" => 1e9,
            "ms" => 1e6,
            "us" => 1e3,
            "ns" => 1,
            _ => throw new InvalidArgumentException($"Profiler: '{timeUnit}' is no unit of time.", "It is s, ms, us or ns."),
        };
    }

    public string Of(ProfilerResult result, int? threadId)
    {
        IReadOnlyList<EventStatistics> all = result.Statistics(threadId: threadId);
        IReadOnlyList<EventStatistics> detail = _opDetail ? result.Statistics(byShapes: true, threadId) : [];
        var text = new StringBuilder();
        if (Shows(SummaryView.OverView))
            Overview(text, all);
        if (Shows(SummaryView.ModelView))
        {
            Times(text, "Model Summary", all.Where(s
                => s.Type is TracerEventType.ProfileStep or TracerEventType.Dataloader or TracerEventType.Forward or TracerEventType.Optimization
                || s is { Type: TracerEventType.Backward, Name: "backward" }), []);
        }
        if (Shows(SummaryView.OperatorView))
        {
            Times(text, "Operator Summary", all.Where(s => s.Type == TracerEventType.Operator), detail);
            Times(text, "Gradient Summary", all.Where(s => s is { Type: TracerEventType.Backward, Name: not "backward" }), []);
        }
        if (Shows(SummaryView.UDFView))
            Times(text, "User-defined Summary", all.Where(s => s.Type is TracerEventType.PythonUserDefined or TracerEventType.UserDefined), []);
        if (Shows(SummaryView.MemoryView))
            Memory(text, all.Where(s => s.Type == TracerEventType.Operator && s.Bytes > 0).OrderByDescending(s => s.Bytes));
        return text.ToString();
    }

    private bool Shows(SummaryView view) => _views is null || _views.Contains(view);

    private void Overview(StringBuilder text, IReadOnlyList<EventStatistics> all)
    {
        if (all.Count == 0)
            return;
        text.Append("Overview Summary\n").Append(string.Create(CultureInfo.InvariantCulture,
            $"  {"Event type",-24}{"Calls",10}{$"Total ({_unit})",16}{$"Self ({_unit})",16}\n"));
        foreach (IGrouping<TracerEventType, EventStatistics> type in all.GroupBy(s => s.Type).OrderBy(g => g.Key))
            text.Append(string.Create(CultureInfo.InvariantCulture,
                $"  {type.Key,-24}{type.Sum(s => s.Calls),10}{Time(type.Sum(s => s.Total)),16}{Time(type.Sum(s => s.Self)),16}\n"));
        text.Append('\n');
    }

    private void Times(StringBuilder text, string title, IEnumerable<EventStatistics> chosen, IReadOnlyList<EventStatistics> detail)
    {
        EventStatistics[] rows = Sort(chosen).ToArray();
        if (rows.Length == 0)
            return;
        double whole = Math.Max(1, rows.Sum(s => s.Self));
        int width = Math.Max(28, rows.Max(s => s.Name.Length) + 2);
        bool rates = rows.Any(s => s.Flops > 0);
        text.Append(title).Append("   (times in ").Append(_unit).Append("; ratio: own time of all own time)\n");
        text.Append("  ").Append("Name".PadRight(width));
        foreach (string head in (string[])["Calls", "Total", "Self", "Avg", "Min", "Max", "Ratio"])
            text.Append(head.PadLeft(head == "Calls" || head == "Ratio" ? 9 : 13));
        text.Append(rates ? "  GFLOP/s\n" : "\n");
        foreach (EventStatistics row in rows)
        {
            Line(row, row.Name, "  ");
            EventStatistics[] parts = Sort(detail.Where(d => d.Name == row.Name && d.Type == row.Type && d.Shapes.Length > 0)).ToArray();
            foreach (EventStatistics part in parts)
                Line(part, part.Shapes, "    ");
        }
        text.Append('\n');

        void Line(EventStatistics row, string name, string indent)
        {
            int room = width + 2 - indent.Length;
            // Long lists of shapes stand on a line of their own.
            text.Append(indent).Append(name.Length < room ? name.PadRight(room) : name + "\n" + new string(' ', width + 2));
            text.Append(string.Create(CultureInfo.InvariantCulture,
                $"{row.Calls,9}{Time(row.Total),13}{Time(row.Self),13}{Time(row.Average),13}{Time(row.Min),13}{Time(row.Max),13}{100 * row.Self / whole,8:0.0}%"));
            text.Append(row.Flops > 0 && row.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{row.Flops / row.Total,9:0.0}\n") : "\n");
        }
    }

    private static void Memory(StringBuilder text, IEnumerable<EventStatistics> rows)
    {
        text.Append(string.Create(CultureInfo.InvariantCulture, $"Memory Summary\n  {"Name",-28}{"Calls",9}{"Taken (KiB)",16}{"A call (KiB)",16}\n"));
        foreach (EventStatistics row in rows)
            text.Append(string.Create(CultureInfo.InvariantCulture,
                $"  {row.Name,-28}{row.Calls,9}{row.Bytes / 1024.0,16:N1}{row.Bytes / 1024.0 / row.Calls,16:N1}\n"));
        text.Append('\n');
    }

    /// <summary>The order of the rows. Totals go by own time, so that an operator made of others does not stand above them.</summary>
    public static Comparison<EventStatistics> OrderOf(SortedKeys key) => ((int)key % 4) switch
    {
        0 => (a, b) => b.Self.CompareTo(a.Self),
        1 => (a, b) => b.Average.CompareTo(a.Average),
        2 => (a, b) => b.Max.CompareTo(a.Max),
        _ => (a, b) => a.Min.CompareTo(b.Min),
    };

    private IEnumerable<EventStatistics> Sort(IEnumerable<EventStatistics> rows) => rows.Order(Comparer<EventStatistics>.Create(_order));

    private string Time(double nanoseconds) => (nanoseconds / _perUnit).ToString(_perUnit > 1 ? "0.0000" : "0", CultureInfo.InvariantCulture);
}
