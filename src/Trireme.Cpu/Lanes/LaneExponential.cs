using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The exponential: exp(x) = 2ⁿ · exp(r) with r = x − n · ln 2, and for |r| ≤ ln 2 / 2 exp(r) = 1 + r + r² · P(r). The library's own computes floats
/// in double precision, at three times the cost. One form for numbers not above 0, which is what a softmax needs, and one for all.
/// </summary>
internal static class LaneExponential
{
    // Below, the result is less than the smallest normal number, and 0 is returned.
    private const float Smallest = -87.33f;

    // Beyond these, any float's result is 0 or infinite.
    private const float Vanishing = -104f, Overflowing = 89f;

    // Below, exp(x) − 1 is −1 for floats.
    private const float LeastOfMinusOne = -20f;

    // ln 2 in two parts, the first with so few digits that its product with n is exact.
    private const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f;

    /// <summary>Within 1e-7 of the result for x ≤ 0; −∞ gives 0, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfNegative<L>(L x) where L : struct, ILanes<L>
    {
        // NaN passes through the maximum, for it is the second operand.
        L inside = L.MaxNative(L.All(Smallest), x), n = L.Round(inside * L.All(1.44269504f));
        return L.Select(L.Less(x, L.All(Smallest)), L.Zero, OfRest(inside, n) * L.PowerOfTwo(n));
    }

    /// <summary>Within 1e-7 of the result for every x, 2⁻¹⁵⁰ where the result is not normal; −∞ gives 0, +∞ itself, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of<L>(L x) where L : struct, ILanes<L>
    {
        // In two steps: 2ⁿ itself is beyond floats at both ends.
        L n = L.Round(x * L.All(1.44269504f)), half = L.Floor(n * L.All(0.5f));
        L y = OfRest(x, n) * L.PowerOfTwo(half) * L.PowerOfTwo(n - half);
        y = L.Select(L.Less(x, L.All(Vanishing)), L.Zero, y);
        return L.Select(L.Less(L.All(Overflowing), x), L.All(float.PositiveInfinity), y);
    }

    /// <summary>exp(x) − 1, within 3e-7 of the result also where that is small; −∞ gives −1, +∞ itself, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L MinusOne<L>(L x) where L : struct, ILanes<L>
    {
        L one = L.All(1f), y = L.MaxNative(L.All(LeastOfMinusOne), x), n = L.Round(y * L.All(1.44269504f)), half = L.Floor(n * L.All(0.5f));
        L power = L.PowerOfTwo(half), rest = OfRestMinusOne(y, n), other = L.PowerOfTwo(n - half), whole = power * other;
        // 2ⁿ is beyond floats before the result is; there 1 is nothing.
        y = L.Select(L.Less(L.All(100f), n), L.MulAdd(rest, power, power) * other, L.MulAdd(rest, whole, whole - one));
        return L.Select(L.Less(L.All(Overflowing), x), L.All(float.PositiveInfinity), y);
    }

    // exp(x − n · ln 2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L OfRest<L>(L x, L n) where L : struct, ILanes<L> => OfRestMinusOne(x, n) + L.All(1f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L OfRestMinusOne<L>(L x, L n) where L : struct, ILanes<L>
    {
        L r = L.MulAdd(n, L.All(-LogTwoLow), L.MulAdd(n, L.All(-LogTwoHigh), x));
        // Fitted to a relative error of 3e-9 over |r| ≤ ln 2 / 2.
        L p = L.MulAdd(L.All(0.00138145406f), r, L.All(0.00836874545f));
        p = L.MulAdd(p, r, L.All(0.0416683890f));
        p = L.MulAdd(p, r, L.All(0.166665211f));
        p = L.MulAdd(p, r, L.All(0.499999940f));
        return L.MulAdd(p, r * r, r);
    }
}
