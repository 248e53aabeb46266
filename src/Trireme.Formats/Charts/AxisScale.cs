using System.Globalization;

namespace Trireme.Formats.Charts;

/// <summary>One axis: the range it shows, from tick to tick or exactly the data's, and the round numbers it marks.</summary>
internal sealed class AxisScale
{
    private const int MostTicks = 200;
    private readonly double _step;

    private AxisScale(double low, double high, double step)
    {
        Low = low;
        High = high;
        _step = step;
        // Ticks are whole multiples of the step, so that no rounding error accumulates.
        double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9);
        Ticks = [.. Enumerable.Range(0, (int)Math.Clamp(last - first + 1, 0, MostTicks)).Select(i => (first + i) * step)];
    }

    public double Low { get; }

    public double High { get; }

    public double[] Ticks { get; }

    /// <summary>An axis with about <paramref name="ticks"/> marks at 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">Smallest finite value shown.</param>
    /// <param name="high">Largest finite value shown.</param>
    /// <param name="ticks">Marks wanted, at least 2.</param>
    /// <param name="toTicks">Widens the range to whole steps.</param>
    /// <param name="integers">Marks only whole numbers.</param>
    public static AxisScale Of(double low, double high, int ticks, bool toTicks, bool integers)
    {
        // A range without extent gets one around its value; so does one too narrow for its magnitude.
        double least = Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9, double.Epsilon * 1e16);
        if (high - low < least)
        {
            double half = low == 0 && high == 0 ? 1 : integers ? 1 : Math.Max(Math.Abs(low) * 0.1, least);
            (low, high) = (low - half, high + half);
        }
        double step = StepOf((high / ticks) - (low / ticks));
        step = integers ? Math.Max(1, step) : step;
        return toTicks
            ? new AxisScale(Finite(Math.Floor((low / step) + 1e-9) * step), Finite(Math.Ceiling((high / step) - 1e-9) * step), step)
            : new AxisScale(low, high, step);
    }

    /// <summary>Where a value lies between <see cref="Low"/> (0) and <see cref="High"/> (1).</summary>
    public double Position(double value) => ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2));

    /// <summary>A tick as text, with as many decimals as the step needs; very large and very small numbers in powers of ten.</summary>
    public string Label(double tick)
    {
        double largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        if (tick == 0)
        {
            return "0";
        }
        if (largest >= 1e6 || largest < 1e-3)
        {
            int digits = Math.Clamp((int)(Math.Floor(Math.Log10(Math.Abs(tick)) + 1e-9) - Math.Floor(Math.Log10(_step) + 1e-9)), 0, 15);
            return tick.ToString(digits == 0 ? "0e+0" : $"0.{new string('#', digits)}e+0", CultureInfo.InvariantCulture);
        }
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(_step) + 1e-9), 0, 15);
        return tick.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    private static double Finite(double value) => Math.Clamp(value, double.MinValue, double.MaxValue);

    private static double StepOf(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough))), rest = rough / power;
        double factor = rest < 1.5 ? 1 : rest < 3.5 ? 2 : rest < 7.5 ? 5 : 10;
        return factor * power;
    }
}
