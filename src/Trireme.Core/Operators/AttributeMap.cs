namespace Trireme.Operators;

/// <summary>Attribute values by Paddle's names, as a program description gives them, to build an operator record from.</summary>
/// <param name="operatorType">The operator's type, for messages.</param>
public sealed class AttributeMap(string operatorType)
{
    private readonly Dictionary<string, object> _values = [];

    /// <summary>The names that have a value.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The attributes of an operator, some of them with other values.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="changes">The attributes to change.</param>
    public static AttributeMap Of(Op op, params ReadOnlySpan<(string Name, object Value)> changes)
    {
        var map = new AttributeMap(op.Info.Type);
        foreach (OpAttributeInfo attribute in op.Info.Attributes)
        {
            if (attribute.Read(op) is { } value)
                map.Set(attribute.Name, value);
        }
        foreach ((string name, object value) in changes)
            map.Set(name, value);
        return map;
    }

    /// <summary>Sets an attribute: a bool, int, long, float, double, string or an array of these.</summary>
    /// <param name="name">Paddle's name of the attribute.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, object value) => _values[name] = value;

    /// <summary>The attribute, converted between the widths that different Paddle versions write.</summary>
    /// <typeparam name="T">The type of the record's property.</typeparam>
    /// <param name="name">Paddle's name of the attribute.</param>
    /// <param name="absent">The value where the attribute is not there.</param>
    /// <exception cref="InvalidArgumentException">The value cannot be converted to <typeparamref name="T"/>.</exception>
    public T Get<T>(string name, T absent)
        => _values.TryGetValue(name, out object? value) ? Convert<T>(name, value) : absent;

    /// <summary>The attribute, which must be there.</summary>
    /// <typeparam name="T">The type of the record's property.</typeparam>
    /// <param name="name">Paddle's name of the attribute.</param>
    /// <exception cref="InvalidArgumentException">The attribute is absent or cannot be converted.</exception>
    public T Get<T>(string name)
        => _values.TryGetValue(name, out object? value)
            ? Convert<T>(name, value)
            : throw new InvalidArgumentException($"{operatorType}: the attribute '{name}' is missing.", "It has no default.");

    private T Convert<T>(string name, object value)
    {
        object? converted = value switch
        {
            T => value,
            _ when typeof(T) == typeof(Ints) => (object?)ToInts(value),
            _ when typeof(T) == typeof(Shape) && ToInts(value) is { } dims => (Shape)dims,
            _ when typeof(T) == typeof(DType) && ToInt64(value) is { } number => number < 0 ? default(DType) : DType.FromProtoNumber(checked((int)number)),
            _ when typeof(T) == typeof(bool) && ToInt64(value) is { } b => b != 0,
            _ when typeof(T) == typeof(int) && ToInt64(value) is { } i => checked((int)i),
            _ when typeof(T) == typeof(long) => ToInt64(value),
            _ when typeof(T) == typeof(float) && ToDouble(value) is { } f => (float)f,
            _ when typeof(T) == typeof(double) => ToDouble(value),
            _ => null,
        };
        return converted is T result
            ? result
            : throw new InvalidArgumentException($"{operatorType}: the attribute '{name}' is a {value.GetType().Name}, not a {typeof(T).Name}.");
    }

    private static long? ToInt64(object value) => value switch
    {
        int i => i,
        long l => l,
        bool b => b ? 1 : 0,
        _ => null,
    };

    private static double? ToDouble(object value) => value switch
    {
        float f => f,
        double d => d,
        _ => ToInt64(value),
    };

    private static Ints? ToInts(object value) => value switch
    {
        int[] a => (Ints)a,
        long[] a => Ints.Create(Array.ConvertAll(a, x => checked((int)x))),
        int i => (Ints)i,
        _ => (Ints?)null,
    };
}
