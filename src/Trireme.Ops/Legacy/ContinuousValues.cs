namespace Trireme.Operators;

/// <summary>
/// Rows X [N, D] that begin with how often something was shown and clicked: Y holds log(shown + 1) and log(clicked + 1) − log(shown + 1) in their place, or
/// leaves them out.
/// </summary>
/// <param name="UseCvm">Whether the two stay.</param>
/// <remarks>CVM [N, 2] holds the two numbers of each row. As in Paddle they stand in X's gradient, too: there they are counted up, not trained.</remarks>
[Op("cvm", "X, CVM -> Y", Saves = "CVM")]
public sealed record CvmOp(bool UseCvm = true) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, counts = c["CVM"].Shape;
        c.Require(c["X"].DType.IsFloating && c["CVM"].DType == c["X"].DType, "X and CVM must be of one floating point type.");
        c.Require(x.Rank == 2 && (x[1] < 0 || x[1] >= 2), "X must be [N, D] with D at least 2.");
        c.Require(counts.Rank == 2 && counts[1] == 2 && (x[0] < 0 || counts[0] < 0 || x[0] == counts[0]), "CVM must be [N, 2].");
        c["Y"] = c["X"] with { Shape = (x[0], UseCvm || x[1] < 0 ? x[1] : x[1] - 2) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = g.D["Y"];
        g.D["X"] = Paddle.Concat([g["CVM"], UseCvm ? dy.Slice(1, 2, dy.Shape[1]) : dy], 1);
    }
}
