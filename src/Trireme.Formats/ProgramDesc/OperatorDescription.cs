namespace Trireme.Formats.ProgramDesc;

/// <summary>One operator of a block: its type, the variables in its input and output slots, its attributes.</summary>
public sealed class OperatorDescription
{
    /// <summary>The operator's type, as "conv2d".</summary>
    public required string Type { get; init; }

    /// <summary>Input slots in the file's order, each with the names of its variables; a slot may be there without any.</summary>
    public OrderedDictionary<string, string[]> Inputs { get; init; } = [];

    /// <summary>Output slots in the file's order, each with the names of its variables.</summary>
    public OrderedDictionary<string, string[]> Outputs { get; init; } = [];

    /// <summary>Attributes in the file's order.</summary>
    public OrderedDictionary<string, AttributeValue> Attributes { get; init; } = [];

    /// <summary>Whether pruning must keep the operator.</summary>
    public bool IsTarget { get; init; }

    /// <summary>The variables of an input slot; none when the slot is absent.</summary>
    /// <param name="slot">Name of the slot, as "X".</param>
    public string[] Input(string slot) => Inputs.TryGetValue(slot, out string[]? names) ? names : [];

    /// <summary>The variables of an output slot; none when the slot is absent.</summary>
    /// <param name="slot">Name of the slot, as "Out".</param>
    public string[] Output(string slot) => Outputs.TryGetValue(slot, out string[]? names) ? names : [];

    /// <summary>An attribute, or null when the operator does not carry it: then its default applies.</summary>
    /// <param name="name">Name of the attribute, as "axis".</param>
    public AttributeValue? Attribute(string name) => Attributes.TryGetValue(name, out AttributeValue? value) ? value : null;

    /// <summary>The type with its slots, for messages.</summary>
    public override string ToString() => $"{Type}({Slots(Inputs)} -> {Slots(Outputs)})";

    private static string Slots(OrderedDictionary<string, string[]> slots) => string.Join("; ", slots.Select(s => $"{s.Key}={string.Join(", ", s.Value)}"));
}
