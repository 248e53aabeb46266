using System.Numerics;

namespace Trireme.Cpu.Elementwise;

/// <summary>exp(x) − 1 and log(1 + x) without the loss of digits near 0 that the plain expressions have.</summary>
internal static class ExactNearZero
{
    // With u = 1 + x rounded, log(u)·x/(u − 1) corrects the rounding (Kahan).
    public static T Log1p<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T u = T.One + x;
        if (u == T.One)
            return x;
        return T.IsPositiveInfinity(u) || u <= T.Zero ? T.Log(u) : T.Log(u) * (x / (u - T.One));
    }

    // (u − 1)·x/log(u) with u = exp(x) rounded (Kahan).
    public static T Expm1<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T u = T.Exp(x);
        if (u == T.One)
            return x;
        T d = u - T.One;
        if (d == -T.One || T.IsInfinity(u) || T.IsNaN(u))
            return d;
        return d * (x / T.Log(u));
    }
}
