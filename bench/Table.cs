using System.Globalization;
using System.Text;

namespace Trireme.Bench;

/// <summary>The table of results, the same on the screen and in the file.</summary>
internal static class Table
{
    private static readonly string[] Heads = ["", "PyTorch", "Trireme", "ratio", "ratio, best", "PyTorch rate", "Trireme rate", "largest difference", "managed bytes"];

    public static string Head() => $"{Line(Heads)}\n|{string.Join("|", Heads.Select((_, i) => new string('-', Width(i) + 1) + (i == 0 ? "-" : ":")))}|";

    public static string Of(Result result)
    {
        Row row = result.Row;
        string[] cells =
        [
            row.Name, Time(result.TheirMedian), Time(result.OurMedian), Number(result.Ratio), Number(result.BestRatio),
            Rate(row, result.TheirMedian), Rate(row, result.OurMedian),
            result.Difference is { } d ? d.ToString("0.0e+0", CultureInfo.InvariantCulture) : "",
            double.IsNaN(result.ManagedBytes) ? "" : result.ManagedBytes.ToString("N0", CultureInfo.InvariantCulture),
        ];
        string remark = result.Remark is null ? "" : $"\n| {result.Remark} |", note = result.Note is null ? "" : $"\n| **{row.Name}: {result.Note}** |";
        return Line(cells) + remark + note;
    }

    private static string Line(string[] cells)
    {
        var line = new StringBuilder("|");
        for (int i = 0; i < cells.Length; i++)
            line.Append(' ').Append(i == 0 ? cells[i].PadRight(Width(i)) : cells[i].PadLeft(Width(i))).Append(" |");
        return line.ToString();
    }

    private static int Width(int column) => column switch { 0 => 50, 5 or 6 => 21, 7 => 18, 8 => 13, 4 => 11, _ => 9 };

    private static string Number(double ratio) => double.IsNaN(ratio) ? "" : ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Time(double seconds) => seconds switch
    {
        double.NaN => "",
        < 1e-6 => (seconds * 1e9).ToString("0", CultureInfo.InvariantCulture) + " ns",
        < 1e-3 => (seconds * 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " µs",
        < 1 => (seconds * 1e3).ToString("0.00", CultureInfo.InvariantCulture) + " ms",
        _ => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s",
    };

    private static string Rate(Row row, double seconds)
    {
        if (row.Work == 0 || double.IsNaN(seconds))
            return "";
        double rate = row.Work / seconds;
        return rate.ToString(rate < 1000 ? "0.0" : "N0", CultureInfo.InvariantCulture) + " " + row.WorkUnit;
    }
}
