using System.Collections;
using Trireme.Static;

namespace Trireme.Formats.ProgramDesc;

/// <summary>The value of an operator attribute with its type, which follows from the value's .NET type, one for one; see <see cref="AttrType"/>.</summary>
/// <remarks>
/// Every .NET type that stands for one converts by itself: <c>op.Attributes["axis"] = 1</c> is an <see cref="AttrType.Int"/>. Between releases the type of
/// one attribute varies (an integer may be stored as INT, LONG or BOOLEAN), so readers should use the <c>To…</c> methods, which accept what converts exactly.
/// </remarks>
public sealed class AttributeValue : IEquatable<AttributeValue>
{
    private AttributeValue(AttrType type, object value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>The type the file states.</summary>
    public AttrType Type { get; }

    /// <summary>The value, of the .NET type that <see cref="AttrType"/> names; arrays are to be read only.</summary>
    public object Value { get; }

    /// <summary>Wraps a value of any of the .NET types that <see cref="AttrType"/> names.</summary>
    /// <param name="value">The value; arrays are kept, not copied.</param>
    /// <exception cref="InvalidArgumentException">The value is of another type.</exception>
    public static AttributeValue Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        AttrType type = value switch
        {
            int => AttrType.Int,
            float => AttrType.Float,
            string => AttrType.String,
            int[] => AttrType.Ints,
            float[] => AttrType.Floats,
            string[] => AttrType.Strings,
            bool => AttrType.Boolean,
            bool[] => AttrType.Booleans,
            BlockReference => AttrType.Block,
            long => AttrType.Long,
            BlockReference[] => AttrType.Blocks,
            long[] => AttrType.Longs,
            double[] => AttrType.Float64s,
            VariableReference => AttrType.Var,
            VariableReference[] => AttrType.Vars,
            double => AttrType.Float64,
            ScalarValue => AttrType.Scalar,
            ScalarValue[] => AttrType.Scalars,
            _ => throw new InvalidArgumentException(
                $"AttributeValue: no attribute type stands for {value.GetType().Name}.", $"Value {value}.",
                "Pass a number, bool, string, an array of these, or one of the reference structs."),
        };
        return new AttributeValue(type, value);
    }

    /// <summary>A truth value; a number is true unless it is 0.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no number.</exception>
    public bool ToBoolean() => ToDouble() != 0;

    /// <summary>A whole number, from INT, LONG, BOOLEAN, or a floating number or scalar without a fraction.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no whole number.</exception>
    public long ToInt64() => Value switch
    {
        int i => i,
        long l => l,
        bool b => b ? 1 : 0,
        ScalarValue s when s.Value is bool or long or double => Of(s.Value).ToInt64(),
        float f when Whole(f) => (long)f,
        double d when Whole(d) => (long)d,
        _ => throw Unfit("a whole number"),
    };

    /// <summary>A number, from any type that holds a single one.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no number.</exception>
    public double ToDouble() => Value switch
    {
        float f => f,
        double d => d,
        int i => i,
        long l => l,
        bool b => b ? 1 : 0,
        ScalarValue s when s.Value is bool or long or double => Of(s.Value).ToDouble(),
        _ => throw Unfit("a number"),
    };

    /// <summary>Whole numbers, from INTS, LONGS or BOOLEANS, or from any empty list.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no list of whole numbers.</exception>
    public long[] ToInt64s() => Value switch
    {
        int[] ints => Array.ConvertAll(ints, i => (long)i),
        long[] longs => longs,
        bool[] bools => Array.ConvertAll(bools, b => b ? 1L : 0),
        Array { Length: 0 } => [],
        ScalarValue[] scalars => Array.ConvertAll(scalars, s => Of(s).ToInt64()),
        _ => throw Unfit("a list of whole numbers"),
    };

    /// <summary>Numbers, from a list of any number type, or from any empty list.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no list of numbers.</exception>
    public double[] ToDoubles() => Value switch
    {
        float[] floats => Array.ConvertAll(floats, f => (double)f),
        double[] doubles => doubles,
        ScalarValue[] scalars => Array.ConvertAll(scalars, s => Of(s).ToDouble()),
        int[] or long[] or bool[] => Array.ConvertAll(ToInt64s(), l => (double)l),
        Array { Length: 0 } => [],
        _ => throw Unfit("a list of numbers"),
    };

