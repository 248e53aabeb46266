using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>The rotation that turns (a, b) into (r, 0).</summary>
internal static class PlaneRotation
{
    // Below this the sum of squares has lost digits; numbers above 1e150 do not come here, for matrices are scaled before.
    private const double TooSmall = 1e-270, TooLarge = 1e300;

    /// <summary>The length of (a, b), whatever their sizes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Length(double a, double b)
    {
        double squares = double.MultiplyAddEstimate(a, a, b * b);
        return squares is > TooSmall and < TooLarge ? Math.Sqrt(squares) : double.Hypot(a, b);
    }

    /// <summary>The cosine and the sine: r = c · a + s · b, 0 = c · b - s · a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double a, double b, out double cosine, out double sine)
    {
        double squares = double.MultiplyAddEstimate(a, a, b * b);
        if (squares < TooSmall)
            return OfSmall(a, b, out cosine, out sine);
        double r = Math.Sqrt(squares);
        cosine = a / r;
        sine = b / r;
        return r;
    }

    private static double OfSmall(double a, double b, out double cosine, out double sine)
    {
        double r = double.Hypot(a, b);
        (cosine, sine) = r == 0 ? (1, 0) : (a / r, b / r);
        return r;
    }
}
