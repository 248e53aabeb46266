using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Static;

namespace Trireme.Formats.Pir;

/// <summary>
/// Says a program of the JSON form in the older one. Operators follow the table; written out here is only
/// what is no operator there: inputs, outputs, parameters, constants and lists.
/// </summary>
internal sealed partial class PirTranslator(List<PirOperator> operators, string file)
{
    /// <summary>Longest list of values; many operators may take one list.</summary>
    private const int MaxListLength = 4096;

    /// <summary>Longest constant that is repeated in the attributes of every operator that takes it.</summary>
    private const int MaxFolded = 256;

    private const string Feed = "feed", Fetch = "fetch", If = "if", While = "while", Yield = "cf.yield";

    private static readonly HashSet<string> Special =
    [
        PirOperator.Parameter, "data", Feed, Fetch, "full", "full_int_array", "assign_value", "assign_value_", "builtin.combine", "builtin.split",
        "builtin.slice", "shape", "shape64", "stack", If, While, Yield,
    ];

    private readonly Dictionary<int, PirBinding> _bindings = [];
    private readonly Dictionary<int, string> _chosenNames = [];
    private readonly Dictionary<string, PirType> _types = [];
    private readonly List<BlockDescription> _blocks = [new()];
    private readonly List<int> _bound = [];
    private BlockDescription _block = null!;
    private string _place = "the program";
    private int _feeds;
    private int _fetches;

    public ProgramDescription Translate()
    {
        _block = _blocks[0];
        RequireAllKnown();
        ChooseNames();
        TranslateAll(operators);
        if (_feeds > 0)
            _block.Variables.Insert(0, new VariableDescription { Name = Feed, Kind = VariableKind.FeedMinibatch, Persistable = true });
        if (_fetches > 0)
            _block.Variables.Insert(0, new VariableDescription { Name = Fetch, Kind = VariableKind.FetchList, Persistable = true });
        return new ProgramDescription { Version = 0, Blocks = _blocks };
    }

    private void RequireAllKnown()
    {
        string[] unknown = [.. operators.SelectMany(o => o.All())
            .Where(o => (o.Regions.Length > 0 && o.Type is not (If or While)) || (!Special.Contains(o.Type) && PirTable.Find(o.Type) is null))
            .CountBy(o => o.Type).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} ({c.Value})")];
        if (unknown.Length > 0)
        {
            throw new InvalidFileException(
                file, "the program", $"these operators, with how often they occur, are not known: {string.Join(", ", unknown)}",
                "Export the model with operators that are known, or as .pdmodel from Paddle 2.");
        }
    }

    /// <summary>Names that the file gives come first, so that a number's name never takes one of them; what is fetched is named as it is fetched.</summary>
    private void ChooseNames()
    {
        _types.Add(Feed, PirType.None);
        _types.Add(Fetch, PirType.None);
        HashSet<int> given = [];
        foreach (PirOperator op in operators)
        {
            _place = op.Place;
            string? name = op.Type switch { PirOperator.Parameter => Text(op, "parameter_name"), "data" or Feed => Text(op, "name"), _ => null };
            if (name is null)
                continue;
            PirValue value = Single(op);
            if (!_types.TryAdd(name, value.Type))
                throw Bad($"the name '{name}' comes twice");
            _chosenNames[value.Number] = name;
            given.Add(value.Number);
        }
        foreach (PirOperator op in operators)
        {
            if (op.Type == Fetch && op.Operands.Length == 1 && op.Attributes.GetValueOrDefault("name") is string { Length: > 0 } name
                && !given.Contains(op.Operands[0]) && _types.TryAdd(name, PirType.None))
            {
                given.Add(op.Operands[0]);
                _chosenNames[op.Operands[0]] = name;
            }
        }
    }

    private void TranslateAll(List<PirOperator> all)
    {
        foreach (PirOperator op in all)
        {
            _place = op.Place;
            Translate(op);
        }
    }

