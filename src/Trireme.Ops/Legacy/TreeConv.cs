namespace Trireme.Operators;

/// <summary>
/// A convolution over trees: Out [N, nodes, size, filters] = for each node the sum over what lies below it, NodesVector [N, nodes, F] times Filter
/// [F, 3, size, filters], whose three matrices are blended by how far left, right and up a node is. EdgeSet [N, edges, 2] holds parent and child, counted
/// from 1 on, and ends at a 0.
/// </summary>
/// <param name="MaxDepth">How many levels belong to a node, its own among them.</param>
/// <remarks>Mou et al. 2016. Rows of nodes that the edges do not count are 0.</remarks>
[Op("tree_conv", "NodesVector, EdgeSet, Filter -> Out")]
public sealed record TreeConvOp(int MaxDepth = 2) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape nodes = c["NodesVector"].Shape, edges = c["EdgeSet"].Shape, filter = c["Filter"].Shape;
        c.Require(MaxDepth > 0, $"max_depth is {MaxDepth}.", "It must be positive.");
        c.Require(nodes.Rank == 3 && edges.Rank == 3 && edges[2] == 2, "NodesVector must be [N, nodes, F], EdgeSet [N, edges, 2].");
        c.Require(filter.Rank == 4 && filter[1] == 3 && (nodes[2] < 0 || filter[0] == nodes[2]), $"Filter must be [{nodes[2]}, 3, size, filters].");
        c["Out"] = c["NodesVector"] with { Shape = [nodes[0], nodes[1], filter[2], filter[3]] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["NodesVector"], filter = c["Filter"];
        int images = x.Shape[0], nodes = x.Shape[1], features = x.Shape[2], edges = c["EdgeSet"].Shape[1];
        long[] all = Sequences.Integers(c["EdgeSet"]);
        // Blend [N, 3, nodes, nodes]: how much of each node goes into each one's sum, by matrix.
        var blend = new double[images * 3 * nodes * nodes];
        for (int n = 0; n < images; n++)
            Blend(c, all.AsSpan(n * edges * 2, edges * 2), nodes, blend.AsSpan(n * 3 * nodes * nodes, 3 * nodes * nodes));
        Tensor sums = Tensor.From<double>(blend, [images, 3, nodes, nodes]).Cast(x.DType).Matmul(x.Unsqueeze(1));
        Tensor rows = sums.Transpose([0, 2, 3, 1]).Reshape([images * nodes, features * 3]);
        c["Out"] = rows.Matmul(filter.Reshape([features * 3, filter.Shape[2] * filter.Shape[3]])).Reshape([images, nodes, filter.Shape[2], filter.Shape[3]]);
    }

    private void Blend(ComposeContext c, ReadOnlySpan<long> edges, int nodes, Span<double> blend)
    {
        var children = new List<int>[nodes];
        for (int i = 0; i < nodes; i++)
            children[i] = [];
        int count = 1;
        for (int i = 0; i + 1 < edges.Length && edges[i] != 0 && edges[i + 1] != 0; i += 2)
        {
            c.Require(edges[i] > 0 && edges[i] <= nodes && edges[i + 1] > 0 && edges[i + 1] <= nodes,
                $"the edge {edges[i]}, {edges[i + 1]} names a node outside 1 to {nodes}.");
            children[(int)edges[i] - 1].Add((int)edges[i + 1] - 1);
            count++;
        }
        for (int root = 0; root < Math.Min(count, nodes); root++)
        {
            var seen = new HashSet<int> { root };
            var open = new Stack<(int Node, double Left, int Depth)>();
            open.Push((root, 0.5, 0));
            while (open.TryPop(out (int Node, double Left, int Depth) at))
            {
                double up = (double)(MaxDepth - at.Depth) / MaxDepth, left = (1 - up) * at.Left, right = (1 - up) * (1 - left);
                blend[(((0 * nodes) + root) * nodes) + at.Node] += left;
                blend[(((1 * nodes) + root) * nodes) + at.Node] += right;
                blend[(((2 * nodes) + root) * nodes) + at.Node] += up;
                List<int> below = children[at.Node];
                for (int i = 0; i < below.Count && at.Depth + 1 < MaxDepth; i++)
                {
                    if (seen.Add(below[i]))
                        open.Push((below[i], below.Count == 1 ? 0.5 : (double)i / (below.Count - 1), at.Depth + 1));
                }
            }
        }
    }
}
