using System.Globalization;

namespace Trireme;

/// <summary>Names and values of an epoch or a step: <c>loss</c> (a list), the metrics, <c>step</c>, <c>batch_size</c>. Prints as Python prints a dict.</summary>
public sealed class Logs : OrderedDictionary<string, object?>
{
    /// <summary>The number under a name; the first one where it is a list; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public double? Number(string name) => TryGetValue(name, out object? value) ? value switch
    {
        double d => d,
        double[] { Length: > 0 } list => list[0],
        int i => i,
        long l => l,
        _ => null,
    }
    : null;

    /// <summary><c>{'loss': [0.07], 'acc': 0.9714}</c>.</summary>
    public override string ToString() => "{" + string.Join(", ", this.Select(p => $"'{p.Key}': {Text(p.Value)}")) + "}";

    private static string Text(object? value) => value switch
    {
        double[] list => "[" + string.Join(", ", list.Select(v => Text((object)v))) + "]",
        double d => Number(d),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "None",
    };

    // Losses are float32; seven digits are what Python shows of them.
    private static string Number(double value)
    {
        string text = ((float)value).ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return text.Contains('.') || text.Contains('e') || text.Contains('N') || text.Contains('I') ? text : text + ".0";
    }
}
