using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The exponential of numbers not above 0, which is what a softmax needs: exp(x) = 2ⁿ · exp(r) with r = x − n · ln 2, and for |r| ≤ ln 2 / 2
/// exp(r) = 1 + r + r² · P(r). The library's own computes floats in double precision, at three times the cost.
/// </summary>
internal static class LaneExponential
{
    // Below, the result is less than the smallest normal number, and 0 is returned.
    private const float Smallest = -87.33f;

    // ln 2 in two parts, the first with so few digits that its product with n is exact.
    private const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f;

    /// <summary>Within 1e-7 of the result for x ≤ 0; −∞ gives 0, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfNegative<L>(L x) where L : struct, ILanes<L>
    {
        // NaN passes through the maximum, for it is the second operand.
        L inside = L.MaxNative(L.All(Smallest), x), n = L.Round(inside * L.All(1.44269504f));
        L r = L.MulAdd(n, L.All(-LogTwoLow), L.MulAdd(n, L.All(-LogTwoHigh), inside));
        // Fitted to a relative error of 3e-9 over |r| ≤ ln 2 / 2.
        L p = L.MulAdd(L.All(0.00138145406f), r, L.All(0.00836874545f));
        p = L.MulAdd(p, r, L.All(0.0416683890f));
        p = L.MulAdd(p, r, L.All(0.166665211f));
        p = L.MulAdd(p, r, L.All(0.499999940f));
        p = L.MulAdd(p, r * r, r) + L.All(1f);
        return L.Select(L.Less(x, L.All(Smallest)), L.Zero, p * L.PowerOfTwo(n));
    }
}
