using System.Globalization;
using System.Security;
using System.Text;

namespace Trireme.Formats.Charts;

/// <summary>Lays a line chart out and writes it: title, legend, plot with grid and ticks, axis labels, from top to bottom.</summary>
internal sealed class LineChartSvg
{
    private const int Edge = 16, TitleSize = 18, TextSize = 13, LineHeight = 20, SampleWidth = 24, TickGap = 8, LeastPlot = 60;

    // Up to so many points, each is marked with a dot.
    private const int MostDotted = 30;

    // A sans-serif character is rarely wider than this part of its size on average.
    private const double CharacterWidth = 0.58;

    // Okabe and Ito's palette without its yellow, which is too light for a thin line on white.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
    private static readonly string[] Dashes = ["", "7 4", "2 3", "9 3 2 3"];

    private readonly LineChart _chart;
    private readonly List<ChartSeries> _series;
    private readonly StringBuilder _svg = new();
    private readonly AxisScale _x, _y;
    private readonly List<List<int>> _legend;
    private readonly double _left, _top, _right, _bottom;
    private readonly int _height;

    public LineChartSvg(LineChart chart, List<ChartSeries> series)
    {
        _chart = chart;
        _series = series;
        (double X, double Y)[] points = [.. series.SelectMany(s => s.FinitePoints)];
        _legend = LegendRows(chart.Width - (2 * Edge));
        _top = Edge + (chart.Title.Length > 0 ? TitleSize + 12 : 0) + (_legend.Count * LineHeight) + (_legend.Count > 0 ? 4 : 0);
        double below = Edge + TextSize + TickGap + (chart.XLabel.Length > 0 ? LineHeight + 2 : 0);
        // A legend of many rows makes the picture higher rather than the plot vanish.
        _height = (int)Math.Max(chart.Height, _top + LeastPlot + below);
        _bottom = _height - below;
        _y = AxisScale.Of(points.Min(p => p.Y), points.Max(p => p.Y), Math.Max(2, (int)((_bottom - _top) / 55)), toTicks: true, integers: false);
        double widest = _y.Ticks.Max(t => TextWidth(_y.Label(t)));
        _left = Edge + (chart.YLabel.Length > 0 ? LineHeight + 4 : 0) + widest + TickGap;
        _right = chart.Width - Edge - 8;
        bool whole = points.All(p => p.X == Math.Floor(p.X));
        _x = AxisScale.Of(points.Min(p => p.X), points.Max(p => p.X), Math.Max(2, (int)((_right - _left) / 80)), toTicks: false, whole);
    }

