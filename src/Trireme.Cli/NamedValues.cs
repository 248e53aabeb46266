using System.Globalization;

namespace Trireme.Cli;

/// <summary>What <c>name=value</c> options say.</summary>
internal static class NamedValues
{
    /// <summary>Splits <c>name=value</c>.</summary>
    /// <exception cref="ToolException">There is no equals sign, or a name comes twice.</exception>
    public static OrderedDictionary<string, string> Split(string option, IEnumerable<string> given)
    {
        OrderedDictionary<string, string> values = [];
        foreach (string text in given)
        {
            int at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == text.Length - 1)
                throw new ToolException($"{option} '{text}': write NAME=VALUE.");
            if (!values.TryAdd(text[..at], text[(at + 1)..]))
                throw new ToolException($"{option}: '{text[..at]}' is given twice.");
        }
        return values;
    }

    /// <summary>Reads <c>1,3,224,224</c>.</summary>
    /// <exception cref="ToolException">A dimension is no number of at least 1.</exception>
    public static Shape Shape(string option, string text)
        => text.Split([',', 'x'], StringSplitOptions.TrimEntries).Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size : throw new ToolException($"{option} '{text}': '{part}' is no size of at least 1; write 1,3,224,224.")).ToArray();

    /// <summary>Reads <c>0.5,0.25</c> or <c>1/255</c>.</summary>
    /// <exception cref="ToolException">A part is no number.</exception>
    public static double[] Numbers(string option, string text) => text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
    {
        double[] sides = part.Split('/').Select(side => double.TryParse(side, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : throw new ToolException($"{option} '{text}': '{part}' is no number.")).ToArray();
        return sides.Length switch
        {
            1 => sides[0],
            2 when sides[1] != 0 => sides[0] / sides[1],
            _ => throw new ToolException($"{option} '{text}': '{part}' is no number."),
        };
    }).ToArray();
}
