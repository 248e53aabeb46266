using System.Globalization;
using System.Text;

namespace Trireme.Static.Graphs;

/// <summary>A program as a picture: each block from top to bottom, one below the other.</summary>
internal static class SvgText
{
    private const double Margin = 24, Line = 14, Padding = 10, Character = 6.6, TitleCharacter = 7.4, BlockTitle = 26;

    public static string Of(Program program)
    {
        var body = new StringBuilder();
        double width = 0, y = Margin;
        foreach (Block block in program.Blocks)
        {
            var graph = BlockGraph.Of(block);
            (double Width, double Height)[] sizes = graph.Nodes.Select(Size).ToArray();
            var layout = LayeredLayout.Of(sizes, graph.Edges);
            if (program.NumBlocks > 1)
            {
                body.Append(CultureInfo.InvariantCulture, $"<text class=\"block\" x=\"{Margin}\" y=\"{y + 12:0.#}\">block {block.Idx}</text>\n");
                y += BlockTitle;
            }
            Draw(body, graph, layout, sizes, y);
            width = Math.Max(width, layout.Width);
            y += layout.Height + Margin;
        }
        width += 2 * Margin;
        return string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{y:0}\" viewBox=\"0 0 {width:0} {y:0}\">\n")
            + "<style>text{font:11px Helvetica,Arial,sans-serif;text-anchor:middle;fill:#202124}.title{font-weight:bold}.block{font-size:14px;text-anchor:start}"
            + ".shape{font-size:9px;fill:#5f6368;text-anchor:start}rect{fill:#e8f0fe;stroke:#4a6fb5}.end{fill:#fef7e0;stroke:#b08a2e}path{fill:none;stroke:#80868b}</style>\n"
            + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\" style=\"fill:#80868b\"/></marker></defs>\n"
            + body + "</svg>\n";
    }

    private static (double Width, double Height) Size(GraphNode node)
    {
        double text = node.Details.Select(d => d.Length * Character).Append(node.Title.Length * TitleCharacter).Max();
        return (text + (2 * Padding), (Line * (1 + node.Details.Count)) + Padding);
    }

    private static void Draw(StringBuilder body, BlockGraph graph, LayeredLayout layout, (double Width, double Height)[] sizes, double top)
    {
        for (int i = 0; i < graph.Edges.Count; i++)
            DrawEdge(body, graph.Edges[i], layout, sizes, layout.Routes[i], top);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode node = graph.Nodes[i];
            (double width, double height) = sizes[i];
            double x = layout.Centers[i].X + Margin, y = layout.Centers[i].Y + top - (height / 2);
            body.Append(CultureInfo.InvariantCulture,
                $"<rect{(node.IsEnd ? " class=\"end\"" : "")} x=\"{x - (width / 2):0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"{(node.IsEnd ? height / 2 : 5):0.#}\"/>\n");
            body.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{x:0.#}\" y=\"{y + Line + 1:0.#}\">{Escape(node.Title)}</text>\n");
            for (int line = 0; line < node.Details.Count; line++)
                body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y + (Line * (line + 2)):0.#}\">{Escape(node.Details[line])}</text>\n");
        }
    }

    private static void DrawEdge(StringBuilder body, GraphEdge edge, LayeredLayout layout, (double Width, double Height)[] sizes, int[] route, double top)
    {
        (double X, double Y)[] points = Array.ConvertAll(route, p => (layout.Centers[p].X + Margin, layout.Centers[p].Y + top));
        points[0].Y += sizes[edge.From].Height / 2;
        points[^1].Y -= sizes[edge.To].Height / 2;
        body.Append(CultureInfo.InvariantCulture, $"<path marker-end=\"url(#tip)\" d=\"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (int i = 1; i < points.Length; i++)
        {
            double middle = (points[i - 1].Y + points[i].Y) / 2;
            body.Append(CultureInfo.InvariantCulture, $"C{points[i - 1].X:0.#} {middle:0.#} {points[i].X:0.#} {middle:0.#} {points[i].X:0.#} {points[i].Y:0.#}");
        }
        body.Append("\"/>\n");
        if (edge.Label.Length > 0)
        {
            // Nearer the reader: labels of one variable's lines would cover each other at its writer.
            double x = (0.35 * points[0].X) + (0.65 * points[1].X), y = (0.35 * points[0].Y) + (0.65 * points[1].Y);
            body.Append(CultureInfo.InvariantCulture, $"<text class=\"shape\" x=\"{x + 4:0.#}\" y=\"{y:0.#}\">{Escape(edge.Label)}</text>\n");
        }
    }

    // Names come from files: what XML cannot hold is shown as a question mark.
    private static string Escape(string value)
        => string.Concat(value.Select(c => c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            _ => c < ' ' || c is '\uFFFE' or '\uFFFF' || char.IsSurrogate(c) ? "?" : c.ToString(),
        }));
}
