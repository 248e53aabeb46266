using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Pir;

/// <summary>What a value of the JSON form is in the program being made.</summary>
internal abstract class PirBinding;

/// <summary>A result that has no place in the older form.</summary>
internal sealed class PirAbsent : PirBinding
{
    public static PirAbsent Instance { get; } = new();
}

/// <summary>A variable.</summary>
internal sealed class PirVariable(string name, PirType type) : PirBinding
{
    public string Name => name;

    public PirType Type => type;
}

/// <summary>A list of values, which the older form only knows as the content of a slot.</summary>
internal sealed class PirList(PirBinding[] items) : PirBinding
{
    public PirBinding[] Items => items;

    /// <summary>The variables, once they have been asked for; shared, as many operators may take one list.</summary>
    public string[]? Names { get; set; }
}

/// <summary>A constant. It becomes an attribute where it can, and a variable only when some operator needs one.</summary>
internal sealed class PirConstant(int number, PirType type, Array values, BlockDescription home) : PirBinding
{
    /// <summary>The block it is defined in: there it becomes a variable, wherever that is needed first.</summary>
    public BlockDescription Home => home;

    public int Number => number;

    public PirType Type => type;

    /// <summary>long[] or double[]; a single value stands for all elements.</summary>
    public Array Values => values;

    public string? Name { get; set; }

    /// <summary>All elements, or null when there are more than an attribute may hold.</summary>
    public Array? Elements(int most)
    {
        long count = Type.Dims.Aggregate(1L, (n, d) => n > most || d < 0 ? most + 1L : n * Math.Min(d, most + 1));
        if (count > most || (values.Length != 1 && values.Length != count))
            return null;
        if (values.Length == count)
            return values;
        return values is long[] whole ? Enumerable.Repeat(whole[0], (int)count).ToArray() : Enumerable.Repeat(((double[])values)[0], (int)count).ToArray();
    }
}

/// <summary>Single numbers stacked into a shape. The older form takes such a list as it is, so the operator is only made when a tensor is needed.</summary>
internal sealed class PirStack(PirOperator op, PirBinding[] items, BlockDescription home) : PirBinding
{
    /// <inheritdoc cref="PirConstant.Home"/>
    public BlockDescription Home => home;

    public PirOperator Operator => op;

    public PirBinding[] Items => items;

    public string? Name { get; set; }
}
