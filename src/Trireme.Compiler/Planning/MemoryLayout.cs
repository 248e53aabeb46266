using Trireme.Compiler.Capture;

namespace Trireme.Compiler.Planning;

/// <summary>Where in one block of memory each temporary lies. Those that are not alive at the same time share bytes.</summary>
internal sealed class MemoryLayout
{
    private const int Alignment = 64;
    private readonly Dictionary<GraphValue, Area> _areas = new(ReferenceEqualityComparer.Instance);

    private MemoryLayout()
    {
    }

    /// <summary>The bytes needed in all.</summary>
    public long Bytes { get; private set; }

    public long OffsetOf(GraphValue value) => _areas[value].Offset;

    /// <summary>Lays out the temporaries of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="views">Values that lie inside others.</param>
    public static MemoryLayout Of(Graph graph, IReadOnlyDictionary<GraphValue, GraphValue> views)
    {
        var layout = new MemoryLayout();
        layout.FindLifetimes(graph, views);
        layout.ShareInPlace(graph, views);
        layout.Place();
        return layout;
    }

    private static GraphValue Root(GraphValue value, IReadOnlyDictionary<GraphValue, GraphValue> views)
    {
        while (views.TryGetValue(value, out GraphValue? source))
            value = source;
        return value;
    }

    private void FindLifetimes(Graph graph, IReadOnlyDictionary<GraphValue, GraphValue> views)
    {
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            foreach (GraphValue value in graph.Steps[i].Outputs.Concat(graph.Steps[i].Inputs).OfType<GraphValue>())
            {
                GraphValue root = Root(value, views);
                if (!root.IsTemporary)
                    continue;
                if (_areas.TryGetValue(root, out Area? area))
                    area.Last = i;
                else
                    _areas[root] = new Area(Size(root), i);
            }
        }
        foreach (GraphValue fetched in graph.Fetches.Select(f => Root(f, views)).Where(_areas.ContainsKey))
            _areas[fetched].Last = graph.Steps.Count;
    }

    // An element-wise operator may write over an input that nobody reads afterwards: each element is read before it is written.
    private void ShareInPlace(Graph graph, IReadOnlyDictionary<GraphValue, GraphValue> views)
    {
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            GraphStep step = graph.Steps[i];
            if (!step.IsElementwise || step.Outputs[0] is not { IsTemporary: true } output || views.ContainsKey(output))
                continue;
            foreach (GraphValue? input in step.Inputs)
            {
                if (input is null || input.Meta != output.Meta || !_areas.TryGetValue(Root(input, views), out Area? area) || views.ContainsKey(input))
                    continue;
                Area own = _areas[output];
                bool others = step.Inputs.Any(v => v is not null && !ReferenceEquals(v, input) && _areas.GetValueOrDefault(Root(v, views)) == area);
                if (area.Last != i || area.Bytes != own.Bytes || others)
                    continue;
                area.Last = own.Last;
                foreach (GraphValue value in _areas.Keys.Where(v => _areas[v] == own).ToArray())
                    _areas[value] = area;
                break;
            }
        }
    }

    // The largest first: each takes the lowest place where it meets no other that is alive at the same time.
    private void Place()
    {
        var placed = new List<Area>();
        foreach (Area area in _areas.Values.Distinct().OrderByDescending(a => a.Bytes).ThenBy(a => a.First))
        {
            long offset = 0;
            foreach (Area other in placed.Where(o => o.First <= area.Last && area.First <= o.Last).OrderBy(o => o.Offset))
            {
                if (offset + area.Bytes <= other.Offset)
                    break;
                offset = Math.Max(offset, other.Offset + other.Bytes);
            }
            area.Offset = offset;
            placed.Add(area);
            Bytes = Math.Max(Bytes, offset + area.Bytes);
        }
    }

    private static long Size(GraphValue value) => ((Math.Max(1, value.Meta.Shape.Numel) * value.Meta.DType.Size) + Alignment - 1) / Alignment * Alignment;

    private sealed class Area(long bytes, int first)
    {
        public long Bytes { get; } = bytes;

        public int First { get; } = first;

        public int Last { get; set; } = first;

        public long Offset { get; set; }
    }
}
