using System.Globalization;
using System.Text;
using Trireme.Operators;

namespace Trireme.Static;

/// <summary>One step of a program: an operator with the names of the variables it reads and writes.</summary>
/// <remarks>Mirrors paddle.static.Operator; see formats of OpDesc.</remarks>
public sealed class Operator
{
    internal Operator(Block block, Op record, string?[] inputs, int[] inputStarts, string?[] outputs, int[] outputStarts)
    {
        Block = block;
        Record = record;
        Inputs = inputs;
        InputStarts = inputStarts;
        Outputs = outputs;
        OutputStarts = outputStarts;
    }

    /// <summary>The block the operator is in.</summary>
    public Block Block { get; }

    /// <summary>The operator's record: its type and attributes.</summary>
    public Op Record { get; internal set; }

    /// <summary>Paddle's name of the operator.</summary>
    public string Type => Record.Info.Type;

    /// <summary>What the operator is there for.</summary>
    public OpRole Role { get; set; }

    /// <summary>The parameters and gradients that an operator of the backward or optimizing part belongs to.</summary>
    public IReadOnlyList<string> RoleVariables { get; internal set; } = [];

    /// <summary>The name scope in which it was appended, such as <c>/encoder/</c>.</summary>
    public string NameScope { get; internal set; } = "/";

    /// <summary>The names of all variables it reads.</summary>
    public IEnumerable<string> InputArgNames => Inputs.OfType<string>();

    /// <summary>The names of all variables it writes.</summary>
    public IEnumerable<string> OutputArgNames => Outputs.OfType<string>();

    /// <summary>The slots it reads from, in order.</summary>
    public IEnumerable<string> InputNames => Record.Info.Inputs.Select(s => s.Name);

    /// <summary>The slots it writes to, in order.</summary>
    public IEnumerable<string> OutputNames => Record.Info.Outputs.Select(s => s.Name);

    /// <summary>The names in all input slots, one after the other; null in an empty optional slot.</summary>
    internal string?[] Inputs { get; }

    internal int[] InputStarts { get; }

    internal string?[] Outputs { get; }

    internal int[] OutputStarts { get; }

    /// <summary>The names of the variables in an input slot.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <exception cref="InvalidArgumentException">There is no such slot.</exception>
    public IReadOnlyList<string> Input(string slot) => Names(Record.Info.InputSlots, Inputs, InputStarts, slot);

    /// <summary>The names of the variables in an output slot.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <exception cref="InvalidArgumentException">There is no such slot.</exception>
    public IReadOnlyList<string> Output(string slot) => Names(Record.Info.OutputSlots, Outputs, OutputStarts, slot);

    /// <summary>The names of the attributes.</summary>
    public IEnumerable<string> AttrNames => Record.Info.Attributes.Select(a => a.Name);

    /// <summary>The value of an attribute.</summary>
    /// <param name="name">Paddle's name of the attribute.</param>
    /// <exception cref="InvalidArgumentException">There is no such attribute.</exception>
    public object? Attr(string name)
        => Record.Info.Attributes.FirstOrDefault(a => a.Name == name) is { } attribute
            ? attribute.Read(Record)
            : throw new InvalidArgumentException($"{Type}: there is no attribute '{name}'.", $"There are: {string.Join(", ", AttrNames)}.");

    /// <summary>All attributes by name.</summary>
    /// <remarks>Mirrors Operator.all_attrs.</remarks>
    public IReadOnlyDictionary<string, object?> AllAttrs() => Record.Info.Attributes.ToDictionary(a => a.Name, a => a.Read(Record));

    /// <summary>What an attribute is.</summary>
    /// <param name="name">Paddle's name of the attribute.</param>
    /// <exception cref="InvalidArgumentException">There is no such attribute.</exception>
    /// <remarks>Mirrors Operator.attr_type.</remarks>
    public AttrType AttrType(string name) => Attr(name) switch
    {
        bool => Static.AttrType.Boolean,
        long => Static.AttrType.Long,
        float or double => Static.AttrType.Float,
        string => Static.AttrType.String,
        BlockRef => Static.AttrType.Block,
        Ints or Shape => Static.AttrType.Ints,
        bool[] => Static.AttrType.Booleans,
        long[] => Static.AttrType.Longs,
        float[] => Static.AttrType.Floats,
        double[] => Static.AttrType.Float64s,
        string[] => Static.AttrType.Strings,
        int[] => Static.AttrType.Ints,
        _ => Static.AttrType.Int,
    };

