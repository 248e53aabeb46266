namespace Trireme.Operators;

/// <summary>
/// The gradients of layer, group and instance normalization: each normalizes rows, runs of X that lie together in memory. With
/// <paramref name="Groups"/> 0 a row is everything from <paramref name="BeginNormAxis"/> on and Scale has its shape; else X is [N, C, …], a row
/// is one group of channels of one image and Scale is [C].
/// </summary>
/// <param name="BeginNormAxis">The first normalized axis, of layer normalization.</param>
/// <param name="Groups">The number of groups, or 0.</param>
/// <param name="Epsilon">Added to the variance.</param>
[Op("row_norm_grad", "X, Scale?, Mean, Variance, YGrad -> XGrad, ScaleGrad, BiasGrad", Saves = "X, Scale, YGrad")]
public sealed record RowNormGradOp(int BeginNormAxis, int Groups, float Epsilon) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        Shape scale = Groups == 0 ? (Shape)(int)x.Shape[BeginNormAxis..].Numel : (Shape)x.Shape[1];
        c["XGrad"] = x;
        TensorMeta factor = c.Has("Scale") ? c["Scale"] : x with { Shape = scale };
        c["ScaleGrad"] = factor;
        c["BiasGrad"] = factor;
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor x = g["X"], dy = g["YGrad"];
        Shape shape = x.Shape;
        // As [rows, length], or [N, groups, channels, places].
        Shape rows = Groups == 0
            ? [Rows(shape), (int)shape[BeginNormAxis..].Numel]
            : [shape[0], Groups, shape[1] / Groups, (int)shape[2..].Numel];
        Shape factor = Groups == 0 ? [1, rows[1]] : [1, Groups, rows[2], 1];
        Ints axes = Groups == 0 ? [1] : [2, 3];
        Tensor? w = g.Has("Scale") ? g["Scale"].Reshape(factor) : null;
        (Tensor dx, Tensor? dw, Tensor ddy) = NormMath.SecondOrder(x.Reshape(rows), w, dy.Reshape(rows), axes, Epsilon, g.D["XGrad"].Reshape(rows),
            g.HasGrad("ScaleGrad") ? g.D["ScaleGrad"].Reshape(factor) : null, g.HasGrad("BiasGrad") ? g.D["BiasGrad"].Reshape(factor) : null);
        g.D["X"] = dx.Reshape(shape);
        g.D["YGrad"] = ddy.Reshape(shape);
        if (dw is not null && g.Needs("Scale"))
            g.D["Scale"] = OperatorServices.Current.SumTo(dw, factor).Reshape(g.Meta("Scale").Shape);
    }

    private int Rows(Shape shape) => (int)shape[..BeginNormAxis].Numel;
}
