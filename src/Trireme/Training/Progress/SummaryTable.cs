using System.Globalization;
using System.Text;

namespace Trireme.Training.Progress;

/// <summary>The table that <c>paddle.summary</c> prints, as Paddle 2.6 lays it out: centred columns, at least 75 characters wide.</summary>
internal static class SummaryTable
{
    private const int MinimumWidth = 75;
    private const int Frame = 5;
    private const double BytesPerElement = 4;
    private const double Mega = 1024 * 1024;
    private static readonly string[] Titles = ["Layer (type)", "Input Shape", "Output Shape", "Param #"];
    private static readonly int[] MinimumWidths = [15, 20, 20, 15];

    /// <summary>The whole table, lines ended by a line feed.</summary>
    /// <param name="rows">The layers in the order in which they ran.</param>
    /// <param name="inputElements">The elements of all inputs of the network.</param>
    /// <param name="totalParameters">The elements of all parameters and buffers, each counted once.</param>
    /// <param name="trainableParameters">Those of them that training changes.</param>
    /// <remarks>Sizes count four bytes an element, as Paddle does; outputs count twice, once for their gradients.</remarks>
    internal static string Render(IReadOnlyList<SummaryRow> rows, long inputElements, long totalParameters, long trainableParameters)
    {
        List<string[]> cells = [Titles, .. rows.Select(Cells)];
        int[] widths = [.. MinimumWidths.Select((least, column) => Math.Max(least, cells.Max(row => row[column].Length)))];
        int width = Math.Max(MinimumWidth, widths.Sum() + Frame);
        string line = new('-', width), doubleLine = new('=', width);

        double input = inputElements * BytesPerElement / Mega;
        double passes = 2 * BytesPerElement * rows.Sum(row => (double)row.Outputs.Sum(Elements)) / Mega;
        double parameters = totalParameters * BytesPerElement / Mega;

        var text = new StringBuilder();
        void Line(string content) => text.Append(content).Append('\n');
        Line(line);
        Line(Join(cells[0], widths));
        Line(doubleLine);
        foreach (string[] row in cells.Skip(1))
            Line(Join(row, widths));
        Line(doubleLine);
        Line($"Total params: {Grouped(totalParameters)}");
        Line($"Trainable params: {Grouped(trainableParameters)}");
        Line($"Non-trainable params: {Grouped(totalParameters - trainableParameters)}");
        Line(line);
        Line($"Input size (MB): {Size(input)}");
        Line($"Forward/backward pass size (MB): {Size(passes)}");
        Line($"Params size (MB): {Size(parameters)}");
        Line($"Estimated Total Size (MB): {Size(input + passes + parameters)}");
        Line(line);
        return text.ToString();
    }

    private static string[] Cells(SummaryRow row)
        => [row.Layer, Listed(row.Inputs), row.Outputs.Count == 1 ? row.Outputs[0].ToString() : Listed(row.Outputs), Grouped(row.Parameters)];

    private static string Listed(IReadOnlyList<Shape> shapes) => "[" + string.Join(", ", shapes) + "]";

    /// <summary>The elements of a shape; an unknown dimension counts as one.</summary>
    private static long Elements(Shape shape)
    {
        long elements = 1;
        foreach (int dimension in shape)
            elements *= Math.Abs(dimension);
        return elements;
    }

    private static string Join(string[] cells, int[] widths) => string.Join(' ', cells.Select((cell, column) => Centred(cell, widths[column])));

    private static string Centred(string cell, int width) => cell.PadLeft(cell.Length + ((width - cell.Length) / 2)).PadRight(width);

    private static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(double megabytes) => megabytes.ToString("F2", CultureInfo.InvariantCulture);
}
