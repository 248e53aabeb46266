using System.Globalization;

namespace Trireme.Static.Graphs;

/// <summary>A block as boxes and lines: operators with their parameters, variables with their shapes.</summary>
internal sealed class BlockGraph
{
    private const int MostDetails = 4;
    private readonly Block _block;

    // Who wrote a variable last.
    private readonly Dictionary<string, int> _writers = [];

    private BlockGraph(Block block) => _block = block;

    public List<GraphNode> Nodes { get; } = [];

    public List<GraphEdge> Edges { get; } = [];

    public static BlockGraph Of(Block block)
    {
        var graph = new BlockGraph(block);
        foreach (Operator op in block.Ops)
            graph.Add(op);
        return graph;
    }

    private void Add(Operator op)
    {
        if (op.Record is FeedOp)
        {
            Input(op.Output("Out")[0]);
            return;
        }
        string[] inputs = op.InputArgNames.Distinct().Where(n => !IsPersistable(n)).ToArray();
        foreach (string name in inputs.Where(n => !_writers.ContainsKey(n)))
            Input(name);
        int node = Nodes.Count;
        Nodes.Add(op.Record is FetchOp ? new GraphNode(inputs.FirstOrDefault() ?? "fetch", ["result"], IsEnd: true) : new GraphNode(op.Type, Details(op), IsEnd: false));
        foreach (string name in inputs)
            Edges.Add(new GraphEdge(_writers[name], node, Shape(name)));
        foreach (string name in op.OutputArgNames.Where(n => !IsPersistable(n)))
            _writers[name] = node;
    }

    private void Input(string name)
    {
        _writers[name] = Nodes.Count;
        Nodes.Add(new GraphNode(name, [_block.FindVarRecursive(name) is { } variable ? $"{variable.Shape} {variable.DType}" : "not declared"], IsEnd: true));
    }

    private List<string> Details(Operator op)
    {
        List<string> lines = op.InputArgNames.Distinct().Where(IsPersistable).Select(n => $"{n} {Shape(n)}").ToList();
        if (lines.Count > MostDetails)
            lines = [.. lines.Take(MostDetails - 1), string.Create(CultureInfo.InvariantCulture, $"and {lines.Count - MostDetails + 1} more")];
        foreach (string name in op.AttrNames)
        {
            if (op.Attr(name) is BlockRef inner)
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: block {inner.Index}"));
        }
        return lines;
    }

    private bool IsPersistable(string name) => _block.FindVarRecursive(name) is { Persistable: true };

    private string Shape(string name) => _block.FindVarRecursive(name)?.Shape.ToString() ?? "";
}
