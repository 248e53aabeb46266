using System.Collections.Concurrent;

namespace Trireme.Operators;

/// <summary>
/// An operator that is a formula over single elements. The formula alone gives the kernel, its fusion with neighbours, and the gradient.
/// </summary>
public abstract record ElementwiseOp : Op
{
    private const int CachedFormulas = 4096;
    private static readonly ConcurrentDictionary<Op, FormulaCache> Formulas = new();
    private FormulaCache? _cache;

    /// <summary>An element-wise operator.</summary>
    protected ElementwiseOp()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected ElementwiseOp(ElementwiseOp original)
        : base(original)
    {
    }

    /// <summary>The formula over the inputs, one variable a slot.</summary>
    public Expr Formula => Cache.Formula;

    /// <summary>What was derived from the formula, shared by equal operators.</summary>
    internal FormulaCache Cache => _cache ??= FindCache();

    /// <summary>Broadcasts the inputs' shapes and checks that their element types agree.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public override void Infer(InferContext c) => InferBroadcast(c);

    /// <summary>dX = dOut · ∂formula/∂x, as one element-wise operator.</summary>
    /// <param name="g">Saved values by slot, gradients in <c>g.D</c>.</param>
    public override void Grad(GradContext g)
    {
        if (Cache.SlopeOf(this) is { } slope)
        {
            g.D[Info.Inputs[0].Name] = ApplySlope(g, slope);
            return;
        }
        for (int i = 0; i < Info.Inputs.Count; i++)
        {
            string slot = Info.Inputs[i].Name;
            for (int j = 0; j < g.Count(slot); j++)
            {
                if (g.Needs(slot, j))
                    g.D[slot, j] = GradOf(g, Info.Inputs[i].IsList ? j : i);
            }
        }
    }

    /// <inheritdoc/>
    public virtual bool Equals(ElementwiseOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <summary>The formula of an operator with one input.</summary>
    /// <param name="x">The first slot.</param>
    protected virtual Expr Body(Expr x) => throw Undefined(1);

    /// <summary>The formula of an operator with two inputs.</summary>
    /// <param name="x">The first slot.</param>
    /// <param name="y">The second slot.</param>
    protected virtual Expr Body(Expr x, Expr y) => throw Undefined(2);

    /// <summary>The formula of an operator with three inputs.</summary>
    /// <param name="x">The first slot.</param>
    /// <param name="y">The second slot.</param>
    /// <param name="z">The third slot.</param>
    protected virtual Expr Body(Expr x, Expr y, Expr z) => throw Undefined(3);

    /// <summary>The element type of the result, from that of the inputs; the same unless overridden. Comparisons give bool.</summary>
    /// <param name="inputs">The inputs' element type.</param>
    protected virtual DType ResultType(DType inputs) => inputs;

    /// <summary>The derivative of a formula with one input, where one written by hand is better than what follows from the formula.</summary>
    /// <param name="x">The first slot; it must be saved if it is used.</param>
    /// <param name="y">The output; it must be saved if it is used.</param>
    /// <returns>The derivative, or null for that of the formula.</returns>
    protected virtual Expr? Slope(Expr x, Expr y) => null;

    /// <summary>The gradient of the input of an operator of several steps that ends in this one, whose derivative follows from its output.</summary>
    internal Tensor GradFromOutput(Tensor output, Tensor outputGrad)
    {
        FormulaCache.Derivative slope = Cache.SlopeOf(this)!;
        return slope.Op.ApplyAll(Array.ConvertAll(slope.InputsRead, i => i == 1 ? output : outputGrad))[0];
    }

    internal Expr? BuildSlope() => Slope(Expr.Input(0), Expr.Input(1));

    internal virtual Expr BuildFormula() => Info.Inputs.Count switch
    {
        1 => Body(Expr.Input(0)),
        2 => Body(Expr.Input(0), Expr.Input(1)),
        _ => Body(Expr.Input(0), Expr.Input(1), Expr.Input(2)),
    };

    private protected void InferBroadcast(InferContext c)
    {
        TensorMeta result = c.InputCount > 0 ? c.InputAt(0) : default;
        for (int i = 1; i < c.InputCount; i++)
            result = Join(c, result, c.InputAt(i));
        c.SetFirstOutput(new TensorMeta(result.Shape, ResultType(result.DType)));
    }

    private static TensorMeta Join(InferContext c, TensorMeta a, TensorMeta b)
    {
        if (a == b)
            return a;
        c.Require(a.DType == b.DType, "the element types differ.", "Cast one of them.");
        Shape? shape = Shape.Broadcast(a.Shape, b.Shape);
        c.Require(shape is not null, "the shapes do not broadcast.", "Dimensions are aligned at the end and must be equal, or one of them 1.");
        return a with { Shape = shape.Value };
    }

    private Tensor GradOf(GradContext g, int input)
    {
        Tensor dy = g.D[Info.Outputs[0].Name];
        bool isList = Info.Inputs[0].IsList;
        int count = isList ? g.Count(Info.Inputs[0].Name) : Info.Inputs.Count;
        FormulaCache.Derivative derivative = Cache.DerivativeOf(input, count);
        if (derivative.IsIdentity)
            return dy;
        int[] read = derivative.InputsRead;
        if (read.Length == 0)
            return OperatorServices.Current.Full(dy.Shape, 0, dy.DType);
        var tensors = new Tensor[read.Length];
        for (int i = 0; i < read.Length; i++)
            tensors[i] = read[i] == count ? dy : isList ? g[Info.Inputs[0].Name, read[i]] : g[Info.Inputs[read[i]].Name];
        return derivative.Op.ApplyAll(tensors)[0];
    }

    private Tensor ApplySlope(GradContext g, FormulaCache.Derivative slope)
    {
        Tensor dy = g.D[Info.Outputs[0].Name];
        var tensors = new Tensor[slope.InputsRead.Length];
        if (tensors.Length == 0)
            return OperatorServices.Current.Full(dy.Shape, 0, dy.DType);
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = slope.InputsRead[i] switch { 0 => g[Info.Inputs[0].Name], 1 => g[Info.Outputs[0].Name], _ => dy };
        return slope.Op.ApplyAll(tensors)[0];
    }

    // A formula with an attribute that changes every step would fill the table without end.
    private FormulaCache FindCache()
    {
        if (Formulas.TryGetValue(this, out FormulaCache? found))
            return found;
        if (Formulas.Count > CachedFormulas)
            Formulas.Clear();
        return Formulas.GetOrAdd(this, static op => new FormulaCache(((ElementwiseOp)op).BuildFormula()));
    }

    private InvalidArgumentException Undefined(int inputs)
        => new($"{Info.Type}: the record has no formula over {inputs} inputs.", null, "Override the Body that fits its slots.");
}