    public string Draw()
    {
        string name = _chart.Title.Length > 0 ? _chart.Title : string.Join(", ", _series.Select(s => s.Name));
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_chart.Width}\" height=\"{_height}\" viewBox=\"0 0 {_chart.Width} {_height}\"");
        Write($" role=\"img\" font-family=\"'DejaVu Sans', 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"{TextSize}\" fill=\"#333333\">\n");
        Write($"<title>{Escape(name)}</title>\n<rect width=\"{_chart.Width}\" height=\"{_height}\" fill=\"#FFFFFF\"/>\n");
        if (_chart.Title.Length > 0)
        {
            Write($"<text x=\"{(_left + _right) / 2:0.##}\" y=\"{Edge + TitleSize - 3}\" font-size=\"{TitleSize}\" font-weight=\"bold\" fill=\"#111111\"");
            Write($" text-anchor=\"middle\">{Escape(_chart.Title)}</text>\n");
        }
        DrawLegend();
        DrawAxes();
        for (int i = 0; i < _series.Count; i++)
        {
            DrawSeries(i);
        }
        Write($"</svg>\n");
        return _svg.ToString();
    }

    private void DrawAxes()
    {
        foreach (double tick in _y.Ticks)
        {
            double y = ToY(tick);
            Write($"<line x1=\"{_left:0.##}\" y1=\"{y:0.##}\" x2=\"{_right:0.##}\" y2=\"{y:0.##}\" stroke=\"#E3E3E3\"/>\n");
            Write($"<text x=\"{_left - TickGap:0.##}\" y=\"{y + (TextSize * 0.36):0.##}\" text-anchor=\"end\">{_y.Label(tick)}</text>\n");
        }
        foreach (double tick in _x.Ticks)
        {
            double x = ToX(tick);
            Write($"<line x1=\"{x:0.##}\" y1=\"{_bottom:0.##}\" x2=\"{x:0.##}\" y2=\"{_bottom + 5:0.##}\" stroke=\"#555555\"/>\n");
            Write($"<text x=\"{x:0.##}\" y=\"{_bottom + TickGap + TextSize:0.##}\" text-anchor=\"middle\">{_x.Label(tick)}</text>\n");
        }
        Write($"<path d=\"M{_left:0.##} {_top:0.##}V{_bottom:0.##}H{_right:0.##}\" fill=\"none\" stroke=\"#555555\"/>\n");
        if (_chart.XLabel.Length > 0)
        {
            Write($"<text x=\"{(_left + _right) / 2:0.##}\" y=\"{_height - Edge + 2}\" text-anchor=\"middle\">{Escape(_chart.XLabel)}</text>\n");
        }
        if (_chart.YLabel.Length > 0)
        {
            double middle = (_top + _bottom) / 2, x = Edge + TextSize - 2;
            Write($"<text transform=\"translate({x:0.##} {middle:0.##}) rotate(-90)\" text-anchor=\"middle\">{Escape(_chart.YLabel)}</text>\n");
        }
    }

    private void DrawSeries(int index)
    {
        var path = new StringBuilder();
        var dots = new List<(double X, double Y)>();
        foreach (List<(double X, double Y)> stretch in _series[index].Stretches(ToX, ToY))
        {
            if (stretch.Count == 1 || _series[index].Ys.Length <= MostDotted)
            {
                dots.AddRange(stretch);
            }
            for (int i = 0; i < stretch.Count && stretch.Count > 1; i++)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{stretch[i].X:0.##} {stretch[i].Y:0.##}");
            }
        }
        Write($"<g><title>{Escape(_series[index].Name)}</title>\n");
        if (path.Length > 0)
        {
            Write($"<path d=\"{path}\" fill=\"none\" {Stroke(index)} stroke-linejoin=\"round\"/>\n");
        }
        foreach ((double x, double y) in dots)
        {
            Write($"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"3\" fill=\"{Colours[index % Colours.Length]}\"/>\n");
        }
        Write($"</g>\n");
    }

    // Centred over the plot, in as many rows as the names need.
    private void DrawLegend()
    {
        double y = Edge + (_chart.Title.Length > 0 ? TitleSize + 12 : 0) + TextSize;
        foreach (List<int> row in _legend)
        {
            double width = row.Sum(EntryWidth) - LineHeight, x = Math.Max(Edge, ((_left + _right) / 2) - (width / 2));
            foreach (int i in row)
            {
                Write($"<line x1=\"{x:0.##}\" y1=\"{y - 4.5:0.##}\" x2=\"{x + SampleWidth:0.##}\" y2=\"{y - 4.5:0.##}\" {Stroke(i)}/>\n");
                Write($"<text x=\"{x + SampleWidth + 6:0.##}\" y=\"{y:0.##}\">{Escape(_series[i].Name)}</text>\n");
                x += EntryWidth(i);
            }
            y += LineHeight;
        }
    }

    private List<List<int>> LegendRows(double available)
    {
        List<List<int>> rows = [];
        double used = double.PositiveInfinity;
        for (int i = 0; i < _series.Count; i++)
        {
            if (used + EntryWidth(i) > available)
            {
                rows.Add([]);
                used = 0;
            }
            rows[^1].Add(i);
            used += EntryWidth(i);
        }
        return rows;
    }

    private double EntryWidth(int series) => SampleWidth + 6 + TextWidth(_series[series].Name) + LineHeight;

    private static double TextWidth(string text) => text.Length * TextSize * CharacterWidth;

    private static string Stroke(int series)
    {
        string dash = Dashes[series / Colours.Length % Dashes.Length];
        return $"stroke=\"{Colours[series % Colours.Length]}\" stroke-width=\"2\"" + (dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "");
    }

    private double ToX(double value) => _left + (_x.Position(value) * (_right - _left));

    private double ToY(double value) => _bottom - (_y.Position(value) * (_bottom - _top));

    // Characters that XML cannot hold at all, such as control characters, become spaces.
    private static string Escape(string text)
        => SecurityElement.Escape(string.Concat(text.EnumerateRunes().Select(r => r.Value < 32 || r.Value is 0xFFFE or 0xFFFF ? " " : r.ToString())));

    private void Write(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
