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

    /// <summary><c>repr(value)</c>: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on.</summary>
    internal static string Repr(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";

        // "E16" style digits would not be shortest; the round-trip form has the shortest digits but .NET's own thresholds.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = shortest[0] == '-' ? "-" : "";
        string body = shortest[sign.Length..];
        int e = body.IndexOf('E');
        int exponent = e < 0 ? 0 : int.Parse(body.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? body : body[..e];
        int point = mantissa.IndexOf('.');
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        int pointAt = (point < 0 ? mantissa.Length : point) + exponent;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        pointAt -= zeros;

        int scale = pointAt - 1;
        if (scale is < -4 or >= 16)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(scale < 0 ? '-' : '+')}{Math.Abs(scale):00}");
        }
        if (pointAt <= 0)
            return sign + "0." + new string('0', -pointAt) + digits;
        return digits.Length <= pointAt
            ? sign + digits.PadRight(pointAt, '0') + ".0"
            : sign + digits[..pointAt] + "." + digits[pointAt..];
    }
}
