using System.Collections;
using System.Globalization;
using System.Text;

namespace Trireme.Training.Progress;

/// <summary>Numbers and times in the forms of Paddle's progress line.</summary>
internal static class ProgressText
{
    private const double SmallestFixed = 1e-3;
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>One value or every element of a list, each after a blank: <c> 0.1600</c>, <c> 0.5000 0.7500</c>.</summary>
    internal static string Values(object? value)
    {
        if (value is string or not IEnumerable)
            return " " + Value(value);
        var text = new StringBuilder();
        foreach (object? element in (IEnumerable)value)
            text.Append(' ').Append(Value(element));
        return text.ToString();
    }

    /// <summary><c>%.4f</c>, or <c>%.4e</c> where the magnitude is at most 0.001.</summary>
    internal static string Number(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        return Math.Abs(value) > SmallestFixed ? Fixed4(value) : Scientific4(value);
    }

    /// <summary>Seconds per unit with the unit of time that suits: <c>2s</c>, <c>14ms</c>, <c>250us</c>; <c>0s</c> where nothing was measured.</summary>
    internal static string PerUnit(double seconds)
    {
        if (seconds is >= 1 or <= 0)
            return Whole(seconds) + "s";
        return seconds >= 1e-3 ? Whole(seconds * 1e3) + "ms" : Whole(seconds * 1e6) + "us";
    }

    /// <summary>Time left: <c>13s</c>, <c>2:05</c>, <c>1:02:05</c>.</summary>
    internal static string Remaining(double seconds)
    {
        long s = (long)Math.Min(seconds, 1e12);
        return seconds > 3600
            ? string.Create(Plain, $"{s / 3600}:{s / 60 % 60:00}:{s % 60:00}")
            : seconds > 60 ? string.Create(Plain, $"{s / 60}:{s % 60:00}") : string.Create(Plain, $"{s}s");
    }

    private static string Value(object? value) => value switch
    {
        double d => Number(d),
        float f => Number(f),
        Half h => Number((double)h),
        IFormattable f => f.ToString(null, Plain),
        _ => value?.ToString() ?? "None",
    };

    private static string Whole(double value) => Math.Round(value, MidpointRounding.ToEven).ToString("F0", Plain);

    private static string Fixed4(double value)
    {
        // .NET rounds an exact tie away from zero, Python to even: 0.03125 is 0.0313 there and 0.0312 here. A tie is an odd multiple of 1/20000.
        double halves = value * 20000;
        bool tie = Math.Abs(halves) < 1L << 52 && Math.FusedMultiplyAdd(value, 20000, -halves) == 0 && Math.Abs(halves % 2) == 1;
        return tie
            ? ((decimal)Math.Round(halves / 2, MidpointRounding.ToEven) / 10000).ToString("F4", Plain)
            : value.ToString("F4", Plain);
    }

    private static string Scientific4(double value)
    {
        string text = value.ToString("E4", Plain);
        int e = text.IndexOf('E');
        int exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, Plain);
        return string.Create(Plain, $"{text.AsSpan(0, e)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
