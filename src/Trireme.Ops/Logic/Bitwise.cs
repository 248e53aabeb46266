namespace Trireme.Operators;

/// <summary>What the operators over bits have in common: their inputs are integers or bools.</summary>
public abstract record BitwiseOp : ElementwiseOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(!c["X"].DType.IsFloating, "floating point numbers have no bits to work on.", "Cast the input to an integer type or bool.");
        base.Infer(c);
    }
}

/// <summary>Out = X ∧ Y, bit by bit.</summary>
[Op("bitwise_and", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record BitwiseAndOp : BitwiseOp
{
    internal static readonly BitwiseAndOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.BitAnd, x, y);
}

/// <summary>Out = X ∨ Y, bit by bit.</summary>
[Op("bitwise_or", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record BitwiseOrOp : BitwiseOp
{
    internal static readonly BitwiseOrOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.BitOr, x, y);
}

/// <summary>Out = X ⊕ Y, bit by bit.</summary>
[Op("bitwise_xor", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record BitwiseXorOp : BitwiseOp
{
    internal static readonly BitwiseXorOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.BitXor, x, y);
}

/// <summary>Out = ¬X, bit by bit.</summary>
[Op("bitwise_not", "X -> Out", NoGradient = "Its inputs are integers.")]
public sealed record BitwiseNotOp : BitwiseOp
{
    internal static readonly BitwiseNotOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.BitNot, x);
}
