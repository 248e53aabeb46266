namespace Trireme.Optimizers.LR;

/// <summary>What the schedules demand of their arguments; every check gives the value back, so it fits an initializer.</summary>
internal static class ScheduleArgument
{
    internal static double Rate(double value, string owner, string name)
        => double.IsFinite(value) && value >= 0
            ? value
            : throw Bad(owner, name, value, "a learning rate must be finite and not negative");

    internal static double Finite(double value, string owner, string name)
        => double.IsFinite(value) ? value : throw Bad(owner, name, value, "it must be a finite number");

    internal static double AboveZero(double value, string owner, string name)
        => double.IsFinite(value) && value > 0 ? value : throw Bad(owner, name, value, "it must be finite and above 0");

    internal static int AtLeast(int minimum, int value, string owner, string name)
        => value >= minimum ? value : throw Bad(owner, name, value, $"it must be {minimum} or more");

    internal static string OneOf(string value, string owner, string name, params ReadOnlySpan<string> allowed)
    {
        foreach (string a in allowed)
        {
            if (a == value)
                return value;
        }
        throw new InvalidArgumentException($"{owner}: {name} is '{value}'.", $"It must be one of '{string.Join("', '", allowed!)}'.");
    }

    internal static InvalidArgumentException Bad(string owner, string name, double value, string demand)
        => new($"{owner}: {name} is {PythonNumber.Repr(value)}.", $"{char.ToUpperInvariant(demand[0])}{demand[1..]}.");
}
