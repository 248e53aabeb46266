namespace Trireme.Cpu.Elementwise;

/// <summary>The error function and its complement in double precision.</summary>
internal static class ErrorFunction
{
    private const double TwoOverSqrtPi = 1.1283791670955126;

    /// <summary>2/√π ∫₀ˣ exp(−t²) dt.</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        return a < 2.5 ? Series(x) : x > 0 ? 1 - Tail(a) : x < 0 ? Tail(a) - 1 : x;
    }

    /// <summary>1 − erf(x), with full relative precision for large x.</summary>
    public static double Erfc(double x) => x < 2.5 ? 1 - Erf(x) : Tail(x);

    // erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!: all terms have one sign, so nothing cancels.
    private static double Series(double x)
    {
        double xx = x * x, term = x, sum = x;
        for (int n = 1; n < 120; n++)
        {
            term *= 2 * xx / ((2 * n) + 1);
            sum += term;
            if (Math.Abs(term) <= Math.Abs(sum) * 1e-17)
                break;
        }
        return TwoOverSqrtPi * Math.Exp(-xx) * sum;
    }

    // erfc(x) = exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))), from the inside out.
    private static double Tail(double x)
    {
        if (x > 27)
            return 0;
        double fraction = x;
        for (int k = 60; k >= 1; k--)
            fraction = x + (k * 0.5 / fraction);
        return Math.Exp(-x * x) * (0.5 * TwoOverSqrtPi) / fraction;
    }

    /// <summary>The x with erf(x) = y.</summary>
    public static double Erfinv(double y)
    {
        double a = Math.Abs(y);
        if (!(a < 1))
            return a == 1 ? Math.CopySign(double.PositiveInfinity, y) : double.NaN;
        // Winitzki's approximation, good to two digits, then Halley's method; near 1 on the complement, where erf has no digits left.
        double l = ExactNearZero.Log1p(-a * a), b = (2 / (Math.PI * 0.147)) + (l / 2);
        double x = Math.Sqrt(Math.Sqrt((b * b) - (l / 0.147)) - b);
        for (int i = 0; i < 3; i++)
        {
            double error = a > 0.9 ? (1 - a) - Erfc(x) : Erf(x) - a;
            double slope = TwoOverSqrtPi * Math.Exp(-x * x);
            double step = error / slope;
            x -= step / (1 + (x * step));
        }
        return Math.CopySign(x, y);
    }
}
