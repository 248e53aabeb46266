namespace Trireme.Operators;

/// <summary>Out = X = Y, as bools, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("equal", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record EqualOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly EqualOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.Equal, x, y);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X ≠ Y, as bools, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("not_equal", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record NotEqualOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly NotEqualOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.NotEqual, x, y);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X &lt; Y, as bools, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("less_than", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record LessThanOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly LessThanOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x < y;

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X ≤ Y, as bools, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("less_equal", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record LessEqualOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly LessEqualOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x <= y;

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X &gt; Y, as bools, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("greater_than", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record GreaterThanOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly GreaterThanOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x > y;

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X ≥ Y, as bools, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("greater_equal", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record GreaterEqualOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly GreaterEqualOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x >= y;

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X ∧ Y, as bools, broadcast.</summary>
[Op("logical_and", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record LogicalAndOp : ElementwiseOp
{
    internal static readonly LogicalAndOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.And, x, y);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X ∨ Y, as bools, broadcast.</summary>
[Op("logical_or", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record LogicalOrOp : ElementwiseOp
{
    internal static readonly LogicalOrOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.Or, x, y);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = X ⊕ Y, as bools, broadcast.</summary>
[Op("logical_xor", "X, Y -> Out", NoGradient = "Its result is a bool.")]
public sealed record LogicalXorOp : ElementwiseOp
{
    internal static readonly LogicalXorOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.Xor, x, y);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Out = ¬X, as bools.</summary>
[Op("logical_not", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record LogicalNotOp : ElementwiseOp
{
    internal static readonly LogicalNotOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Not, x);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}
