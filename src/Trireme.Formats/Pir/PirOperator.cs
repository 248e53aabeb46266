namespace Trireme.Formats.Pir;

/// <summary>An operator as the JSON form states it.</summary>
internal sealed class PirOperator
{
    public const string Parameter = "builtin.parameter";

    /// <summary>The name without its dialect where that is the operators' own ("conv2d"), else with it ("builtin.combine").</summary>
    public required string Type { get; init; }

    /// <summary>Position in the block, and type, for messages.</summary>
    public required string Place { get; init; }

    /// <summary>Plain values: bool, int, long, float, double, string, long[], object?[]; an element type is its number; null for what nothing needs.</summary>
    public required Dictionary<string, object?> Attributes { get; init; }

    /// <summary>Numbers of the values it takes; 0 for an optional one that is absent.</summary>
    public required int[] Operands { get; init; }

    public required PirValue[] Results { get; init; }

    /// <summary>Blocks of its own: the branches of a condition, the body of a loop.</summary>
    public PirRegion[] Regions { get; init; } = [];

    /// <summary>The operator and those in its blocks.</summary>
    public IEnumerable<PirOperator> All() => Regions.SelectMany(r => r.Operators).SelectMany(o => o.All()).Prepend(this);
}

/// <summary>A block inside an operator: what the operator gives it, and what it does.</summary>
internal sealed record PirRegion(PirValue[] Arguments, List<PirOperator> Operators);
