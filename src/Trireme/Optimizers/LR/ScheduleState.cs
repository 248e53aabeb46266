using System.Collections;
using System.Globalization;
using System.Numerics;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;

namespace Trireme.Optimizers.LR;

/// <summary>Reads a saved state: a pickle may hold an integer where a float is meant, a NumPy scalar, or an array of one element.</summary>
internal static class ScheduleState
{
    internal static double Number(string owner, string key, object? value)
    {
        double number = AsDouble(value) ?? throw Bad(owner, key, value, "a number");
        return double.IsFinite(number) ? number : throw Bad(owner, key, value, "a finite number");
    }

    internal static int Integer(string owner, string key, object? value)
    {
        double number = AsDouble(value) ?? throw Bad(owner, key, value, "an integer");
        return number == Math.Floor(number) && number is >= -1 and <= int.MaxValue
            ? (int)number
            : throw Bad(owner, key, value, $"an integer in [-1, {int.MaxValue}]");
    }

    /// <summary>A dictionary as a program or a pickle holds it, by names; null where the value is none.</summary>
    internal static IReadOnlyDictionary<string, object?>? Entries(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> entries => entries,
        PickleDict pickled => ByName(pickled),
        IDictionary entries => ByName(entries.Keys.Cast<object?>().Select(key => KeyValuePair.Create(key, entries[key!]))),
        _ => null,
    };

    internal static InvalidArgumentException Bad(string owner, string key, object? value, string wanted)
        => new($"{owner}: the entry '{key}' of the state is {Describe(value)}.", $"It must be {wanted}.", "Pass what StateDict() gave.");

    private static double? AsDouble(object? value) => value switch
    {
        double d => d,
        float f => f,
        Half h => (double)h,
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        BigInteger b => (double)b,
        NumpyScalar scalar => AsDouble(scalar.ToPlain()),
        NumpyArray { Length: 1, Kind: not 'c' } array => array.ConvertTo<double>()[0],
        Array { Length: 1 } a => AsDouble(a.GetValue(new int[a.Rank])),
        _ => null,
    };

    /// <summary>Only names can be keys of a state; anything else stays unknown.</summary>
    private static OrderedDictionary<string, object?> ByName(IEnumerable<KeyValuePair<object?, object?>> entries)
    {
        OrderedDictionary<string, object?> named = [];
        foreach ((object? key, object? value) in entries)
        {
            if (key is string name)
                named[name] = value;
        }
        return named;
    }

    private static string Describe(object? value) => value switch
    {
        null => "None",
        string s => $"the string '{s}'",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => $"of type {value.GetType().Name}",
    };
}