    private void Translate(PirOperator op)
    {
        switch (op.Type)
        {
            case If:
                Condition(op);
                break;
            case While:
                Loop(op);
                break;
            case Yield:
                throw Bad("a block's results are stated where no block ends");
            case PirOperator.Parameter:
                Declare(Single(op), persistable: true, isParameter: op.Attributes.GetValueOrDefault("is_parameter") is true,
                    stopGradient: op.Attributes.GetValueOrDefault("stop_gradient") is true);
                break;
            case "data" or Feed:
                string fed = Declare(Single(op), isFed: true);
                Add(new OperatorDescription { Type = Feed, Inputs = { ["X"] = [Feed] }, Outputs = { ["Out"] = [fed] }, Attributes = { ["col"] = _feeds++ } });
                break;
            case Fetch:
                int column = op.Attributes.GetValueOrDefault("col") is int stated ? stated : _fetches;
                Add(new OperatorDescription
                {
                    Type = Fetch,
                    Inputs = { ["X"] = [Tensor(Operand(op, 0))] },
                    Outputs = { ["Out"] = [Fetch] },
                    Attributes = { ["col"] = column },
                });
                _fetches++;
                break;
            case "full" or "full_int_array":
                Bind(Single(op), Constant(op, "value"));
                break;
            case "assign_value" or "assign_value_":
                Bind(Single(op), Constant(op, "values"));
                break;
            case "builtin.combine":
                if (op.Operands.Length > MaxListLength)
                    throw Bad($"a list has {op.Operands.Length} values; there can be {MaxListLength}");
                Bind(Single(op), new PirList([.. op.Operands.Select((_, i) => Operand(op, i))]));
                break;
            case "builtin.split":
                PirBinding[] items = Items(Operand(op, 0));
                if (items.Length != op.Results.Length)
                    throw Bad($"a list of {items.Length} values is split into {op.Results.Length}");
                for (int i = 0; i < items.Length; i++)
                    Bind(op.Results[i], items[i]);
                break;
            case "builtin.slice":
                PirBinding[] list = Items(Operand(op, 0));
                if (op.Attributes.GetValueOrDefault("index") is not int index || index < 0 || index >= list.Length)
                    throw Bad($"the index is missing or outside the list of {list.Length}");
                Bind(Single(op), list[index]);
                break;
            case "shape" or "shape64":
                Shape(op);
                break;
            case "stack" when Operand(op, 0) is PirList { Items: var parts } && parts.All(IsNumber) && op.Attributes.GetValueOrDefault("axis") is 0 or -1:
                Bind(Single(op), new PirStack(op, parts, _block));
                break;
            default:
                ByTable(op, PirTable.Find(op.Type)!);
                break;
        }
    }

    /// <summary>The older form's shape is of 32-bit integers; what the JSON form takes as 64-bit ones is cast.</summary>
    private void Shape(PirOperator op)
    {
        PirValue result = Single(op);
        string input = Tensor(Operand(op, 0));
        bool wide = result.Type.ElementType == ElementTypes.Int64;
        string narrow = wide ? Declare(result.Number, result.Type with { ElementType = ElementTypes.Int32 }, "_int32") : Declare(result);
        Add(new OperatorDescription { Type = "shape", Inputs = { ["Input"] = [input] }, Outputs = { ["Out"] = [narrow] } });
        if (!wide)
            return;
        Add(new OperatorDescription
        {
            Type = "cast",
            Inputs = { ["X"] = [narrow] },
            Outputs = { ["Out"] = [Declare(result)] },
            Attributes = { ["in_dtype"] = ElementTypes.Int32, ["out_dtype"] = ElementTypes.Int64 },
        });
    }

    private void ByTable(PirOperator op, PirRow row)
    {
        var made = new OperatorDescription { Type = row.Type };
        for (int i = 0; i < row.Operands.Length; i++)
            AddOperand(op, i, row.Operands[i], made);
        if (op.Operands.Length > row.Operands.Length)
            throw Bad($"there are {op.Operands.Length} operands; {row.Operands.Length} are known");
        foreach (PirAttributeRule rule in row.Attributes)
            AddAttribute(op, rule, made);
        for (int i = 0; i < op.Results.Length; i++)
            AddResult(op.Results[i], i < row.Results.Length ? row.Results[i] : new PirResultRule(null), made);
        Add(made);
    }

