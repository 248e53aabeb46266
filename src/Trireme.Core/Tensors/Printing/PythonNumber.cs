using System.Globalization;

namespace Trireme;

/// <summary>Numbers as Python's format specifications write them.</summary>
internal static class PythonNumber
{
    /// <summary><c>f'{x:.Nf}'</c>: the exact value rounded to N places, ties to the even digit.</summary>
    public static string Fixed(double x, int places)
    {
        if (!double.IsFinite(x))
            return NotFinite(x);
        // Exactly half way: an odd multiple of 2^-(places + 1).
        double scaled = Math.ScaleB(Math.Abs(x), places + 1);
        bool tie = scaled < 9e15 && scaled == Math.Floor(scaled) && scaled % 2 == 1;
        if (!tie)
            return x.ToString("F" + places, CultureInfo.InvariantCulture);
        string longer = x.ToString("F" + (places + 1), CultureInfo.InvariantCulture), cut = places == 0 ? longer[..^2] : longer[..^1];
        if ((cut[^1] - '0') % 2 == 0)
            return cut;
        return (x > 0 ? Math.BitIncrement(x) : Math.BitDecrement(x)).ToString("F" + places, CultureInfo.InvariantCulture);
    }

    /// <summary><c>f'{x:.Ne}'</c>: 1.50000000e+00.</summary>
    public static string Scientific(double x, int places)
        => double.IsFinite(x) ? x.ToString("0." + new string('0', places) + "e+00", CultureInfo.InvariantCulture) : NotFinite(x);

    private static string NotFinite(double x) => double.IsNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
}
