using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>The functions of formulas over floating point numbers.</summary>
internal sealed unsafe class FloatArithmetic<T> : Arithmetic<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public static readonly FloatArithmetic<T> Instance = new();

    protected override void Unary(ExprKind kind, ReadOnlySpan<T> x, Span<T> y)
    {
        switch (kind)
        {
            case ExprKind.Sqrt:
                TensorPrimitives.Sqrt(x, y);
                break;
            case ExprKind.Rsqrt:
                TensorPrimitives.ReciprocalSqrt(x, y);
                break;
            case ExprKind.Reciprocal:
                TensorPrimitives.Reciprocal(x, y);
                break;
            case ExprKind.Exp:
                TensorPrimitives.Exp(x, y);
                break;
            case ExprKind.Expm1:
                for (int i = 0; i < y.Length; i++)
                    y[i] = ExactNearZero.Expm1(x[i]);
                break;
            case ExprKind.Log:
                TensorPrimitives.Log(x, y);
                break;
            case ExprKind.Log1p:
                for (int i = 0; i < y.Length; i++)
                    y[i] = ExactNearZero.Log1p(x[i]);
                break;
            case ExprKind.Log2:
                TensorPrimitives.Log2(x, y);
                break;
            case ExprKind.Log10:
                TensorPrimitives.Log10(x, y);
                break;
            case ExprKind.Sin:
                TensorPrimitives.Sin(x, y);
                break;
            case ExprKind.Cos:
                TensorPrimitives.Cos(x, y);
                break;
            case ExprKind.Tan:
                TensorPrimitives.Tan(x, y);
                break;
            case ExprKind.Asin:
                TensorPrimitives.Asin(x, y);
                break;
            case ExprKind.Acos:
                TensorPrimitives.Acos(x, y);
                break;
            case ExprKind.Atan:
                TensorPrimitives.Atan(x, y);
                break;
            case ExprKind.Sinh:
                TensorPrimitives.Sinh(x, y);
                break;
            case ExprKind.Cosh:
                TensorPrimitives.Cosh(x, y);
                break;
            case ExprKind.Tanh:
                TensorPrimitives.Tanh(x, y);
                break;
            case ExprKind.Asinh:
                TensorPrimitives.Asinh(x, y);
                break;
            case ExprKind.Acosh:
                TensorPrimitives.Acosh(x, y);
                break;
            case ExprKind.Atanh:
                TensorPrimitives.Atanh(x, y);
                break;
            case ExprKind.Sigmoid:
                TensorPrimitives.Sigmoid(x, y);
                break;
            case ExprKind.Erf:
                for (int i = 0; i < y.Length; i++)
                    y[i] = T.CreateTruncating(ErrorFunction.Erf(double.CreateTruncating(x[i])));
                break;
            case ExprKind.Floor:
                TensorPrimitives.Floor(x, y);
                break;
            case ExprKind.Ceil:
                TensorPrimitives.Ceiling(x, y);
                break;
            case ExprKind.Round:
                TensorPrimitives.Round(x, y);
                break;
            case ExprKind.Trunc:
                TensorPrimitives.Truncate(x, y);
                break;
            case ExprKind.IsNaN:
                for (int i = 0; i < y.Length; i++)
                    y[i] = T.IsNaN(x[i]) ? T.One : T.Zero;
                break;
            case ExprKind.IsInf:
                for (int i = 0; i < y.Length; i++)
                    y[i] = T.IsInfinity(x[i]) ? T.One : T.Zero;
                break;
            case ExprKind.IsFinite:
                for (int i = 0; i < y.Length; i++)
                    y[i] = T.IsFinite(x[i]) ? T.One : T.Zero;
                break;
            default:
                base.Unary(kind, x, y);
                break;
        }
    }

    protected override void Binary(ExprKind kind, Operand<T> a, Operand<T> b, Span<T> y)
    {
        int n = y.Length, sa = a.IsScalar ? 0 : 1, sb = b.IsScalar ? 0 : 1;
        switch (kind)
        {
            case ExprKind.Pow:
                for (int i = 0; i < n; i++)
                    y[i] = T.Pow(a.Start[i * sa], b.Start[i * sb]);
                break;
            case ExprKind.Atan2:
                for (int i = 0; i < n; i++)
                    y[i] = T.Atan2(a.Start[i * sa], b.Start[i * sb]);
                break;
            case ExprKind.FloorDiv:
                for (int i = 0; i < n; i++)
                    y[i] = T.Floor(a.Start[i * sa] / b.Start[i * sb]);
                break;
            case ExprKind.Remainder:
                for (int i = 0; i < n; i++)
                    y[i] = Remainder(a.Start[i * sa], b.Start[i * sb]);
                break;
            default:
                base.Binary(kind, a, b, y);
                break;
        }
    }

    // The truncated remainder is exact; it moves by one divisor where the signs differ.
    private static T Remainder(T x, T y)
    {
        T r = x % y;
        return r != T.Zero && (r < T.Zero) != (y < T.Zero) ? r + y : r;
    }
}