    private void AddOperand(PirOperator op, int index, PirOperandRule rule, OperatorDescription made)
    {
        bool present = index < op.Operands.Length && op.Operands[index] != 0;
        if (rule.Attribute is not null)
        {
            if (present)
                AddFolded(op, index, rule, made);
            else if (op.Attributes.TryGetValue(rule.From!, out object? value) && value is not null)
                made.Attributes[rule.Attribute] = Folded(value, rule);
            return;
        }
        if (!present)
            return;
        if (rule.ListSlot is not null)
            made.Inputs[rule.ListSlot] = Tensors(Operand(op, index));
        else if (rule.Slot is not null)
            made.Inputs[rule.Slot] = [Tensor(Operand(op, index))];
    }

    private void AddFolded(PirOperator op, int index, PirOperandRule rule, OperatorDescription made)
    {
        PirBinding operand = Operand(op, index);
        PirBinding[]? parts = operand switch { PirStack stack => stack.Items, PirList list => list.Items, _ => null };
        object? constant = operand is PirConstant single ? single.Elements(MaxFolded)
            : parts is not null && parts.Length <= MaxFolded && parts.All(p => p is PirConstant) ? parts.Select(Known).ToArray() : null;
        if (constant is not null)
        {
            made.Attributes[rule.Attribute!] = Folded(constant, rule);
            return;
        }
        if (parts is not null && rule.ListSlot is not null)
        {
            made.Inputs[rule.ListSlot] = [.. parts.Select(Tensor)];
            // What is not known before the run is -1, as Paddle writes it.
            made.Attributes[rule.Attribute!] = Folded(parts.Select(Known).ToArray(), rule);
            return;
        }
        if (rule.Slot is null)
            throw Bad($"'{rule.From}' is computed; it must be a constant");
        made.Inputs[rule.Slot] = [Tensor(operand)];
        if (rule.Attribute == "shape" && op.Results.Length > 0)
            made.Attributes[rule.Attribute] = Folded(op.Results[0].Type.Dims, rule);
        else if (rule.AttrType is "INTS" or "INTS~" && operand is PirVariable { Type.Dims: [>= 0 and <= MaxFolded and var count] })
            made.Attributes[rule.Attribute!] = Enumerable.Repeat(-1, (int)count).ToArray();
    }

    private AttributeValue Folded(object value, PirOperandRule rule)
        => PirAttributes.Convert(value, rule.AttrType!) ?? throw Misfit(rule.From!, rule.AttrType!);

    private static object Known(PirBinding binding) => (binding as PirConstant)?.Elements(1)?.GetValue(0) ?? -1L;

    private void AddAttribute(PirOperator op, PirAttributeRule rule, OperatorDescription made)
    {
        if (rule.Fixed is not null)
            made.Attributes[rule.Attribute] = PirAttributes.Fixed(rule.Fixed, rule.Type!);
        else if (rule.ElementTypeOf is not null)
            made.Attributes[rule.Attribute] = made.Input(rule.ElementTypeOf) is [var input] && _types[input].ElementType is { } type ? type : -1;
        else if (rule.EmptyList is not null)
            made.Attributes[rule.Attribute] = made.Attribute(rule.EmptyList) is not { } list || list.ToInt64s().Length == 0;
        else if (op.Attributes.TryGetValue(rule.From!, out object? value) && value is not null)
            made.Attributes[rule.Attribute] = PirAttributes.Convert(value, rule.Type!) ?? throw Misfit(rule.From!, rule.Type!);
    }

    private void AddResult(PirValue result, PirResultRule rule, OperatorDescription made)
    {
        if (rule.Slot is null || result.Type.IsNone)
        {
            Bind(result, PirAbsent.Instance);
        }
        else if (rule.Overwrites is not null)
        {
            string[] names = made.Input(rule.Overwrites);
            if (names.Length != 1)
                throw Bad($"the input {rule.Overwrites}, which is overwritten, is missing");
            Bind(result, new PirVariable(names[0], result.Type));
            made.Outputs[rule.Slot] = names;
        }
        else if (rule.IsList)
        {
            if (result.Type.Items is not { } types || types.Length > MaxListLength)
                throw Bad("the result is no list of tensors, or too long");
            string[] names = [.. types.Select((t, i) => Declare(result.Number, t, $"_{i}"))];
            Bind(result, new PirList([.. names.Select((n, i) => (PirBinding)new PirVariable(n, types[i]))]) { Names = names });
            made.Outputs[rule.Slot] = names;
        }
        else
        {
            made.Outputs[rule.Slot] = [Declare(result)];
        }
    }
}
