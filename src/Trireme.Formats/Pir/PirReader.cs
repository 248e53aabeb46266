using System.Text.Json;
using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Pir;

/// <summary>Reads the JSON form into a list of operators. Knows how things are written, not what operators mean.</summary>
/// <remarks>The 2024 pre-release form is read too: it says "id" for "#" and "%", and whole dialect names.</remarks>
internal sealed class PirReader(byte[] bytes, string name)
{
    /// <summary>Control flow nests about six levels of JSON a block.</summary>
    private const int MaxDepth = 128;

    private static readonly string[] Dialects = ["builtin", "pd_op", "cf", "custom_op", "pd_dist"];
    private string _place = "the program";

    public List<PirOperator> Read()
    {
        using JsonDocument document = Parse();
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("base_code", out JsonElement code) || Text(Get(code, "magic"), "magic") != "pir")
            throw Bad("there is no 'base_code' with the magic 'pir'", "Is it a program of Paddle 3? Older programs are .pdmodel files, read by ProgramFile.");
        JsonElement regions = Get(Get(root, "program"), "regions");
        return Region(Only(regions, "regions"), "").Operators;
    }

    private PirRegion Region(JsonElement region, string around)
    {
        JsonElement block = Only(Get(region, "blocks"), "blocks");
        PirValue[] arguments = block.TryGetProperty("args", out JsonElement args) ? Array(args, "args", Argument) : [];
        JsonElement operators = List(Get(block, "ops"), "ops");
        var read = new List<PirOperator>(operators.GetArrayLength());
        foreach (JsonElement op in operators.EnumerateArray())
        {
            _place = $"{around}operator {read.Count}";
            read.Add(Operator(op));
        }
        return new PirRegion(arguments, read);
    }

    private JsonDocument Parse()
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            // The parser counts lines; programs are one line, so that the position in it is the offset.
            long offset = e.LineNumber == 0 ? e.BytePositionInLine ?? 0 : 0;
            throw new InvalidFileException(name, offset, $"the content is no JSON: {e.Message.TrimEnd('.')}", innerException: e);
        }
    }

    private PirOperator Operator(JsonElement op)
    {
        string kind = Text(Kind(op), "kind");
        if (kind == "p")
            return ShortParameter(op);
        string type = WithoutDialect(kind);
        _place += $" ({type})";
        var operands = op.TryGetProperty("I", out JsonElement inputs) ? Array(inputs, "I", Number) : [];
        var results = op.TryGetProperty("O", out JsonElement outputs) ? Array(outputs, "O", Value) : [];
        var attributes = new Dictionary<string, object?>();
        foreach (JsonElement attribute in op.TryGetProperty("A", out JsonElement list) ? List(list, "A").EnumerateArray() : default)
            attributes[Text(Get(attribute, "N"), "N")] = Attribute(Get(attribute, "AT"));
        return new PirOperator
        {
            Type = type,
            Place = _place,
            Attributes = attributes,
            Operands = operands,
            Results = results,
            Regions = Regions(op),
        };
    }

    private PirRegion[] Regions(JsonElement op)
    {
        if (!op.TryGetProperty("regions", out JsonElement regions))
            return [];
        string place = _place;
        int count = 0;
        PirRegion[] read = Array(regions, "regions", region => Region(region, $"{place}, block {count++}, "));
        _place = place;
        return read;
    }

    /// <summary>Parameters are written without the names of their attributes, as they are most of the file.</summary>
    private PirOperator ShortParameter(JsonElement op)
    {
        _place += " (p)";
        JsonElement[] attributes = [.. List(Get(op, "A"), "A").EnumerateArray()];
        if (attributes.Length < 4)
            throw Bad($"a parameter has {attributes.Length} attributes instead of 4");
        JsonElement[] flags = op.TryGetProperty("OA", out JsonElement oa) ? [.. List(oa, "OA").EnumerateArray()] : [];
        return new PirOperator
        {
            Type = PirOperator.Parameter,
            Place = _place,
            Attributes = new()
            {
                ["parameter_name"] = Text(attributes[3], "the parameter's name"),
                ["is_parameter"] = Truth(attributes[1]),
                ["stop_gradient"] = flags.Length > 1 && Truth(flags[1]),
            },
            Operands = [],
            Results = [Value(Get(op, "O"))],
        };
    }

    private object? Attribute(JsonElement attribute)
    {
        string kind = Text(Kind(attribute), "kind of attribute");
        string type = kind[(kind.IndexOf('.') + 1)..];
        if (attribute.TryGetProperty("VD", out JsonElement special))
            return Special(Text(special, "VD"));
        if (!attribute.TryGetProperty("D", out JsonElement data))
            return null;
        return type switch
        {
            "a_bool" => Truth(data),
            "a_i32" => checked((int)Math.Clamp(Whole(data), int.MinValue, int.MaxValue)),
            "a_i64" or "a_index" => Whole(data),
            "a_f32" => (float)Real(data),
            "a_f64" => Real(data),
            "a_str" or "a_tensorname" or "a_layout" => Text(data, type),
            "a_dtype" => ElementTypes.NumberOf(Text(data, type)) ?? -1,
            "a_intarray" => Array(data, type, Whole),
            "a_array" => Array(data, type, Attribute),
            "a_scalar" => data.ValueKind == JsonValueKind.Array && data.GetArrayLength() == 2 ? Plain(data[1]) : Plain(data),
            _ => null,
        };
    }

    private object? Plain(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => data.TryGetInt64(out long whole) ? whole : Real(data),
        JsonValueKind.String => Text(data, "a_scalar"),
        _ => null,
    };

    private double Special(string value) => value.ToLowerInvariant() switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => throw Bad($"'{value}' is no number"),
    };

    /// <summary>What a block is given: its number stands where values have theirs, or in the place of a kind.</summary>
    private PirValue Argument(JsonElement argument)
    {
        bool asKind = argument.ValueKind == JsonValueKind.Object && !argument.TryGetProperty("%", out _) && argument.TryGetProperty("#", out JsonElement kind)
            && kind.ValueKind == JsonValueKind.Number;
        return asKind ? new((int)Math.Clamp(Whole(Get(argument, "#")), int.MinValue, int.MaxValue), Type(Get(argument, "TT"), depth: 0)) : Value(argument);
    }

    private PirValue Value(JsonElement value) => new(Number(value), Type(Get(value, "TT"), depth: 0));

    private PirType Type(JsonElement type, int depth)
    {
        string kind = Text(Kind(type), "kind of type");
        switch (kind[(kind.IndexOf('.') + 1)..])
        {
            case "NULL":
                return PirType.None;
            case "t_vec" when depth == 0:
                return new PirType(null, [], Array(Get(type, "D"), "D", t => Type(t, depth + 1)));
            case "t_dtensor":
                JsonElement data = List(Get(type, "D"), "D");
                if (data.GetArrayLength() < 2)
                    throw Bad("a tensor's type lacks the shape");
                return new PirType(ElementType(Text(Kind(data[0]), "element type")), Array(data[1], "the shape", Whole));
            default:
                throw Bad($"'{kind}' is no type of a value that is known", "Programs of dense tensors and lists of them can be read.");
        }
    }

    private int ElementType(string kind) => kind[(kind.IndexOf('.') + 1)..] switch
    {
        "t_bool" => ElementTypes.Bool,
        "t_i8" => ElementTypes.Int8,
        "t_ui8" => ElementTypes.UInt8,
        "t_i16" => ElementTypes.Int16,
        "t_i32" => ElementTypes.Int32,
        "t_i64" or "t_index" => ElementTypes.Int64,
        "t_f16" => ElementTypes.Float16,
        "t_bf16" => ElementTypes.BFloat16,
        "t_f32" => ElementTypes.Float32,
        "t_f64" => ElementTypes.Float64,
        "t_c64" => ElementTypes.Complex64,
        "t_c128" => ElementTypes.Complex128,
        _ => throw Bad($"'{kind}' is no element type"),
    };

    private string WithoutDialect(string kind)
    {
        int dot = kind.IndexOf('.');
        if (dot <= 0)
            return kind;
        string dialect = int.TryParse(kind.AsSpan(0, dot), out int number) && number >= 0 && number < Dialects.Length ? Dialects[number] : kind[..dot];
        return dialect == "pd_op" ? kind[(dot + 1)..] : dialect + kind[dot..];
    }

    private JsonElement Kind(JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("#", out JsonElement kind) ? kind : Get(element, "id");

    private int Number(JsonElement value)
    {
        JsonElement number = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("%", out JsonElement n) ? n : Get(value, "id");
        return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int i) ? i : throw Bad("a value's number is no whole number");
    }

    private JsonElement Get(JsonElement element, string key)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out JsonElement value) ? value : throw Bad($"'{key}' is missing");

    private JsonElement Only(JsonElement list, string what)
        => List(list, what).GetArrayLength() == 1 ? list[0] : throw Bad($"there are {list.GetArrayLength()} {what} instead of 1");

    private JsonElement List(JsonElement element, string what)
        => element.ValueKind == JsonValueKind.Array ? element : throw Bad($"{what} is no list");

    private T[] Array<T>(JsonElement element, string what, Func<JsonElement, T> read)
    {
        var values = new T[List(element, what).GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in element.EnumerateArray())
            values[count++] = read(item);
        return values;
    }

    private string Text(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.String)
            throw Bad($"{what} is no text");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Bad($"{what} is no text: {e.Message.TrimEnd('.')}");
        }
    }

    private bool Truth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Whole(element) != 0,
    };

    private long Whole(JsonElement element)
        => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) ? value : throw Bad("a whole number was expected");

    private double Real(JsonElement element)
        => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) ? value : throw Bad("a number was expected");

    private InvalidFileException Bad(string reason, string? advice = null) => new(name, _place, reason, advice);
}
