using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>The functions of formulas over runs of one element type. Those that every number type has are here.</summary>
internal abstract unsafe class Arithmetic<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>target[i] = kind(a[i], b[i], c[i]).</summary>
    public void Run(ExprKind kind, Operand<T> a, Operand<T> b, Operand<T> c, T* target, int count)
    {
        var y = new Span<T>(target, count);
        if (b.Start == null)
            Unary(kind, a.Span(count), y);
        else if (c.Start == null)
            Binary(kind, a, b, y);
        else
            Selection.Select(a, b, c, y);
    }

    protected virtual void Unary(ExprKind kind, ReadOnlySpan<T> x, Span<T> y)
    {
        switch (kind)
        {
            case ExprKind.Neg:
                TensorPrimitives.Negate(x, y);
                break;
            case ExprKind.Abs:
                TensorPrimitives.Abs(x, y);
                break;
            case ExprKind.Square:
                TensorPrimitives.Multiply(x, x, y);
                break;
            case ExprKind.Sign:
                VectorFunctions.Sign(x, y);
                break;
            case ExprKind.Not:
                for (int i = 0; i < y.Length; i++)
                    y[i] = x[i] == T.Zero ? T.One : T.Zero;
                break;
            default:
                throw NoSuchFunction(kind);
        }
    }

    protected virtual void Binary(ExprKind kind, Operand<T> a, Operand<T> b, Span<T> y)
    {
        int n = y.Length;
        switch (kind)
        {
            case ExprKind.Add when b.IsScalar:
                TensorPrimitives.Add(a.Span(n), *b.Start, y);
                break;
            case ExprKind.Add when a.IsScalar:
                TensorPrimitives.Add(b.Span(n), *a.Start, y);
                break;
            case ExprKind.Add:
                TensorPrimitives.Add(a.Span(n), b.Span(n), y);
                break;
            case ExprKind.Sub when b.IsScalar:
                TensorPrimitives.Subtract(a.Span(n), *b.Start, y);
                break;
            case ExprKind.Sub when a.IsScalar:
                TensorPrimitives.Subtract(*a.Start, b.Span(n), y);
                break;
            case ExprKind.Sub:
                TensorPrimitives.Subtract(a.Span(n), b.Span(n), y);
                break;
            case ExprKind.Mul when b.IsScalar:
                TensorPrimitives.Multiply(a.Span(n), *b.Start, y);
                break;
            case ExprKind.Mul when a.IsScalar:
                TensorPrimitives.Multiply(b.Span(n), *a.Start, y);
                break;
            case ExprKind.Mul:
                TensorPrimitives.Multiply(a.Span(n), b.Span(n), y);
                break;
            case ExprKind.Div when b.IsScalar:
                TensorPrimitives.Divide(a.Span(n), *b.Start, y);
                break;
            case ExprKind.Div when a.IsScalar:
                TensorPrimitives.Divide(*a.Start, b.Span(n), y);
                break;
            case ExprKind.Div:
                TensorPrimitives.Divide(a.Span(n), b.Span(n), y);
                break;
            case ExprKind.Max when b.IsScalar:
                TensorPrimitives.Max(a.Span(n), *b.Start, y);
                break;
            case ExprKind.Max when a.IsScalar:
                TensorPrimitives.Max(b.Span(n), *a.Start, y);
                break;
            case ExprKind.Max:
                TensorPrimitives.Max(a.Span(n), b.Span(n), y);
                break;
            case ExprKind.Min when b.IsScalar:
                TensorPrimitives.Min(a.Span(n), *b.Start, y);
                break;
            case ExprKind.Min when a.IsScalar:
                TensorPrimitives.Min(b.Span(n), *a.Start, y);
                break;
            case ExprKind.Min:
                TensorPrimitives.Min(a.Span(n), b.Span(n), y);
                break;
            case ExprKind.And or ExprKind.Or or ExprKind.Xor or >= ExprKind.Equal and <= ExprKind.GreaterEqual:
                Selection.Compare(kind, a, b, y);
                break;
            default:
                throw NoSuchFunction(kind);
        }
    }

    protected static PreconditionNotMetException NoSuchFunction(ExprKind kind)
        => new($"The function {kind} has no meaning for {typeof(T).Name}.", null, "Cast the inputs to a floating point type first.");
}
