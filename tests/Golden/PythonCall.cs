using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trireme.Tests.Golden;

/// <summary>Calls a .NET method or constructor with Python's argument names: the mechanical naming rule, the other way round.</summary>
public static class PythonCall
{
    /// <summary>The first overload whose parameters take all the arguments, with the bound values; null if there is none.</summary>
    public static (MethodBase Method, object?[] Arguments)? Bind(IEnumerable<MethodBase> overloads, IReadOnlyList<(string Name, object Value)> arguments)
    {
        foreach (MethodBase method in overloads.OrderBy(m => m.GetParameters().Length))
        {
            if (TryBind(method, arguments) is { } values)
                return (method, values);
        }
        return null;
    }

    /// <summary>The tensors in a result: a tensor, a list, a tuple, a number or a bool.</summary>
    public static List<Tensor> Flatten(object? result)
    {
        var tensors = new List<Tensor>();
        Add(result);
        return tensors;

        void Add(object? item)
        {
            switch (item)
            {
                case null:
                    break;
                case Tensor tensor:
                    tensors.Add(tensor);
                    break;
                case bool b:
                    tensors.Add(Tensor.From([b], default));
                    break;
                case ITuple tuple:
                    for (int i = 0; i < tuple.Length; i++)
                        Add(tuple[i]);
                    break;
                case IEnumerable items:
                    foreach (object? inner in items)
                        Add(inner);
                    break;
                default:
                    throw new NotSupportedException($"A result of type {item.GetType()} holds no tensors.");
            }
        }
    }

    public static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Converts a JSON value or tensors to a parameter's type.</summary>
    public static bool TryConvert(object? value, Type type, out object? converted)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is JsonElement json)
            return TryConvertJson(json, type, target, out converted);
        if (value is null || target.IsInstanceOfType(value))
        {
            converted = value;
            return value is not null || !type.IsValueType || type != target;
        }
        if (value is Tensor[] several && target.IsAssignableFrom(typeof(List<Tensor>)))
        {
            converted = several.ToList();
            return true;
        }
        return TryOperator(value, target, out converted);
    }

    private static object?[]? TryBind(MethodBase method, IReadOnlyList<(string Name, object Value)> arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        var used = new bool[arguments.Count];
        for (int p = 0; p < parameters.Length; p++)
        {
            int found = -1;
            for (int a = 0; a < arguments.Count; a++)
            {
                if (!used[a] && Normalize(arguments[a].Name) == Normalize(parameters[p].Name!))
                    found = a;
            }
            // Python's *args and differently named first operands are matched by position.
            if (found < 0 && p < arguments.Count && !used[p] && !parameters.Any(q => Normalize(q.Name!) == Normalize(arguments[p].Name)) && arguments[p].Value is Tensor)
                found = p;
            if (found >= 0)
            {
                used[found] = true;
                if (!TryConvert(arguments[found].Value, parameters[p].ParameterType, out values[p]))
                    return null;
            }
            else if (parameters[p].HasDefaultValue)
            {
                values[p] = parameters[p].DefaultValue ?? (parameters[p].ParameterType is { IsValueType: true } t && Nullable.GetUnderlyingType(t) is null
                    ? Activator.CreateInstance(t) : null);
            }
            else
            {
                return null;
            }
        }
        return used.All(u => u) ? values : null;
    }

    private static bool TryConvertJson(JsonElement json, Type type, Type target, out object? converted)
    {
        converted = null;
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                return !type.IsValueType || type != target;
            case JsonValueKind.True or JsonValueKind.False:
                return TryFirst(target, out converted, json.GetBoolean());
            case JsonValueKind.String:
                string text = json.GetString()!;
                double number = text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN };
                return target == typeof(object) ? (converted = text) is not null
                    : double.IsNaN(number) ? TryFirst(target, out converted, text) : TryFirst(target, out converted, text, number, (float)number);
            case JsonValueKind.Number:
                if (target == typeof(float))
                    return (converted = json.GetSingle()) is not null;
                if (target == typeof(double))
                    return (converted = json.GetDouble()) is not null;
                return json.TryGetInt32(out int i) && !json.GetRawText().Contains('.')
                    ? TryFirst(target, out converted, i, (long)i, (double)i, (float)i, new[] { i }) : TryFirst(target, out converted, json.GetDouble(), json.GetSingle());
            case JsonValueKind.Array:
                return TryConvertArray(json.EnumerateArray().ToArray(), target, out converted);
            default:
                return false;
        }
    }

    private static bool TryConvertArray(JsonElement[] items, Type target, out object? converted)
    {
        converted = null;
        Type? element = target.IsArray ? target.GetElementType()
            : target.IsGenericType && target.GetGenericArguments().Length == 1 && target.IsAssignableFrom(target.GetGenericArguments()[0].MakeArrayType())
                ? target.GetGenericArguments()[0] : null;
        if (element is not null)
        {
            var array = Array.CreateInstance(element, items.Length);
            for (int i = 0; i < items.Length; i++)
            {
                if (!TryConvert(items[i], element, out object? item))
                    return false;
                array.SetValue(item, i);
            }
            converted = array;
            return true;
        }
        if (items.All(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out _) && !i.GetRawText().Contains('.')))
        {
            int[] ints = Array.ConvertAll(items, i => i.GetInt32());
            return TryFirst(target, out converted, ints, (Ints)ints, (Shape)ints, Array.ConvertAll(ints, i => (double)i), Array.ConvertAll(ints, i => (float)i));
        }
        if (items.All(i => i.ValueKind == JsonValueKind.Null || (i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out _))))
            return TryFirst(target, out converted, (object)Array.ConvertAll(items, i => i.ValueKind == JsonValueKind.Null ? (int?)null : i.GetInt32()));
        if (items.Length == 2 && target == typeof((double, double)))
            return (converted = (items[0].GetDouble(), items[1].GetDouble())) is not null;
        if (items.All(i => i.ValueKind == JsonValueKind.Number))
            return TryFirst(target, out converted, Array.ConvertAll(items, i => i.GetDouble()), Array.ConvertAll(items, i => i.GetSingle()));
        if (items.All(i => i.ValueKind == JsonValueKind.Array))
        {
            // [[a, b], [c, d]]: some types take the pairs as they are, others want them one after the other.
            int[][] nested = Array.ConvertAll(items, i => i.EnumerateArray().Select(x => x.GetInt32()).ToArray());
            return TryFirst(target, out converted, nested, nested.SelectMany(x => x).ToArray());
        }
        return false;
    }

    private static bool TryFirst(Type target, out object? converted, params object[] candidates)
    {
        foreach (object candidate in candidates)
        {
            if (target.IsInstanceOfType(candidate))
            {
                converted = candidate;
                return true;
            }
        }
        foreach (object candidate in candidates)
        {
            if (TryOperator(candidate, target, out converted))
                return true;
        }
        if (target.IsEnum && candidates[0] is string name && Enum.TryParse(target, name, ignoreCase: true, out converted))
            return true;
        converted = null;
        return false;
    }

    private static bool TryOperator(object value, Type target, out object? converted)
    {
        foreach (MethodInfo method in target.GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            if (method.Name == "op_Implicit" && method.ReturnType == target && method.GetParameters()[0].ParameterType.IsInstanceOfType(value))
            {
                converted = method.Invoke(null, [value]);
                return true;
            }
        }
        converted = null;
        return false;
    }
}
