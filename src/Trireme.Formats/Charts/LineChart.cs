using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Formats.Charts;

/// <summary>Lines over a common pair of axes as SVG text: a loss that falls, an accuracy that rises.</summary>
/// <remarks>
/// Colours are Okabe and Ito's, which people with any colour vision tell apart; past seven lines the strokes are dashed. Points that are not finite
/// interrupt a line. Long series are thinned to the extremes of every half pixel, so that the file stays small and no spike is lost.
/// </remarks>
public sealed class LineChart
{
    private readonly List<ChartSeries> _series = [];

    /// <summary>An empty chart.</summary>
    /// <param name="title">Text above the lines; empty for none.</param>
    /// <param name="xLabel">What the horizontal axis counts; empty for none.</param>
    /// <param name="yLabel">What the vertical axis measures; empty for none.</param>
    /// <param name="width">Width in SVG user units (pixels), at least 200.</param>
    /// <param name="height">Height in SVG user units (pixels), at least 150.</param>
    /// <exception cref="InvalidArgumentException">The chart would be too small for its axes.</exception>
    public LineChart(string title = "", string xLabel = "", string yLabel = "", int width = 800, int height = 480)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(xLabel);
        ArgumentNullException.ThrowIfNull(yLabel);
        if (width < 200 || height < 150)
        {
            throw new InvalidArgumentException("LineChart: the chart is too small for its axes.", $"{width} x {height} came; at least 200 x 150 is needed.");
        }
        Title = title;
        XLabel = xLabel;
        YLabel = yLabel;
        Width = width;
        Height = height;
    }

    /// <summary>Text above the lines.</summary>
    public string Title { get; }

    /// <summary>What the horizontal axis counts.</summary>
    public string XLabel { get; }

    /// <summary>What the vertical axis measures.</summary>
    public string YLabel { get; }

    /// <summary>Width in SVG user units.</summary>
    public int Width { get; }

    /// <summary>Height in SVG user units.</summary>
    public int Height { get; }

    /// <summary>Adds a line whose points stand at x = 1, 2, 3 and so on: one value a step or an epoch.</summary>
    /// <param name="name">What the legend calls the line.</param>
    /// <param name="ys">The values in order.</param>
    /// <returns>This chart.</returns>
    public LineChart Add(string name, params IEnumerable<double> ys)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(ys);
        double[] values = [.. ys];
        _series.Add(new ChartSeries(name, [.. Enumerable.Range(1, values.Length).Select(i => (double)i)], values));
        return this;
    }

    /// <summary>Adds a line through points joined in the order given.</summary>
    /// <param name="name">What the legend calls the line.</param>
    /// <param name="xs">Horizontal positions.</param>
    /// <param name="ys">Values, as many as there are positions.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="InvalidArgumentException">The numbers of positions and values differ.</exception>
    public LineChart Add(string name, IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentNullException.ThrowIfNull(ys);
        if (xs.Count != ys.Count)
        {
            throw new InvalidArgumentException(
                $"LineChart: the points of '{name}' are incomplete.", $"There are {xs.Count} positions and {ys.Count} values.", "Pass one value a position.");
        }
        _series.Add(new ChartSeries(name, [.. xs], [.. ys]));
        return this;
    }

    /// <summary>The chart as an SVG document.</summary>
    /// <exception cref="PreconditionNotMetException">No line has a finite point.</exception>
    public string ToSvg()
    {
        if (!_series.Exists(s => s.FinitePoints.Any()))
        {
            throw new PreconditionNotMetException(
                "LineChart: there is no finite point to show.", $"{_series.Count} lines were added.", "Add a line with a finite value.");
        }
        return new LineChartSvg(this, _series).Draw();
    }

    /// <summary>Writes the chart as an SVG file.</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="PreconditionNotMetException">No line has a finite point.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        byte[] svg = Encoding.UTF8.GetBytes(ToSvg());
        AtomicFile.Write(path, stream => stream.Write(svg));
    }
}
