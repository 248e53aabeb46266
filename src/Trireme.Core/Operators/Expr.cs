namespace Trireme.Operators;

/// <summary>A formula over the elements of the inputs: what an element-wise operator is. Immutable; equal formulas are equal.</summary>
/// <remarks>
/// Building a formula simplifies it (constants are folded, 1·x is x, x + 0 is x), so that a derivative is short without a pass of its own.
/// </remarks>
public sealed record Expr
{
    private Expr(ExprKind kind, Expr? a = null, Expr? b = null, Expr? c = null, double value = 0, int index = 0)
    {
        Kind = kind;
        A = a;
        B = b;
        C = c;
        Value = value;
        Index = index;
    }

    /// <summary>What the node computes.</summary>
    public ExprKind Kind { get; }

    /// <summary>The first operand.</summary>
    public Expr? A { get; }

    /// <summary>The second operand.</summary>
    public Expr? B { get; }

    /// <summary>The third operand.</summary>
    public Expr? C { get; }

    /// <summary>The number, where the node is a constant.</summary>
    public double Value { get; }

    /// <summary>Which input, where the node is one.</summary>
    public int Index { get; }

    /// <summary>The element of an input.</summary>
    /// <param name="index">Which input.</param>
    public static Expr Input(int index) => new(ExprKind.Input, index: index);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static Expr Constant(double value) => new(ExprKind.Constant, value: value);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Expr(double value) => Constant(value);

    /// <summary>a + b.</summary>
    public static Expr operator +(Expr a, Expr b)
        => a.Is(0) ? b : b.Is(0) ? a : Fold(ExprKind.Add, a, b, static (x, y) => x + y);

    /// <summary>a − b.</summary>
    public static Expr operator -(Expr a, Expr b)
        => b.Is(0) ? a : a.Is(0) ? -b : Fold(ExprKind.Sub, a, b, static (x, y) => x - y);

    /// <summary>a · b.</summary>
    public static Expr operator *(Expr a, Expr b)
        => a.Is(1) ? b : b.Is(1) ? a : a.Is(0) || b.Is(0) ? 0 : a.Is(-1) ? -b : b.Is(-1) ? -a : Fold(ExprKind.Mul, a, b, static (x, y) => x * y);

    /// <summary>a / b.</summary>
    public static Expr operator /(Expr a, Expr b)
        => b.Is(1) ? a : a.Is(0) ? 0 : Fold(ExprKind.Div, a, b, static (x, y) => x / y);

    /// <summary>−a.</summary>
    public static Expr operator -(Expr a)
        => a.Kind == ExprKind.Constant ? -a.Value : a.Kind == ExprKind.Neg ? a.A! : new Expr(ExprKind.Neg, a);

    /// <summary>1 where a &lt; b, else 0.</summary>
    public static Expr operator <(Expr a, Expr b) => new(ExprKind.Less, a, b);

    /// <summary>1 where a &gt; b, else 0.</summary>
    public static Expr operator >(Expr a, Expr b) => new(ExprKind.Greater, a, b);

    /// <summary>1 where a ≤ b, else 0.</summary>
    public static Expr operator <=(Expr a, Expr b) => new(ExprKind.LessEqual, a, b);

    /// <summary>1 where a ≥ b, else 0.</summary>
    public static Expr operator >=(Expr a, Expr b) => new(ExprKind.GreaterEqual, a, b);

    /// <summary>A function of one operand.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="x">Its operand.</param>
    public static Expr Of(ExprKind kind, Expr x) => new(kind, x);

    /// <summary>A function of two operands.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="x">Its first operand.</param>
    /// <param name="y">Its second operand.</param>
    public static Expr Of(ExprKind kind, Expr x, Expr y) => new(kind, x, y);

    /// <summary>|x|.</summary>
    public static Expr Abs(Expr x) => new(ExprKind.Abs, x);

    /// <summary>−1, 0 or 1 by the sign of x.</summary>
    public static Expr Sign(Expr x) => new(ExprKind.Sign, x);

    /// <summary>x².</summary>
    public static Expr Square(Expr x) => new(ExprKind.Square, x);

    /// <summary>The square root of x.</summary>
    public static Expr Sqrt(Expr x) => new(ExprKind.Sqrt, x);

    /// <summary>e to the power x.</summary>
    public static Expr Exp(Expr x) => new(ExprKind.Exp, x);

    /// <summary>The natural logarithm of x.</summary>
    public static Expr Log(Expr x) => new(ExprKind.Log, x);

    /// <summary>log(1 + x), exact near 0.</summary>
    public static Expr Log1p(Expr x) => new(ExprKind.Log1p, x);

    /// <summary>The hyperbolic tangent of x.</summary>
    public static Expr Tanh(Expr x) => new(ExprKind.Tanh, x);

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static Expr Sigmoid(Expr x) => new(ExprKind.Sigmoid, x);

    /// <summary>The larger of x and y; NaN where one is.</summary>
    public static Expr Max(Expr x, Expr y) => new(ExprKind.Max, x, y);

    /// <summary>The smaller of x and y; NaN where one is.</summary>
    public static Expr Min(Expr x, Expr y) => new(ExprKind.Min, x, y);

    /// <summary>x to the power y.</summary>
    public static Expr Pow(Expr x, Expr y) => new(ExprKind.Pow, x, y);

    /// <summary>x where the condition is not 0, else y.</summary>
    public static Expr Select(Expr condition, Expr x, Expr y) => x == y ? x : new(ExprKind.Select, condition, x, y);

    /// <summary>The formula with its inputs replaced.</summary>
    /// <param name="inputs">What stands for each input.</param>
    public Expr Substitute(ReadOnlySpan<Expr> inputs)
    {
        if (Kind == ExprKind.Input)
            return inputs[Index];
        if (A is null)
            return this;
        Expr a = A.Substitute(inputs);
        Expr? b = B?.Substitute(inputs), c = C?.Substitute(inputs);
        return ReferenceEquals(a, A) && ReferenceEquals(b, B) && ReferenceEquals(c, C) ? this : Rebuild(a, b, c);
    }

    /// <summary>The inputs the formula reads, in ascending order.</summary>
    public SortedSet<int> InputsRead()
    {
        var read = new SortedSet<int>();
        Visit(this);
        return read;

        void Visit(Expr e)
        {
            if (e.Kind == ExprKind.Input)
                read.Add(e.Index);
            if (e.A is not null)
                Visit(e.A);
            if (e.B is not null)
                Visit(e.B);
            if (e.C is not null)
                Visit(e.C);
        }
    }

    /// <summary>The derivative with respect to one input. Where a function has a kink, the value Paddle takes.</summary>
    /// <param name="input">Which input.</param>
    public Expr Derivative(int input) => ExprDerivative.Of(this, input);

    internal bool Is(double value) => Kind == ExprKind.Constant && Value == value;

    private Expr Rebuild(Expr a, Expr? b, Expr? c) => Kind switch
    {
        ExprKind.Add => a + b!,
        ExprKind.Sub => a - b!,
        ExprKind.Mul => a * b!,
        ExprKind.Div => a / b!,
        ExprKind.Neg => -a,
        _ => new Expr(Kind, a, b, c),
    };

    private static Expr Fold(ExprKind kind, Expr a, Expr b, Func<double, double, double> f)
        => a.Kind == ExprKind.Constant && b.Kind == ExprKind.Constant ? f(a.Value, b.Value) : new Expr(kind, a, b);
}
