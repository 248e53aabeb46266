using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>The functions of formulas over bools as the bytes 0 and 1: sums saturate and the complement stays a bool.</summary>
internal sealed unsafe class BoolArithmetic : Arithmetic<byte>
{
    public static readonly BoolArithmetic Instance = new();

    protected override void Unary(ExprKind kind, ReadOnlySpan<byte> x, Span<byte> y)
    {
        switch (kind)
        {
            case ExprKind.BitNot:
                base.Unary(ExprKind.Not, x, y);
                break;
            default:
                IntegerArithmetic<byte>.Instance.RunUnary(kind, x, y);
                break;
        }
    }

    protected override void Binary(ExprKind kind, Operand<byte> a, Operand<byte> b, Span<byte> y)
    {
        switch (kind)
        {
            case ExprKind.Add:
                base.Binary(ExprKind.Or, a, b, y);
                break;
            case ExprKind.Sub:
                base.Binary(ExprKind.Xor, a, b, y);
                break;
            default:
                IntegerArithmetic<byte>.Instance.RunBinary(kind, a, b, y);
                break;
        }
    }
}
