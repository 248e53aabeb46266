namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Checks of what random transforms draw from.</summary>
internal static class Ranges
{
    public static double Probability(double value, string name) => value is >= 0 and <= 1 ? value
        : throw new InvalidArgumentException($"{name}: prob is {value}.", "It must be from 0 to 1.");

    /// <summary>One number means that far around the centre; two are the range itself. Null where nothing can change.</summary>
    public static (double Low, double High)? Around(Numbers value, string name, double centre, double lowest, double highest)
    {
        if (value.Count is not (1 or 2) || (value.Count == 1 && !(value[0] >= 0)))
            throw new InvalidArgumentException($"{name} is {value}.", "It must be one number of at least 0, or a range of two.");
        (double low, double high) = value.Count == 2 ? (value[0], value[1]) : (Math.Max(centre - value[0], lowest), centre + value[0]);
        if (!(low >= lowest && high <= highest && low <= high))
            throw new InvalidArgumentException($"{name} is {value}, the range from {low} to {high}.", $"It must lie in {lowest} to {highest}.");
        return low == centre && high == centre ? null : (low, high);
    }

    public static (double Low, double High) Ordered(Numbers value, string name)
        => value.Count == 2 && value[0] > 0 && value[0] <= value[1] && double.IsFinite(value[1]) ? (value[0], value[1])
            : throw new InvalidArgumentException($"{name} is {value}.", "It must be a range of two numbers above 0.");
}
