using System.Globalization;
using Trireme.Formats.ProgramDesc;
using Trireme.Operators;

namespace Trireme.Static.Files;

/// <summary>Turns programs into the description that files hold.</summary>
internal static class ProgramExport
{
    /// <summary>The release whose files are written: its operators' names, slots and attributes are those of the records.</summary>
    public const long Version = 2006000;

    // Attributes that files hold as 64-bit integers although the records' lists and numbers are of 32 bits.
    private static readonly HashSet<string> Wide =
    [
        "fill_constant.shape", "uniform_random.shape", "gaussian_random.shape", "randint.shape", "lookup_table.padding_idx", "lookup_table_v2.padding_idx",
        "arg_max.axis", "arg_min.axis", "set_value.axes", "set_value.starts", "set_value.ends", "set_value.steps", "set_value.shape", "set_value.decrease_axes", "set_value.none_axes",
    ];

    /// <summary>The description of a program.</summary>
    /// <exception cref="InvalidArgumentException">An operator has no form in files.</exception>
    public static ProgramDescription Describe(Program program)
    {
        program = SpelledProgram.Of(program);
        string[] unknown = program.Blocks.SelectMany(b => b.Ops).Where(o => o.Record.Info.Create is null).Select(o => o.Type).Distinct().ToArray();
        if (unknown.Length > 0)
        {
            throw new InvalidArgumentException($"The program cannot be written: {unknown.Length} kinds of operators have no form in Paddle's files.", $"They are: {string.Join(", ", unknown)}.",
                "Compute that part with other functions, or outside the program.");
        }
        return new ProgramDescription
        {
            Version = Version,
            Blocks = program.Blocks.Select(Describe).ToList(),
            OperatorVersions = OperatorVersionTable.All.ToList(),
        };
    }

    private static BlockDescription Describe(Block block) => new()
    {
        Index = block.Idx,
        ParentIndex = block.ParentIdx,
        ForwardIndex = block.ForwardBlockIdx,
        Variables = block.Vars.Values.Select(Describe).ToList(),
        Operators = block.Ops.Select(Describe).ToList(),
    };

    private static VariableDescription Describe(Variable variable) => new()
    {
        Name = variable.Name,
        Kind = (VariableKind)(int)variable.Type,
        ElementType = variable.DType.Kind == DTypeKind.Undefined ? null : variable.DType.ProtoNumber,
        Dims = Array.ConvertAll(variable.Shape.ToArray(), d => (long)d),
        LodLevel = variable.LodLevel,
        Persistable = variable.Persistable,
        NeedCheckFeed = variable.NeedCheckFeed,
        IsParameter = variable.IsParameter,
        StopGradient = variable.StopGradient,
    };

    private static OperatorDescription Describe(Operator op)
    {
        OperatorDescription description = new()
        {
            Type = OperatorVariants.InFiles(op.Type),
            Inputs = Slots(op.Record.Info.Inputs, op.Inputs, op.InputStarts),
            Outputs = Slots(op.Record.Info.Outputs.ToArray(), op.Outputs, op.OutputStarts, skipEmpty: true),
        };
        var attributes = new List<KeyValuePair<string, AttributeValue>>
        {
            new("op_device", ""),
            new("op_namescope", op.NameScope),
            new("op_role", (int)op.Role),
            new("op_role_var", op.RoleVariables.ToArray()),
        };
        foreach (OpAttributeInfo attribute in op.Record.Info.Attributes)
        {
            if (attribute.Read(op.Record) is { } value)
                attributes.Add(new(attribute.Name, Value(op.Type, attribute.Name, value)));
        }
        foreach ((string name, AttributeValue value) in attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
            description.Attributes[name] = value;
        return description;
    }

    private static OrderedDictionary<string, string[]> Slots(IReadOnlyList<Slot> slots, string?[] names, int[] starts, bool skipEmpty = false)
    {
        OrderedDictionary<string, string[]> described = [];
        foreach (int i in Enumerable.Range(0, slots.Count).OrderBy(i => slots[i].Name, StringComparer.Ordinal))
        {
            string?[] own = names[starts[i]..starts[i + 1]];
            bool isEmpty = own.All(n => n is null);
            if (!isEmpty)
                described[slots[i].Name] = Array.ConvertAll(own, n => n ?? ProgramImport.EmptyName);
            else if (!skipEmpty)
                described[slots[i].Name] = [];
        }
        return described;
    }

    private static AttributeValue Value(string type, string name, object value)
    {
        bool wide = Wide.Contains($"{type}.{name}");
        return value switch
        {
            bool v => v,
            // Without the cast both branches would be 64-bit integers, which Paddle refuses where it declares 32 bits.
            int v => wide ? (AttributeValue)(long)v : v,
            long v => v,
            float v => v,
            double v => (float)v,
            string v => v,
            DType v => v.ProtoNumber,
            BlockRef v => new BlockReference(v.Index),
            Ints v => wide ? Array.ConvertAll(v.ToArray(), i => (long)i) : v.ToArray(),
            Shape v => wide ? Array.ConvertAll(v.ToArray(), i => (long)i) : v.ToArray(),
            int[] v => v,
            long[] v => v,
            float[] v => v,
            double[] v => v,
            string[] v => v,
            bool[] v => v,
            _ => throw new InvalidArgumentException(string.Create(CultureInfo.InvariantCulture, $"{type}: the attribute '{name}' cannot be written."), $"It is a {value.GetType()}."),
        };
    }
}
