using System.Globalization;

namespace Trireme.Optimizers.LR;

/// <summary>Numbers as Python prints them, so that logs of both agree.</summary>
internal static class PythonNumber
{
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
