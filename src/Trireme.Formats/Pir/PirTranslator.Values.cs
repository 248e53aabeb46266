using System.Globalization;
using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Pir;

// Values of the JSON form and the variables they become.
internal sealed partial class PirTranslator
{
    private string Tensor(PirBinding binding) => binding switch
    {
        PirVariable variable => variable.Name,
        PirConstant constant => constant.Name ??= In(constant.Home, () => Emit(constant)),
        PirStack stack => stack.Name ??= In(stack.Home, () => Emit(stack)),
        PirList => throw Bad("a list of tensors comes where one tensor is taken"),
        _ => throw Bad("an operand is a result that has no counterpart in the older form"),
    };

    private string[] Tensors(PirBinding binding) => binding is PirList list ? list.Names ??= [.. list.Items.Select(Tensor)] : [Tensor(binding)];

    private PirBinding[] Items(PirBinding binding) => binding is PirList list ? list.Items : throw Bad("a tensor comes where a list is taken");

    private static bool IsNumber(PirBinding binding)
        => binding is PirConstant { Type.Dims.Length: 0 } or PirVariable { Type: { Dims.Length: 0, ElementType: ElementTypes.Int32 or ElementTypes.Int64 } };

    private string Emit(PirStack stack)
    {
        PirValue result = stack.Operator.Results[0];
        string[] inputs = [.. stack.Items.Select(Tensor)];
        string output = Declare(result.Number, result.Type);
        Add(new OperatorDescription { Type = "stack", Inputs = { ["X"] = inputs }, Outputs = { ["Y"] = [output] }, Attributes = { ["axis"] = 0 } });
        return output;
    }

    private string Emit(PirConstant constant)
    {
        int type = constant.Type.ElementType ?? throw Bad("a constant has no element type");
        string output = Declare(constant.Number, constant.Type);
        if (constant.Values.Length == 1)
        {
            object value = constant.Values.GetValue(0)!;
            Add(new OperatorDescription
            {
                Type = "fill_constant",
                Outputs = { ["Out"] = [output] },
                Attributes =
                {
                    ["shape"] = constant.Type.Dims,
                    ["dtype"] = type,
                    ["value"] = value is long whole ? whole : (float)(double)value,
                    ["str_value"] = ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
                },
            });
            return output;
        }
        Add(new OperatorDescription
        {
            Type = "assign_value",
            Outputs = { ["Out"] = [output] },
            Attributes =
            {
                ["shape"] = PirAttributes.Convert(constant.Type.Dims, "INTS") ?? throw Misfit("shape", "INTS"),
                ["dtype"] = type,
                ["bool_values"] = Stated(constant, "INTS", type == ElementTypes.Bool),
                ["fp32_values"] = Stated(constant, "FLOATS", type == ElementTypes.Float32),
                ["int32_values"] = Stated(constant, "INTS", type == ElementTypes.Int32),
                ["int64_values"] = Stated(constant, "LONGS", type == ElementTypes.Int64),
            },
        });
        return output;
    }

    private AttributeValue Stated(PirConstant constant, string type, bool isWanted)
        => PirAttributes.Convert(isWanted ? constant.Values : Array.Empty<long>(), type) ?? throw Misfit("value", type);

    private PirConstant Constant(PirOperator op, string attribute)
    {
        PirValue result = Single(op);
        object? value = op.Attributes.GetValueOrDefault(attribute);
        bool isWhole = result.Type.ElementType
            is ElementTypes.Bool or ElementTypes.Int8 or ElementTypes.UInt8 or ElementTypes.Int16 or ElementTypes.Int32 or ElementTypes.Int64;
        Array values = (isWhole ? PirAttributes.Convert(value, "LONGS")?.Value as Array : Reals(value as Array ?? new[] { value }))
            ?? throw Bad("the value of a constant is missing or does not fit its element type");
        UInt128 count = result.Type.Dims.Aggregate((UInt128)1, (n, d) => n > int.MaxValue ? n : n * (UInt128)Math.Max(d, 0));
        if (values.Length != 1 && (UInt128)values.Length != count)
            throw Bad($"there are {values.Length} values for the shape [{string.Join(", ", result.Type.Dims)}]");
        return new PirConstant(result.Number, result.Type, values, _block);
    }

    private static double[]? Reals(Array list)
    {
        var values = new double[list.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (list.GetValue(i) is not (int or long or float or double or bool))
                return null;
            values[i] = Convert.ToDouble(list.GetValue(i), CultureInfo.InvariantCulture);
        }
        return values;
    }

    private PirBinding Operand(PirOperator op, int index)
    {
        if (index >= op.Operands.Length)
            throw Bad($"there are {op.Operands.Length} operands; number {index + 1} is needed");
        return _bindings.TryGetValue(op.Operands[index], out PirBinding? binding)
            ? binding : throw Bad($"operand %{op.Operands[index]} is not defined before it is used");
    }

    private PirValue Single(PirOperator op) => op.Results.Length == 1 ? op.Results[0] : throw Bad($"there are {op.Results.Length} results instead of 1");

    private string Text(PirOperator op, string attribute)
        => op.Attributes.GetValueOrDefault(attribute) is string { Length: > 0 } text ? text : throw Bad($"attribute '{attribute}' is missing or empty");

    private void Bind(PirValue value, PirBinding binding)
    {
        if (!_bindings.TryAdd(value.Number, binding))
            throw Bad($"the value %{value.Number} is defined twice");
        _bound.Add(value.Number);
    }

    private string Declare(PirValue value, bool persistable = false, bool isFed = false, bool isParameter = false, bool stopGradient = false)
    {
        string name = Declare(value.Number, value.Type, "", persistable, isFed, isParameter, stopGradient);
        Bind(value, new PirVariable(name, value.Type));
        return name;
    }

    private string Declare(
        int number, PirType type, string suffix = "", bool persistable = false, bool isFed = false, bool isParameter = false, bool stopGradient = false)
    {
        bool isChosen = _chosenNames.TryGetValue(number, out string? name) && suffix.Length == 0;
        name = (name ?? $"tmp_{number}") + suffix;
        if (type.ElementType is null)
            throw Bad($"the value '{name}' is no tensor");
        while (!isChosen && _types.ContainsKey(name))
            name += "_";
        _types[name] = type;
        _block.Variables.Add(new VariableDescription
        {
            Name = name,
            ElementType = type.ElementType,
            Dims = type.Dims,
            Persistable = persistable,
            IsParameter = isParameter,
            StopGradient = stopGradient,
        });
        return name;
    }

    private void Add(OperatorDescription op) => _block.Operators.Add(op);

    private InvalidFileException Misfit(string attribute, string type) => Bad($"the value of '{attribute}' does not fit the type {type.TrimEnd('~')}");

    private InvalidFileException Bad(string reason) => new(file, _place, reason);
}
