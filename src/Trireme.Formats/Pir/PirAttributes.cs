using System.Globalization;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Pir;

/// <summary>Converts values of the JSON form to attributes of the types that the table names.</summary>
internal static class PirAttributes
{
    /// <summary>The attribute, or null when the value does not convert without loss.</summary>
    public static AttributeValue? Convert(object? value, string type) => type switch
    {
        "INT" => Whole(value) is { } l and >= int.MinValue and <= int.MaxValue ? (int)l : null,
        "LONG" => Whole(value) is { } l ? l : null,
        "FLOAT" => Real(value) is { } d ? (float)d : null,
        "BOOLEAN" => Whole(value) is { } l ? l != 0 : null,
        "STRING" => Of(value as string),
        "INTS" => Of(List(value, v => Whole(v) is { } l and >= int.MinValue and <= int.MaxValue ? (int?)l : null)),
        // An end behind the last element means "to the end" however far behind it is.
        "INTS~" => Of(List(value, v => Whole(v) is { } l ? (int?)Math.Clamp(l, int.MinValue, int.MaxValue) : null)),
        "LONGS" => Of(List<long>(value, Whole)),
        "FLOATS" => Of(List(value, v => Real(v) is { } d ? (float?)d : null)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The table names an attribute type that is not known."),
    };

    /// <summary>A fixed value of the table.</summary>
    public static AttributeValue Fixed(string text, string type) => type switch
    {
        "INT" => int.Parse(text, CultureInfo.InvariantCulture),
        "FLOAT" => float.Parse(text, CultureInfo.InvariantCulture),
        "BOOLEAN" => bool.Parse(text),
        _ => text,
    };

    private static AttributeValue? Of(object? value) => value is null ? null : AttributeValue.Of(value);

    private static long? Whole(object? value) => value switch
    {
        int i => i,
        long l => l,
        bool b => b ? 1 : 0,
        double d when Math.Abs(d) < 1L << 53 && Math.Floor(d) == d => (long)d,
        float f => Whole((double)f),
        Array { Length: 1 } list => Whole(list.GetValue(0)),
        _ => null,
    };

    private static double? Real(object? value) => value switch
    {
        float f => f,
        double d => d,
        Array { Length: 1 } list => Real(list.GetValue(0)),
        _ => Whole(value),
    };

    private static T[]? List<T>(object? value, Func<object?, T?> convert) where T : struct
    {
        if (value is not Array list)
            return convert(value) is { } single ? [single] : null;
        var values = new T[list.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (convert(list.GetValue(i)) is not { } item)
                return null;
            values[i] = item;
        }
        return values;
    }
}
