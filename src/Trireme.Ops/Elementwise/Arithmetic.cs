namespace Trireme.Operators;

/// <summary>Out = X + Y, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_add", "X, Y -> Out")]
public sealed record ElementwiseAddOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwiseAddOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x + y;
}

/// <summary>Out = X − Y, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_sub", "X, Y -> Out")]
public sealed record ElementwiseSubOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwiseSubOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x - y;
}

/// <summary>Out = X · Y, element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_mul", "X, Y -> Out", Saves = "X, Y")]
public sealed record ElementwiseMulOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwiseMulOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x * y;
}

/// <summary>Out = X / Y, element by element, broadcast. Integers are divided towards 0.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_div", "X, Y -> Out", Saves = "X, Y")]
public sealed record ElementwiseDivOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwiseDivOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x / y;
}

/// <summary>X += Y, in place and outside the tape: how gradients are accumulated.</summary>
[Op("accumulate", "X, Y -> Out", InPlace = "Out=X", NoGradient = "It overwrites its input outside the tape.")]
internal sealed record AccumulateOp : ElementwiseOp
{
    internal static readonly AccumulateOp Default = new();

    public override void Infer(InferContext c)
    {
        c.Require(c["X"] == c["Y"], "the shapes or element types differ.");
        c["Out"] = c["X"];
    }

    protected override Expr Body(Expr x, Expr y) => x + y;
}

/// <summary>Out = Scale · X + Bias, or Scale · (X + Bias).</summary>
/// <param name="Scale">The factor.</param>
/// <param name="Bias">The summand.</param>
/// <param name="BiasAfterScale">Whether the bias is added after the multiplication.</param>
[Op("scale", "X, ScaleTensor? -> Out")]
public sealed record ScaleOp(double Scale = 1, double Bias = 0, bool BiasAfterScale = true) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["X"] = Scale == 1 ? g.D["Out"] : new ScaleOp(Scale).Apply(g.D["Out"], null);
}
