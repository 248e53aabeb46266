using System.Globalization;
using System.Text;

namespace Trireme.Static.Graphs;

/// <summary>A program in the language of Graphviz.</summary>
internal static class DotText
{
    public static string Of(Program program)
    {
        var text = new StringBuilder("digraph program {\n  rankdir=TB;\n  node [shape=box, style=\"rounded,filled\", fillcolor=\"#e8f0fe\", fontname=\"Helvetica\", fontsize=11];\n"
            + "  edge [fontname=\"Helvetica\", fontsize=9];\n");
        foreach (Block block in program.Blocks)
        {
            var graph = BlockGraph.Of(block);
            string prefix = string.Create(CultureInfo.InvariantCulture, $"b{block.Idx}_n");
            string indent = "  ";
            if (program.NumBlocks > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{block.Idx} {{\n    label=\"block {block.Idx}\";\n");
                indent = "    ";
            }
            for (int i = 0; i < graph.Nodes.Count; i++)
            {
                GraphNode node = graph.Nodes[i];
                string label = string.Join("\\n", node.Details.Prepend(node.Title).Select(Escape));
                text.Append(CultureInfo.InvariantCulture, $"{indent}{prefix}{i} [label=\"{label}\"{(node.IsEnd ? ", shape=ellipse, fillcolor=\"#fef7e0\"" : "")}];\n");
            }
            foreach (GraphEdge edge in graph.Edges)
                text.Append(CultureInfo.InvariantCulture, $"{indent}{prefix}{edge.From} -> {prefix}{edge.To} [label=\"{Escape(edge.Label)}\"];\n");
            if (program.NumBlocks > 1)
                text.Append("  }\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Escape(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
