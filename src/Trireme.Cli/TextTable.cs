using System.Globalization;
using System.Text;

namespace Trireme.Cli;

/// <summary>Columns of text, as wide as their widest cell; numbers stand right.</summary>
internal sealed class TextTable(params string[] titles)
{
    private readonly List<string[]> _rows = [];
    private readonly HashSet<int> _numbers = [];

    /// <summary>Makes columns stand right.</summary>
    public TextTable Right(params ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
            _numbers.Add(column);
        return this;
    }

    public void Add(params string[] cells) => _rows.Add(cells);

    public static string Count(long? number) => number is { } n ? n.ToString("N0", CultureInfo.InvariantCulture) : "?";

    public override string ToString()
    {
        int[] widths = titles.Select((t, i) => _rows.Select(r => r[i].Length).Append(t.Length).Max()).ToArray();
        var text = new StringBuilder();
        Line(titles);
        Line(Array.ConvertAll(widths, w => new string('-', w)));
        foreach (string[] row in _rows)
            Line(row);
        return text.ToString();

        void Line(string[] cells)
            => text.Append(string.Join("  ", cells.Select((c, i) => _numbers.Contains(i) ? c.PadLeft(widths[i]) : c.PadRight(widths[i]))).TrimEnd()).Append('\n');
    }
}
