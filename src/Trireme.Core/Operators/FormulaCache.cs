using System.Collections.Concurrent;

namespace Trireme.Operators;

/// <summary>A formula with what was derived from it: the kernel's program and the operators of its gradients. Made once, used on every run.</summary>
internal sealed class FormulaCache(Expr formula)
{
    private readonly ConcurrentDictionary<(int Input, int Count), Derivative> _derivatives = new();

    private Derivative? _slope;
    private volatile bool _slopeIsKnown;

    public Expr Formula { get; } = formula;

    /// <summary>What the backend's kernel made of the formula.</summary>
    public object? Program { get; set; }

    /// <summary>The derivative written by hand as an operator over input 0, the output and the gradient that arrives; null where there is none.</summary>
    public Derivative? SlopeOf(ElementwiseOp op)
    {
        if (_slopeIsKnown)
            return _slope;
        _slope = op.BuildSlope() is { } slope ? Derivative.Of(Expr.Input(2) * slope, 2) : null;
        _slopeIsKnown = true;
        return _slope;
    }

    /// <summary>dLoss/dinput as an operator over the inputs it reads and, as input <paramref name="count"/>, the gradient that arrives.</summary>
    public Derivative DerivativeOf(int input, int count)
        => _derivatives.TryGetValue((input, count), out Derivative? found)
            ? found
            : _derivatives.GetOrAdd((input, count), static (key, f) => Derivative.Of(Expr.Input(key.Count) * f.Derivative(key.Input), key.Count), Formula);

    /// <summary>The operator of a gradient, and which inputs it reads in which order.</summary>
    internal sealed record Derivative(ExprOp Op, int[] InputsRead, bool IsIdentity)
    {
        public static Derivative Of(Expr product, int count)
        {
            int[] read = product.InputsRead().ToArray();
            var variables = new Expr[count + 1];
            for (int i = 0; i < read.Length; i++)
                variables[read[i]] = Expr.Input(i);
            return new Derivative(new ExprOp(product.Substitute(variables)), read, product.Kind == ExprKind.Input);
        }
    }
}
