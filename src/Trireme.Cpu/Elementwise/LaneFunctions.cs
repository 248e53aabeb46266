using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>A function of up to three values, lane by lane.</summary>
internal interface ILaneFunction
{
    /// <summary>How many of the values it has: the others are not read.</summary>
    static abstract int Arity { get; }

    static abstract L Of<L>(L a, L b, L c)
        where L : struct, ILanes<L>;
}

/// <summary>What is done with the function that was chosen.</summary>
internal interface ILaneFunctionUse
{
    void Take<F>()
        where F : struct, ILaneFunction;
}

/// <summary>The functions that <see cref="LaneSteps"/> runs. Relations give 1 and 0.</summary>
internal static class LaneFunctions
{
    /// <summary>Whether there is one of this kind.</summary>
    public static bool Has(ExprKind kind)
    {
        var nothing = default(Nothing);
        return Choose(kind, false, ref nothing);
    }

    /// <summary>Whether a relation is the function of another one with its first two values exchanged.</summary>
    public static bool IsExchanged(ExprKind kind) => kind is ExprKind.Greater or ExprKind.GreaterEqual;

    /// <summary>
    /// Takes the function of a kind, where the second value may be known to be one number that is not NaN. A relation is the one that exchanges its operands
    /// (<see cref="IsExchanged"/>).
    /// </summary>
    /// <returns>Whether there is one.</returns>
    public static bool Choose<TUse>(ExprKind kind, bool isNumber, ref TUse use)
        where TUse : struct, ILaneFunctionUse, allows ref struct
    {
        switch (kind)
        {
            case ExprKind.Add: use.Take<Sum>(); break;
            case ExprKind.Sub: use.Take<Difference>(); break;
            case ExprKind.Mul: use.Take<Product>(); break;
            case ExprKind.Div: use.Take<Quotient>(); break;
            case ExprKind.Max when isNumber: use.Take<AtLeast>(); break;
            case ExprKind.Max: use.Take<Larger>(); break;
            case ExprKind.Min when isNumber: use.Take<AtMost>(); break;
            case ExprKind.Min: use.Take<Smaller>(); break;
            case ExprKind.Neg: use.Take<Negative>(); break;
            case ExprKind.Abs: use.Take<Magnitude>(); break;
            case ExprKind.Square: use.Take<Square>(); break;
            case ExprKind.Sign: use.Take<SignOf>(); break;
            case ExprKind.Sqrt: use.Take<SquareRoot>(); break;
            case ExprKind.Rsqrt: use.Take<InverseRoot>(); break;
            case ExprKind.Reciprocal: use.Take<Inverse>(); break;
            case ExprKind.Floor: use.Take<Below>(); break;
            case ExprKind.Ceil: use.Take<Above>(); break;
            case ExprKind.Tanh: use.Take<HyperbolicTangent>(); break;
            case ExprKind.IsNaN: use.Take<IsNoNumber>(); break;
            case ExprKind.IsFinite: use.Take<IsFinite>(); break;
            case ExprKind.Exp: use.Take<Exponential>(); break;
            case ExprKind.Expm1: use.Take<ExponentialMinusOne>(); break;
            case ExprKind.Sigmoid: use.Take<Sigmoid>(); break;
            case ExprKind.Erf: use.Take<ErrorIntegral>(); break;
            case ExprKind.Select: use.Take<Choice>(); break;
            case ExprKind.Equal: use.Take<IsEqual>(); break;
            case ExprKind.NotEqual: use.Take<IsDifferent>(); break;
            case ExprKind.Less or ExprKind.Greater: use.Take<IsLess>(); break;
            case ExprKind.LessEqual or ExprKind.GreaterEqual: use.Take<IsAtMost>(); break;
            default: return false;
        }
        return true;
    }

    private readonly struct Nothing : ILaneFunctionUse
    {
        public void Take<F>()
            where F : struct, ILaneFunction
        {
        }
    }

    public readonly struct Sum : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => a + b;
    }

    public readonly struct Difference : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => a - b;
    }

    public readonly struct Product : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => a * b;
    }

    public readonly struct Quotient : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => a / b;
    }

    public readonly struct Larger : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Max(a, b);
    }

    public readonly struct Smaller : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Min(a, b);
    }

    /// <summary>The larger of a and a number b that is not NaN, in two instructions where any two numbers take several.</summary>
    public readonly struct AtLeast : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Select(L.LessOrEqual(a, b), b, a);
    }

    /// <summary>The smaller of both likewise.</summary>
    public readonly struct AtMost : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Select(L.Less(b, a), b, a);
    }

    public readonly struct IsEqual : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Equal(a, b) & L.All(1f);
    }

    public readonly struct IsDifferent : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Select(L.Equal(a, b), L.Zero, L.All(1f));
    }

    public readonly struct IsLess : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Less(a, b) & L.All(1f);
    }

    public readonly struct IsAtMost : ILaneFunction
    {
        public static int Arity => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.LessOrEqual(a, b) & L.All(1f);
    }

    /// <summary>b where a is not zero, and c where it is.</summary>
    public readonly struct Choice : ILaneFunction
    {
        public static int Arity => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Select(L.Equal(a, L.Zero), c, b);
    }

    public readonly struct Negative : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => -a;
    }

    public readonly struct Magnitude : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Abs(a);
    }

    public readonly struct Square : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => a * a;
    }

    public readonly struct SquareRoot : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Sqrt(a);
    }

    public readonly struct Exponential : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => LaneExponential.Of(a);
    }

    public readonly struct ExponentialMinusOne : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => LaneExponential.MinusOne(a);
    }

    /// <summary>1 / (1 + exp(−a)).</summary>
    public readonly struct Sigmoid : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.All(1f) / (L.All(1f) + LaneExponential.Of(-a));
    }

    public readonly struct ErrorIntegral : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => LaneErrorFunction.Of(a);
    }

    /// <summary>−1 or 1; a itself where it is a zero or NaN.</summary>
    public readonly struct SignOf : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Select(L.Less(L.Zero, a), L.All(1f), L.Select(L.Less(a, L.Zero), L.All(-1f), a));
    }

    public readonly struct InverseRoot : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.All(1f) / L.Sqrt(a);
    }

    public readonly struct Inverse : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.All(1f) / a;
    }

    /// <summary>The next integer down.</summary>
    public readonly struct Below : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Floor(a);
    }

    /// <summary>The next integer up.</summary>
    public readonly struct Above : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => -L.Floor(-a);
    }

    public readonly struct IsNoNumber : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.Select(L.Equal(a, a), L.Zero, L.All(1f));
    }

    public readonly struct IsFinite : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
            => L.LessOrEqual(L.Abs(a), L.All(float.MaxValue)) & L.All(1f);
    }

    /// <summary>tanh |a| = −m / (2 + m) with m = exp(−2|a|) − 1, and the sign of a.</summary>
    public readonly struct HyperbolicTangent : ILaneFunction
    {
        public static int Arity => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b, L c)
            where L : struct, ILanes<L>
        {
            L m = LaneExponential.MinusOne(L.Abs(a) * L.All(-2f));
            return L.Abs(m / (L.All(2f) + m)) | (a & L.All(-0f));
        }
    }
}
