using Trireme.Static;

namespace Trireme.Formats.Pir;

/// <summary>One line of the table: how an operator of the JSON form is said in the older form.</summary>
internal sealed class PirRow
{
    private PirRow(string name, string type, PirOperandRule[] operands, PirResultRule[] results, PirAttributeRule[] attributes)
    {
        Name = name;
        Type = type;
        Operands = operands;
        Results = results;
        Attributes = attributes;
    }

    public string Name { get; }

    public string Type { get; }

    public PirOperandRule[] Operands { get; }

    public PirResultRule[] Results { get; }

    public PirAttributeRule[] Attributes { get; }

    public static PirRow Parse(string line)
    {
        string[] columns = line.Split('|', StringSplitOptions.TrimEntries);
        string[] names = columns[0].Split(" -> ");
        return new PirRow(
            names[0], names[^1], [.. Words(columns, 1).Select(PirOperandRule.Parse)], [.. Words(columns, 2).Select(PirResultRule.Parse)],
            [.. Words(columns, 3).Select(PirAttributeRule.Parse)]);
    }

    private static string[] Words(string[] columns, int column)
        => column < columns.Length ? columns[column].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
}

/// <summary>What becomes of an operand: a slot, a list slot, an attribute where it is constant, or nothing.</summary>
internal sealed record PirOperandRule(string? Slot, string? ListSlot = null, string? From = null, string? Attribute = null, string? AttrType = null)
{
    public static PirOperandRule Parse(string word)
    {
        if (word == "_")
            return new PirOperandRule(Slot: null);
        if (!word.Contains('>'))
            return word.EndsWith('*') ? new PirOperandRule(null, word[..^1]) : new PirOperandRule(word);
        string[] parts = word.Split('/');
        string[] names = parts[0].Split('>', ':');
        return new PirOperandRule(
            parts.Skip(1).FirstOrDefault(s => !s.EndsWith('*')), parts.Skip(1).FirstOrDefault(s => s.EndsWith('*'))?[..^1], names[0], names[1], names[2]);
    }
}

/// <summary>What becomes of a result: a new variable, a list, the variable of an input slot, or nothing.</summary>
internal sealed record PirResultRule(string? Slot, bool IsList = false, string? Overwrites = null)
{
    public static PirResultRule Parse(string word)
    {
        string[] parts = word.Split('@');
        return word == "_" ? new PirResultRule(Slot: null)
            : new PirResultRule(parts[0].TrimEnd('*'), word.EndsWith('*'), parts.Length > 1 ? parts[1] : null);
    }
}

/// <summary>Where an attribute comes from: an attribute of the JSON form, a fixed value, an input's element type, or whether a list is empty.</summary>
internal sealed record PirAttributeRule(
    string Attribute, string? From, string? Type, string? Fixed = null, string? ElementTypeOf = null, string? EmptyList = null)
{
    public static PirAttributeRule Parse(string word)
    {
        int equals = word.IndexOf('=');
        if (equals < 0)
        {
            string[] parts = word.Split('>', ':');
            return new PirAttributeRule(parts[^2], parts[0], parts[^1]);
        }
        string name = word[..equals], value = word[(equals + 1)..];
        if (value[0] == '@')
            return new PirAttributeRule(name, null, null, ElementTypeOf: value[1..]);
        if (value[0] == '!')
            return new PirAttributeRule(name, null, null, EmptyList: value[1..]);
        string[] pair = value.Split(':');
        return new PirAttributeRule(name, null, pair[0], Fixed: pair[1]);
    }
}
