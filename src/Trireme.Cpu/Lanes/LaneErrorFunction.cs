using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>The error function in single precision: erf(x) = x · P(x²) / Q(x²) on [−4, 4], fitted to a relative error of 2.5e-8; beyond, a float's result is ±1.</summary>
internal static class LaneErrorFunction
{
    private const float End = 4f;

    /// <summary>2/√π ∫₀ˣ exp(−t²) dt; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of<L>(L x) where L : struct, ILanes<L>
    {
        L one = L.All(1f);
        x = Within(x, L.All(End));
        L t = x * x;
        L p = L.MulAdd(L.All(1.98678652e-06f), t, L.All(0.00028456532f));
        L q = L.MulAdd(L.All(3.74201872e-05f), t, L.All(0.00118556512f));
        p = L.MulAdd(p, t, L.All(0.00388331944f));
        q = L.MulAdd(q, t, L.All(0.0152072021f));
        p = L.MulAdd(p, t, L.All(0.0531016703f));
        q = L.MulAdd(q, t, L.All(0.115349766f));
        p = L.MulAdd(p, t, L.All(0.193544498f));
        q = L.MulAdd(q, t, L.All(0.504856901f));
        return Within(x * L.MulAdd(p, t, L.All(1.12837914f)) / L.MulAdd(q, t, one), one);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Within<L>(L x, L limit) where L : struct, ILanes<L>
    {
        x = L.Select(L.Less(limit, x), limit, x);
        return L.Select(L.Less(x, -limit), -limit, x);
    }
}
