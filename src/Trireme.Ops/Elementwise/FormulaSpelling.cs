using Trireme.Operators;

namespace Trireme;

/// <summary>Says a formula with the operators that Paddle's files know: one operator a node.</summary>
internal static class FormulaSpelling
{
    /// <summary>Computes a formula node by node.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="inputs">What stands for its inputs; one element type.</param>
    /// <exception cref="InvalidArgumentException">A node has no operator of its own.</exception>
    public static Tensor Spell(Expr formula, IReadOnlyList<Tensor> inputs)
    {
        DType dtype = inputs[0].DType;
        return Value(formula, inputs, dtype) is { } value ? value : FillConstantOp.Of([], formula.Value, dtype);
    }

    // Null stands for a constant: most operators take numbers as attributes.
    private static Tensor? Value(Expr e, IReadOnlyList<Tensor> inputs, DType dtype)
    {
        if (e.Kind == ExprKind.Constant)
            return null;
        if (e.Kind == ExprKind.Input)
            return inputs[e.Index];
        if (IsCondition(e.Kind))
            return Condition(e, inputs, dtype).Cast(dtype);
        if (e.Kind == ExprKind.Select)
            return Paddle.Where(Condition(e.A!, inputs, dtype), Whole(e.B!, inputs, dtype), Whole(e.C!, inputs, dtype));
        return e.B is null ? Of(e.Kind, Whole(e.A!, inputs, dtype)) : Pair(e, inputs, dtype);
    }

    private static Tensor Whole(Expr e, IReadOnlyList<Tensor> inputs, DType dtype) => Value(e, inputs, dtype) ?? FillConstantOp.Of([], e.Value, dtype);

    private static Tensor Condition(Expr e, IReadOnlyList<Tensor> inputs, DType dtype)
    {
        if (!IsCondition(e.Kind))
            return Whole(e, inputs, dtype).NotEqual(FillConstantOp.Of([], 0, dtype));
        if (e.Kind is ExprKind.And or ExprKind.Or)
        {
            Tensor a = Condition(e.A!, inputs, dtype), b = Condition(e.B!, inputs, dtype);
            return e.Kind == ExprKind.And ? a.LogicalAnd(b) : a.LogicalOr(b);
        }
        if (e.Kind == ExprKind.Not)
            return Condition(e.A!, inputs, dtype).LogicalNot();
        Tensor x = Whole(e.A!, inputs, dtype);
        return e.Kind switch
        {
            ExprKind.IsNaN => x.Isnan(),
            ExprKind.IsInf => x.Isinf(),
            ExprKind.IsFinite => x.Isfinite(),
            ExprKind.Equal => x.Equal(Whole(e.B!, inputs, dtype)),
            ExprKind.NotEqual => x.NotEqual(Whole(e.B!, inputs, dtype)),
            ExprKind.Less => x.LessThan(Whole(e.B!, inputs, dtype)),
            ExprKind.LessEqual => x.LessEqual(Whole(e.B!, inputs, dtype)),
            ExprKind.Greater => x.GreaterThan(Whole(e.B!, inputs, dtype)),
            _ => x.GreaterEqual(Whole(e.B!, inputs, dtype)),
        };
    }

    private static bool IsCondition(ExprKind kind) => kind is ExprKind.Equal or ExprKind.NotEqual or ExprKind.Less or ExprKind.LessEqual or ExprKind.Greater or ExprKind.GreaterEqual
        or ExprKind.And or ExprKind.Or or ExprKind.Not or ExprKind.IsNaN or ExprKind.IsInf or ExprKind.IsFinite;

    private static Tensor Of(ExprKind kind, Tensor x) => kind switch
    {
        ExprKind.Neg => x.Scale(-1),
        ExprKind.Abs => x.Abs(),
        ExprKind.Sign => x.Sign(),
        ExprKind.Square => x.Square(),
        ExprKind.Sqrt => x.Sqrt(),
        ExprKind.Rsqrt => x.Rsqrt(),
        ExprKind.Reciprocal => x.Reciprocal(),
        ExprKind.Exp => x.Exp(),
        ExprKind.Expm1 => x.Expm1(),
        ExprKind.Log => x.Log(),
        ExprKind.Log1p => x.Log1p(),
        ExprKind.Tanh => x.Tanh(),
        ExprKind.Sigmoid => new SigmoidOp().Apply(x),
        ExprKind.Erf => x.Erf(),
        ExprKind.Floor => x.Floor(),
        ExprKind.Ceil => x.Ceil(),
        ExprKind.Trunc => x.Trunc(),
        _ => throw new InvalidArgumentException($"The function {kind} in a formula has no operator of its own in Paddle's files."),
    };

    private static Tensor Pair(Expr e, IReadOnlyList<Tensor> inputs, DType dtype)
    {
        Tensor? a = Value(e.A!, inputs, dtype), b = Value(e.B!, inputs, dtype);
        if (b is null && a is not null && ScaleOf(e) is { } scale)
            return scale.Apply(a, null);
        if (a is null && b is not null && e.Kind is ExprKind.Mul or ExprKind.Add)
            return (e.Kind == ExprKind.Mul ? new ScaleOp(e.A!.Value) : new ScaleOp(1, e.A!.Value)).Apply(b, null);
        a ??= FillConstantOp.Of([], e.A!.Value, dtype);
        b ??= FillConstantOp.Of([], e.B!.Value, dtype);
        return e.Kind switch
        {
            ExprKind.Add => a.Add(b),
            ExprKind.Sub => a.Subtract(b),
            ExprKind.Mul => a.Multiply(b),
            ExprKind.Div => a.Divide(b),
            ExprKind.Max => a.Maximum(b),
            ExprKind.Min => a.Minimum(b),
            ExprKind.Pow => new ElementwisePowOp().Apply(a, b),
            _ => throw new InvalidArgumentException($"The function {e.Kind} in a formula has no operator of its own in Paddle's files."),
        };
    }

    private static ScaleOp? ScaleOf(Expr e) => e.Kind switch
    {
        ExprKind.Mul => new ScaleOp(e.B!.Value),
        ExprKind.Div => new ScaleOp(1 / e.B!.Value),
        ExprKind.Add => new ScaleOp(1, e.B!.Value),
        ExprKind.Sub => new ScaleOp(1, -e.B!.Value),
        _ => null,
    };
}
