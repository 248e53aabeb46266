using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
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
                VectorFunctions.Expm1(x, y);
                break;
            case ExprKind.Log:
                TensorPrimitives.Log(x, y);
                break;
            case ExprKind.Log1p:
                VectorFunctions.Log1p(x, y);
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
                Special<ErfFunction>(x, y);
                break;
            case ExprKind.Floor:
                TensorPrimitives.Floor(x, y);
                break;
            case ExprKind.Ceil:
                TensorPrimitives.Ceiling(x, y);
                break;
            case ExprKind.Round:
                TensorPrimitives.Round(x, MidpointRounding.AwayFromZero, y);
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
            case ExprKind.Lgamma:
                Special<LgammaFunction>(x, y);
                break;
            case ExprKind.Digamma:
                Special<DigammaFunction>(x, y);
                break;
            case ExprKind.Erfinv:
                Special<ErfinvFunction>(x, y);
                break;
            case ExprKind.BesselI0:
                Special<I0Function>(x, y);
                break;
            case ExprKind.BesselI0e:
                Special<I0eFunction>(x, y);
                break;
            case ExprKind.BesselI1:
                Special<I1Function>(x, y);
                break;
            case ExprKind.BesselI1e:
                Special<I1eFunction>(x, y);
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
            case ExprKind.Pow when typeof(T) == typeof(float):
                VectorFunctions.Pow(new((float*)a.Start, a.IsScalar), new((float*)b.Start, b.IsScalar), MemoryMarshal.Cast<T, float>(y));
                break;
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
            case ExprKind.CopySign:
                for (int i = 0; i < n; i++)
                    y[i] = T.CopySign(a.Start[i * sa], b.Start[i * sb]);
                break;
            case ExprKind.NextAfter:
                for (int i = 0; i < n; i++)
                    y[i] = NextAfter(a.Start[i * sa], b.Start[i * sb]);
                break;
            case ExprKind.Polygamma:
                for (int i = 0; i < n; i++)
                    y[i] = T.CreateTruncating(GammaFunctions.Polygamma(int.CreateTruncating(a.Start[i * sa]), double.CreateTruncating(b.Start[i * sb])));
                break;
            default:
                base.Binary(kind, a, b, y);
                break;
        }
    }

    private static T NextAfter(T x, T toward)
        => x == toward ? toward : T.IsNaN(toward) ? toward : x < toward ? T.BitIncrement(x) : T.BitDecrement(x);

    // In double precision whatever the type: their series lose digits.
    private static void Special<TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where TFunction : struct, IFunction
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = T.CreateTruncating(TFunction.Of(double.CreateTruncating(x[i])));
    }

    // The truncated remainder is exact; it moves by one divisor where the signs differ.
    private static T Remainder(T x, T y)
    {
        T r = x % y;
        return r != T.Zero && (r < T.Zero) != (y < T.Zero) ? r + y : r;
    }

    private interface IFunction
    {
        static abstract double Of(double x);
    }

    private readonly struct ErfFunction : IFunction
    {
        public static double Of(double x) => ErrorFunction.Erf(x);
    }

    private readonly struct ErfinvFunction : IFunction
    {
        public static double Of(double x) => ErrorFunction.Erfinv(x);
    }

    private readonly struct LgammaFunction : IFunction
    {
        public static double Of(double x) => GammaFunctions.LogGamma(x);
    }

    private readonly struct DigammaFunction : IFunction
    {
        public static double Of(double x) => GammaFunctions.Digamma(x);
    }

    private readonly struct I0Function : IFunction
    {
        public static double Of(double x) => BesselFunctions.I0(x);
    }

    private readonly struct I0eFunction : IFunction
    {
        public static double Of(double x) => BesselFunctions.I0e(x);
    }

    private readonly struct I1Function : IFunction
    {
        public static double Of(double x) => BesselFunctions.I1(x);
    }

    private readonly struct I1eFunction : IFunction
    {
        public static double Of(double x) => BesselFunctions.I1e(x);
    }
}