    /// <summary>The operator's number in its block.</summary>
    /// <exception cref="PreconditionNotMetException">It is no longer in the block.</exception>
    /// <remarks>Mirrors Operator.idx.</remarks>
    public int Idx
    {
        get
        {
            for (int i = 0; i < Block.Ops.Count; i++)
            {
                if (ReferenceEquals(Block.Ops[i], this))
                    return i;
            }
            throw new PreconditionNotMetException($"{Type}: the operator is not in its block.", "It was taken out, or replaced.");
        }
    }

    /// <summary>Whether there is an attribute of this name.</summary>
    /// <param name="name">Paddle's name of the attribute.</param>
    public bool HasAttr(string name) => AttrNames.Contains(name);

    /// <summary>The operator as one line: outputs, type, inputs and attributes.</summary>
    /// <param name="throwOnError">Kept for Paddle's signature; nothing here can fail.</param>
    public string ToString(bool throwOnError) => ToString();

    /// <summary>The operator as one line: outputs, type, inputs and attributes.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append('{').Append(Join(Record.Info.OutputSlots, Outputs, OutputStarts)).Append("} = ").Append(Type);
        text.Append('(').Append("inputs={").Append(Join(Record.Info.InputSlots, Inputs, InputStarts)).Append('}');
        foreach (OpAttributeInfo attribute in Record.Info.Attributes)
            text.Append(", ").Append(attribute.Name).Append(" = ").Append(Print(attribute.Read(Record)));
        return text.Append(')').ToString();
    }

    /// <summary>The names in an input slot with gaps where one is missing; none where the operator has no such slot.</summary>
    internal string?[] InputNamesOf(string slot) => Raw(Record.Info.InputSlots, Inputs, InputStarts, slot);

    /// <summary>The names in an output slot with gaps where one is missing; none where the operator has no such slot.</summary>
    internal string?[] OutputNamesOf(string slot) => Raw(Record.Info.OutputSlots, Outputs, OutputStarts, slot);

    /// <summary>The names in some of the input slots, laid out as another operator has them.</summary>
    internal (string?[] Names, int[] Starts) Slots(Slot[] slots)
    {
        var names = new List<string?>();
        var starts = new int[slots.Length + 1];
        for (int i = 0; i < slots.Length; i++)
        {
            string?[] own = InputNamesOf(slots[i].Name);
            names.AddRange(own.Length == 0 && !slots[i].IsList ? [null] : own);
            starts[i + 1] = names.Count;
        }
        return (names.ToArray(), starts);
    }

    private static string?[] Raw(Slot[] slots, string?[] names, int[] starts, string slot)
        => OpInfo.IndexOf(slots, slot) is >= 0 and int i ? names[starts[i]..starts[i + 1]] : [];

    private static string Print(object? value) => value switch
    {
        null => "None",
        string s => $"'{s}'",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        Array a => "[" + string.Join(", ", a.Cast<object?>().Select(Print)) + "]",
        _ => value.ToString() ?? "",
    };

    private static string Join(Slot[] slots, string?[] names, int[] starts)
        => string.Join(", ", slots.Select((s, i) => $"{s.Name}=[{string.Join(", ", names[starts[i]..starts[i + 1]].OfType<string>().Select(n => $"'{n}'"))}]"));

    private IReadOnlyList<string> Names(Slot[] slots, string?[] names, int[] starts, string slot)
    {
        int i = OpInfo.IndexOf(slots, slot);
        if (i < 0)
            throw new InvalidArgumentException($"{Type}: there is no slot '{slot}' on that side.", $"There are: {string.Join(", ", slots.Select(s => s.Name))}.");
        return names[starts[i]..starts[i + 1]].OfType<string>().ToArray();
    }
}
