using System.Collections.Concurrent;

namespace Trireme.Operators;

/// <summary>A formula with what was derived from it: the kernel's program and the operators of its gradients. Made once, used on every run.</summary>
internal sealed class FormulaCache(Expr formula)
{
    private readonly ConcurrentDictionary<(int Input, int Count), Derivative> _derivatives = new();

    public Expr Formula { get; } = formula;

    /// <summary>What the backend's kernel made of the formula.</summary>
    public object? Program { get; set; }

    /// <summary>dLoss/dinput as an operator over the inputs it reads and, as input <paramref name="count"/>, the gradient that arrives.</summary>
    public Derivative DerivativeOf(int input, int count)
        => _derivatives.TryGetValue((input, count), out Derivative? found)
            ? found
            : _derivatives.GetOrAdd((input, count), static (key, formula) => Derivative.Of(formula, key.Input, key.Count), Formula);

    /// <summary>The operator of a gradient, and which inputs it reads in which order.</summary>
    internal sealed record Derivative(ExprOp Op, int[] InputsRead, bool IsIdentity)
    {
        public static Derivative Of(Expr formula, int input, int count)
        {
            Expr product = Expr.Input(count) * formula.Derivative(input);
            int[] read = product.InputsRead().ToArray();
            var variables = new Expr[count + 1];
            for (int i = 0; i < read.Length; i++)
                variables[read[i]] = Expr.Input(i);
            return new Derivative(new ExprOp(product.Substitute(variables)), read, product.Kind == ExprKind.Input);
        }
    }
}
