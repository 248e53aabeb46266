namespace Trireme.Cpu.Elementwise;

/// <summary>The modified Bessel functions of the first kind of orders 0 and 1 in double precision.</summary>
/// <remarks>The power series (NIST DLMF 10.25.2) below 30, the asymptotic series (10.40.1) above.</remarks>
internal static class BesselFunctions
{
    public static double I0(double x)
    {
        double a = Math.Abs(x);
        return a < 30 ? Series(0, a) : Asymptotic(0, a) * Math.Exp(a);
    }

    public static double I0e(double x)
    {
        double a = Math.Abs(x);
        return a < 30 ? Series(0, a) * Math.Exp(-a) : Asymptotic(0, a);
    }

    public static double I1(double x)
    {
        double a = Math.Abs(x);
        return Math.CopySign(a < 30 ? Series(1, a) : Asymptotic(1, a) * Math.Exp(a), x);
    }

    public static double I1e(double x)
    {
        double a = Math.Abs(x);
        return Math.CopySign(a < 30 ? Series(1, a) * Math.Exp(-a) : Asymptotic(1, a), x);
    }

    private static double Series(int order, double x)
    {
        double quarter = x * x / 4, term = order == 0 ? 1 : x / 2, sum = term;
        for (int k = 1; k < 200; k++)
        {
            term *= quarter / (k * (double)(k + order));
            sum += term;
            if (term <= sum * 1e-17)
                break;
        }
        return sum;
    }

    // exp(−x) I(x) ≈ 1/√(2πx) · Σ (−1)ᵏ aₖ / xᵏ.
    private static double Asymptotic(int order, double x)
    {
        if (double.IsInfinity(x))
            return 0;
        double mu = 4.0 * order * order, term = 1, sum = 1;
        for (int k = 1; k < 30; k++)
        {
            double odd = (2 * k) - 1;
            double next = -term * (mu - (odd * odd)) / (8 * k * x);
            if (Math.Abs(next) >= Math.Abs(term))
                break;
            term = next;
            sum += term;
            if (Math.Abs(term) < 1e-17)
                break;
        }
        return sum / Math.Sqrt(2 * Math.PI * x);
    }
}
