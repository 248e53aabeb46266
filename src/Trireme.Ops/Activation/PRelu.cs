namespace Trireme.Operators;

/// <summary>Out = X where it is positive, else Alpha · X, with one Alpha for all, for each channel or for each element.</summary>
/// <param name="Mode"><c>all</c>, <c>channel</c> or <c>element</c>.</param>
/// <param name="DataFormat"><c>NCHW</c>, or <c>NHWC</c> where the channels come last.</param>
[Op("prelu", "X, Alpha -> Out", Saves = "X, Alpha")]
public sealed record PReluOp(string Mode = "all", string DataFormat = "NCHW") : Op
{
    private static readonly ExprOp Gate = new(Expr.Select(Expr.Input(0) > 0, Expr.Input(2), Expr.Input(1) * Expr.Input(2)));
    private static readonly ExprOp Slope = new(Expr.Select(Expr.Input(0) > 0, 0, Expr.Input(0) * Expr.Input(1)));

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"], alpha = c["Alpha"];
        c.Require(x.DType == alpha.DType, "the element types differ.", "Cast one of them.");
        long wanted = Mode == "all" ? 1 : Mode == "channel" ? x.Shape[ChannelAxis(x.Shape)] : -1;
        c.Require(wanted < 0 || alpha.Shape.Numel == wanted, $"{alpha.Shape.Numel} weights do not fit; mode '{Mode}' needs {wanted}.");
        c["Out"] = x;
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor x = g["X"], dy = g.D["Out"], alpha = g["Alpha"].Reshape(AlphaShape(x.Shape, g.Meta("Alpha").Shape));
        if (g.Needs("X"))
            g.D["X"] = Gate.ApplyAll(new[] { x, alpha, dy })[0];
        if (g.Needs("Alpha"))
            g.D["Alpha"] = Reductions.SumTo(Slope.ApplyAll(new[] { x, dy })[0], alpha.Shape).Reshape(g.Meta("Alpha").Shape);
    }

    /// <summary>Alpha's shape such that it broadcasts to X's.</summary>
    internal Shape AlphaShape(Shape x, Shape alpha)
    {
        if (Mode == "element")
            return alpha;
        int[] dims = Enumerable.Repeat(1, x.Rank).ToArray();
        if (Mode == "channel" && dims.Length > 0)
            dims[ChannelAxis(x)] = (int)alpha.Numel;
        return dims;
    }

    private int ChannelAxis(Shape x) => DataFormat == "NHWC" ? x.Rank - 1 : Math.Min(1, x.Rank - 1);
}
