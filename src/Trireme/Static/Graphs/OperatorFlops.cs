using Trireme.Operators;

namespace Trireme.Static.Graphs;

/// <summary>Counts an operator's operations as <c>Paddle.Flops</c> counts those of the layer that it comes from.</summary>
internal sealed class OperatorFlops
{
    // A layer's bias is an operator of its own in programs; only that of a convolution is counted.
    private readonly HashSet<string> _convolved = [];

    /// <summary>The operations; null where a shape is not known.</summary>
    public long? Of(Operator op, TensorMeta?[] given, TensorMeta?[] made)
    {
        Shape? In(string slot) => First(op.Record.Info.InputSlots, op.InputStarts, given, slot);
        Shape? Out(string slot) => First(op.Record.Info.OutputSlots, op.OutputStarts, made, slot);
        switch (op.Type)
        {
            case "conv2d" or "conv3d" or "depthwise_conv2d":
                _convolved.UnionWith(op.Output("Output"));
                return Product(Out("Output"), Count(In("Filter") is { } filter ? filter[1..] : (Shape?)null) + (op.Input("Bias").Count > 0 ? 1 : 0));
            case "conv2d_transpose" or "conv3d_transpose" or "depthwise_conv2d_transpose":
                _convolved.UnionWith(op.Output("Output"));
                return Product(Out("Output"), In("Filter") is { Rank: > 2 } turned && op.Attr("groups") is int groups and > 0
                    ? turned[0] / groups * Count(turned[2..]) + (op.Input("Bias").Count > 0 ? 1 : 0) : null);
            case "matmul" or "matmul_v2" or "bmm":
                return In("X") is { Rank: > 0 } x ? Product(Out("Out"), Inner(op, x)) : null;
            case "mul":
                return In("Y") is { } y && op.Attr("y_num_col_dims") is int columns && columns <= y.Rank ? Product(Out("Out"), Count(y[..columns])) : null;
            case "batch_norm" or "layer_norm" or "group_norm":
                return 2 * Count(In("X"));
            case "leaky_relu":
                return Count(In("X"));
            case "pool2d" or "pool3d":
                return Pool(op, In("X"), Out("Out"));
            case "elementwise_add" when op.Block.FindVarRecursive(op.Input("Y")[0]) is { Persistable: true } && _convolved.Contains(op.Input("X")[0]):
                return Count(Out("Out"));
            default:
                return 0;
        }
    }

    private static long? Pool(Operator op, Shape? input, Shape? output)
    {
        if (op.Attr("pooling_type") as string != "avg")
            return 0;
        bool isAdaptive = op.Attr("adaptive") is true || op.Attr("global_pooling") is true;
        if (!isAdaptive)
            return Count(output);
        return input is { IsKnown: true } x && output is { IsKnown: true } y ? y.Numel * (1 + (x[2..].Numel / Math.Max(1, y[2..].Numel))) : null;
    }

    private static long? Inner(Operator op, Shape x)
    {
        bool isTurned = (op.HasAttr("trans_x") && op.Attr("trans_x") is true) || (op.HasAttr("transpose_X") && op.Attr("transpose_X") is true);
        int inner = isTurned && x.Rank > 1 ? x[^2] : x[^1];
        return inner < 0 ? null : inner;
    }

    private static long? Product(Shape? shape, long? factor) => Count(shape) * factor;

    private static long? Count(Shape? shape) => shape is { IsKnown: true } known ? known.Numel : null;

    private static Shape? First(Slot[] slots, int[] starts, TensorMeta?[] metas, string slot)
    {
        int i = OpInfo.IndexOf(slots, slot);
        return i >= 0 && starts[i] < starts[i + 1] ? metas[starts[i]]?.Shape : null;
    }
}
