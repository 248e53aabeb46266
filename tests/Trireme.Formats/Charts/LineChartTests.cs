using System.Globalization;
using System.Xml.Linq;
using Trireme.Formats.Charts;

namespace Trireme.Tests.Formats.Charts;

public class LineChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_line_title_and_label_is_in_the_picture()
    {
        XElement svg = Parse(new LineChart("Loss & \"accuracy\" <1>", "step", "value\u0001").Add("a<b", 3, 2, 1).Add("c", [1, 2, 3], [1, 4, 9]));
        string[] texts = [.. svg.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Contains("Loss & \"accuracy\" <1>", texts);
        Assert.Contains("step", texts);
        Assert.Contains("value ", texts);
        Assert.Contains("a<b", texts);
        Assert.Equal(["a<b", "c"], svg.Elements(Svg + "g").Select(g => g.Element(Svg + "title")!.Value));
        Assert.Equal(2, svg.Elements(Svg + "g").Elements(Svg + "path").Select(p => p.Attribute("stroke")!.Value).Distinct().Count());
    }

    [Fact]
    public void Points_lie_where_the_ticks_say()
    {
        XElement svg = Parse(new LineChart("t", "x", "y").Add("line", [0, 5, 10], [0, 40, 100]));
        (double X, double Y)[] points = Points(svg.Element(Svg + "g")!.Element(Svg + "path")!.Attribute("d")!.Value);
        Assert.Equal(Tick(svg, "40", "y"), points[1].Y, 0.02);
        Assert.Equal(Tick(svg, "100", "y"), points[2].Y, 0.02);
        Assert.Equal(Tick(svg, "5", "x"), points[1].X, 0.02);
        Assert.Equal(Tick(svg, "10", "x"), points[2].X, 0.02);
        Assert.True(points[2].Y < points[1].Y, "larger values are higher");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(-1e300, 1e300)]
    [InlineData(-1.7e308, 1.7e308)]
    [InlineData(1e-310, 3e-310)]
    [InlineData(1e9, 1e9 + 1e-3)]
    [InlineData(0.001, 0.0032)]
    [InlineData(-7, 1234567)]
    [InlineData(123456.7, 123456.9)]
    public void Any_range_stays_inside_the_picture_with_distinct_ticks(double low, double high)
    {
        XElement svg = Parse(new LineChart("t", "x", "y", 400, 300).Add("line", [low, high], [low, high]));
        foreach (XElement text in svg.Descendants(Svg + "text").Where(t => t.Attribute("x") is not null))
        {
            Assert.InRange(Number(text, "x"), 0, 400);
            Assert.InRange(Number(text, "y"), 0, 300);
        }
        string[] labels = [.. svg.Descendants(Svg + "text").Where(t => (string?)t.Attribute("text-anchor") == "end").Select(t => t.Value)];
        Assert.InRange(labels.Length, 2, 12);
        Assert.Equal(labels.Length, labels.Distinct().Count());
        foreach ((double x, double y) in svg.Descendants(Svg + "circle").Select(c => (Number(c, "cx"), Number(c, "cy"))))
        {
            Assert.InRange(x, 0, 400);
            Assert.InRange(y, 0, 300);
        }
    }

    [Fact]
    public void Points_that_are_not_finite_interrupt_the_line()
    {
        XElement svg = Parse(new LineChart().Add("line", 1, 2, double.NaN, 3, double.PositiveInfinity, 4, 5));
        string path = svg.Element(Svg + "g")!.Element(Svg + "path")!.Attribute("d")!.Value;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(5, svg.Descendants(Svg + "circle").Count());
    }

    [Fact]
    public void A_long_series_is_thinned_and_keeps_its_spikes()
    {
        var values = new double[300_000];
        (values[123_456], values[200_000]) = (1000, -1000);
        string text = new LineChart().Add("line", values).ToSvg();
        Assert.True(text.Length < 150_000, $"{text.Length} characters");
        (double X, double Y)[] points = Points(XElement.Parse(text).Element(Svg + "g")!.Element(Svg + "path")!.Attribute("d")!.Value);
        XElement svg = XElement.Parse(text);
        Assert.Equal(Tick(svg, "1000", "y"), points.Min(p => p.Y), 0.02);
        Assert.Equal(Tick(svg, "-1000", "y"), points.Max(p => p.Y), 0.02);
    }

    [Fact]
    public void Many_series_stay_apart_and_make_room_for_their_legend()
    {
        var chart = new LineChart("t", "x", "y", 300, 200);
        for (int i = 0; i < 20; i++)
        {
            chart.Add($"a series with a long name {i}", i, i + 1);
        }
        XElement svg = Parse(chart);
        Assert.True(Number(svg, "height") > 400);
        Assert.Equal(20, svg.Elements(Svg + "g").Elements(Svg + "path")
            .Select(p => (string)p.Attribute("stroke")! + (string?)p.Attribute("stroke-dasharray")).Distinct().Count());
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Contains("2 positions and 3 values", Assert.Throws<InvalidArgumentException>(() => new LineChart().Add("a", [1, 2], [1, 2, 3])).Message);
        Assert.Throws<PreconditionNotMetException>(() => new LineChart().ToSvg());
        Assert.Throws<PreconditionNotMetException>(() => new LineChart().Add("a", double.NaN).ToSvg());
        Assert.Throws<InvalidArgumentException>(() => new LineChart(width: 100));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string expected = new LineChart("t").Add("a", 0.25, 0.5).ToSvg();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
            Assert.Equal(expected, new LineChart("t").Add("a", 0.25, 0.5).ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static XElement Parse(LineChart chart) => XElement.Parse(chart.ToSvg());

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    // The pixel of a tick: that of the line written just before its label.
    private static double Tick(XElement svg, string label, string axis)
    {
        string anchor = axis == "y" ? "end" : "middle";
        XElement text = svg.Elements(Svg + "text")
            .Single(t => t.Value == label && (string?)t.Attribute("text-anchor") == anchor && t.PreviousNode is XElement { Name.LocalName: "line" });
        return Number((XElement)text.PreviousNode!, axis + "1");
    }

    private static (double X, double Y)[] Points(string path)
        => [.. path.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' ')).Select(p => (Parse(p[0]), Parse(p[1])))];

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
