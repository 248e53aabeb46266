namespace Trireme.Cpu.Elementwise;

/// <summary>The logarithm of the gamma function and its derivatives in double precision.</summary>
/// <remarks>Recurrence up to where Stirling's asymptotic series converges, reflection below 0; NIST DLMF 5.5, 5.11 and 5.15.</remarks>
internal static class GammaFunctions
{
    // Bernoulli numbers B2, B4, ….
    private static readonly double[] Bernoulli =
    [
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798, -174611.0 / 330,
    ];

    public static double LogGamma(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (double.IsInfinity(x) || (x <= 0 && x == Math.Floor(x)))
            return double.PositiveInfinity;
        if (x < 0.5)
        {
            double sine = Math.Abs(Math.Sin(Math.PI * Wrapped(x)));
            return Math.Log(Math.PI / sine) - LogGamma(1 - x);
        }
        // Near the zeros at 1 and 2 the differences of logarithms would cancel: the series around them does not.
        if (Math.Abs(x - 1) < 0.3)
            return NearOne(x - 1);
        if (Math.Abs(x - 2) < 0.3)
            return NearOne(x - 2) + LogOnePlus(x - 2);
        double product = 1;
        while (x < 12)
            product *= x++;
        double xx = 1 / (x * x), term = 1 / x, sum = 0;
        for (int k = 0; k < Bernoulli.Length; k++)
        {
            sum += Bernoulli[k] / ((2 * k + 2) * (2 * k + 1)) * term;
            term *= xx;
        }
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + sum - Math.Log(product);
    }

    public static double Digamma(double x)
    {
        if (double.IsNaN(x) || double.IsNegativeInfinity(x))
            return double.NaN;
        if (x == 0)
            return double.IsNegative(x) ? double.PositiveInfinity : double.NegativeInfinity;
        if (x < 0)
            return x == Math.Floor(x) ? double.NaN : Digamma(1 - x) - (Math.PI / Math.Tan(Math.PI * Wrapped(x)));
        double sum = 0;
        while (x < 12)
            sum -= 1 / x++;
        double xx = 1 / (x * x), term = xx;
        sum += Math.Log(x) - (0.5 / x);
        for (int k = 0; k < Bernoulli.Length; k++)
        {
            sum -= Bernoulli[k] / (2 * k + 2) * term;
            term *= xx;
        }
        return sum;
    }

    /// <summary>The derivative of order <paramref name="n"/> of digamma, x &gt; 0.</summary>
    public static double Polygamma(int n, double x)
    {
        if (n == 0)
            return Digamma(x);
        if (double.IsNaN(x) || n < 0)
            return double.NaN;
        if (x <= 0)
            return x == Math.Floor(x) ? double.PositiveInfinity : Reflected(n, x);
        // ψₙ(x) = (−1)ⁿ⁺¹ n! ζ(n + 1, x), with Hurwitz's zeta function by its sum and Euler and Maclaurin's remainder.
        double sum = 0, factorial = 1;
        for (int i = 2; i <= n; i++)
            factorial *= i;
        double s = n + 1;
        for (; x < 14 + n; x++)
            sum += Math.Pow(x, -s);
        double power = Math.Pow(x, -s);
        sum += (power * x / n) + (power / 2);
        double term = s * power / x, factor = 2;
        for (int k = 0; k < Bernoulli.Length; k++)
        {
            sum += Bernoulli[k] / factor * term;
            double j = s + (2 * k) + 1;
            term *= j * (j + 1) / (x * x);
            factor *= (2 * k + 3) * (2 * k + 4);
        }
        return (n & 1) == 1 ? factorial * sum : -factorial * sum;
    }

    // ψ₁(1 − x) + ψ₁(x) = π²/sin²(πx); higher orders step up to positive x, one term at a time.
    private static double Reflected(int n, double x)
    {
        double factorial = 1, sum = 0;
        for (int i = 2; i <= n; i++)
            factorial *= i;
        for (; x < 0; x++)
            sum += Math.Pow(x, -(n + 1));
        double upper = Polygamma(n, x), step = factorial * sum;
        return (n & 1) == 1 ? upper + step : upper - step;
    }

    // log Γ(1 + z) = −log(1 + z) + z(1 − γ) + Σ (−1)ᵏ (ζ(k) − 1) zᵏ / k.
    private static double NearOne(double z)
    {
        double sum = z * (1 - 0.57721566490153286061), power = -z;
        for (int k = 2; k < 40; k++)
        {
            power *= -z;
            sum += Zeta.MinusOne[k] * power / k;
        }
        return sum - LogOnePlus(z);
    }

    private static double LogOnePlus(double z) => ExactNearZero.Log1p(z);

    // x modulo 2, so that the sine of πx keeps its digits far from 0.
    private static double Wrapped(double x) => x - (2 * Math.Round(x / 2));

    private static class Zeta
    {
        public static readonly double[] MinusOne = Table();

        private static double[] Table()
        {
            var table = new double[40];
            for (int s = 2; s < table.Length; s++)
            {
                // The first terms, then Euler and Maclaurin's remainder.
                double sum = 0;
                for (int n = 2; n < 20; n++)
                    sum += Math.Pow(n, -s);
                double power = Math.Pow(20, -s);
                sum += (power * 20 / (s - 1)) + (power / 2) + (s * power / 20 / 12) - (s * (s + 1.0) * (s + 2) * power / 8000 / 720)
                    + (s * (s + 1.0) * (s + 2) * (s + 3) * (s + 4) * power / 3_200_000 / 30240);
                table[s] = sum;
            }
            return table;
        }
    }
}