    /// <summary>The text of a STRING.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no text.</exception>
    public string ToText() => Value as string ?? throw Unfit("a text");

    /// <summary>The texts of a STRINGS, or of any empty list.</summary>
    /// <exception cref="InvalidArgumentException">The attribute is no list of texts.</exception>
    public string[] ToTexts() => Value switch
    {
        string[] texts => texts,
        Array { Length: 0 } => [],
        _ => throw Unfit("a list of texts"),
    };

    /// <summary>Whether type and value are the same; lists compare element by element.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(AttributeValue? other)
        => other is not null && Type == other.Type && StructuralComparisons.StructuralEqualityComparer.Equals(Value, other.Value);

    /// <summary>As <see cref="Equals(AttributeValue)"/>.</summary>
    /// <param name="obj">The other value.</param>
    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    /// <summary>A hash that goes with <see cref="Equals(AttributeValue)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Type, StructuralComparisons.StructuralEqualityComparer.GetHashCode(Value));

    /// <summary>The value as messages show it: <c>[1, 2]</c>, <c>"NCHW"</c>, <c>0.5</c>.</summary>
    public override string ToString() => Value switch
    {
        string text => $"\"{text}\"",
        Array list => $"[{string.Join(", ", list.Cast<object>().Select(v => Of(v).ToString()))}]",
        BlockReference block => $"block {block.Index}",
        VariableReference variable => variable.Name,
        ScalarValue scalar => $"{scalar.Value}",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{Value}",
    };

    /// <summary>An <see cref="AttrType.Boolean"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AttributeValue(bool value) => Of(value);

    /// <summary>An <see cref="AttrType.Int"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AttributeValue(int value) => Of(value);

    /// <summary>An <see cref="AttrType.Long"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AttributeValue(long value) => Of(value);

    /// <summary>An <see cref="AttrType.Float"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AttributeValue(float value) => Of(value);

    /// <summary>An <see cref="AttrType.Float64"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AttributeValue(double value) => Of(value);

    /// <summary>An <see cref="AttrType.String"/>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator AttributeValue(string value) => Of(value);

    /// <summary>An <see cref="AttrType.Ints"/>.</summary>
    /// <param name="value">The values.</param>
    public static implicit operator AttributeValue(int[] value) => Of(value);

    /// <summary>A <see cref="AttrType.Longs"/>.</summary>
    /// <param name="value">The values.</param>
    public static implicit operator AttributeValue(long[] value) => Of(value);

    /// <summary>A <see cref="AttrType.Floats"/>.</summary>
    /// <param name="value">The values.</param>
    public static implicit operator AttributeValue(float[] value) => Of(value);

    /// <summary>A <see cref="AttrType.Float64s"/>.</summary>
    /// <param name="value">The values.</param>
    public static implicit operator AttributeValue(double[] value) => Of(value);

    /// <summary>A <see cref="AttrType.Strings"/>.</summary>
    /// <param name="value">The values.</param>
    public static implicit operator AttributeValue(string[] value) => Of(value);

    /// <summary>A <see cref="AttrType.Booleans"/>.</summary>
    /// <param name="value">The values.</param>
    public static implicit operator AttributeValue(bool[] value) => Of(value);

    /// <summary>A <see cref="AttrType.Block"/>.</summary>
    /// <param name="value">The block.</param>
    public static implicit operator AttributeValue(BlockReference value) => Of(value);

    // Up to 2^53 a double holds every whole number, so the conversion loses nothing.
    private static bool Whole(double value) => Math.Abs(value) <= 1L << 53 && Math.Floor(value) == value;

    private InvalidArgumentException Unfit(string wanted) => new(
        $"The attribute's value is not {wanted}.", $"It is {this}, of type {Type}.", $"Give the attribute {wanted}.");
}
