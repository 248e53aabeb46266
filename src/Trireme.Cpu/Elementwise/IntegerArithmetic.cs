using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>The functions of formulas over integers, and over bools as the bytes 0 and 1.</summary>
internal sealed unsafe class IntegerArithmetic<T> : Arithmetic<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static readonly IntegerArithmetic<T> Instance = new();

    public void RunUnary(ExprKind kind, ReadOnlySpan<T> x, Span<T> y) => Unary(kind, x, y);

    public void RunBinary(ExprKind kind, Operand<T> a, Operand<T> b, Span<T> y) => Binary(kind, a, b, y);

    protected override void Unary(ExprKind kind, ReadOnlySpan<T> x, Span<T> y)
    {
        switch (kind)
        {
            case ExprKind.Floor or ExprKind.Ceil or ExprKind.Round or ExprKind.Trunc:
                x.CopyTo(y);
                break;
            case ExprKind.IsNaN or ExprKind.IsInf:
                y.Clear();
                break;
            case ExprKind.IsFinite:
                y.Fill(T.One);
                break;
            case ExprKind.BitNot:
                for (int i = 0; i < y.Length; i++)
                    y[i] = ~x[i];
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
            case ExprKind.Div:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] / Divisor(b.Start[i * sb]);
                break;
            case ExprKind.FloorDiv:
                for (int i = 0; i < n; i++)
                    y[i] = FloorDiv(a.Start[i * sa], Divisor(b.Start[i * sb]));
                break;
            case ExprKind.Remainder:
                for (int i = 0; i < n; i++)
                    y[i] = Remainder(a.Start[i * sa], Divisor(b.Start[i * sb]));
                break;
            case ExprKind.Pow:
                for (int i = 0; i < n; i++)
                    y[i] = Pow(a.Start[i * sa], b.Start[i * sb]);
                break;
            case ExprKind.Gcd:
                for (int i = 0; i < n; i++)
                    y[i] = Gcd(a.Start[i * sa], b.Start[i * sb]);
                break;
            case ExprKind.BitAnd:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] & b.Start[i * sb];
                break;
            case ExprKind.BitOr:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] | b.Start[i * sb];
                break;
            case ExprKind.BitXor:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] ^ b.Start[i * sb];
                break;
            case ExprKind.ShiftLeft:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] << int.CreateTruncating(b.Start[i * sb]);
                break;
            case ExprKind.ShiftRight:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] >> int.CreateTruncating(b.Start[i * sb]);
                break;
            case ExprKind.ShiftRightLogical:
                for (int i = 0; i < n; i++)
                    y[i] = a.Start[i * sa] >>> int.CreateTruncating(b.Start[i * sb]);
                break;
            default:
                base.Binary(kind, a, b, y);
                break;
        }
    }

    private static T Divisor(T y) => y != T.Zero ? y : throw new InvalidArgumentException("An integer was divided by 0.", null, "Cast to a floating point type, or exclude 0.");

    private static T FloorDiv(T x, T y)
    {
        T q = x / y;
        return q * y != x && (x < T.Zero) != (y < T.Zero) ? q - T.One : q;
    }

    private static T Remainder(T x, T y)
    {
        T r = x % y;
        return r != T.Zero && (r < T.Zero) != (y < T.Zero) ? r + y : r;
    }

    private static T Gcd(T x, T y)
    {
        while (y != T.Zero)
            (x, y) = (y, x % y);
        return T.Abs(x);
    }

    // A negative power of an integer is the integer part of a fraction.
    private static T Pow(T x, T power)
    {
        if (power < T.Zero)
            return x == T.One ? x : x == -T.One ? (T.IsOddInteger(power) ? x : T.One) : T.Zero;
        T result = T.One;
        for (; power != T.Zero; power >>= 1)
        {
            if (T.IsOddInteger(power))
                result *= x;
            x *= x;
        }
        return result;
    }
}
