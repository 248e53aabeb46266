namespace Trireme.Compiler.Capture;

/// <summary>A tensor of a plan that is being made.</summary>
internal sealed class GraphValue(string name, TensorMeta meta)
{
    public string Name { get; } = name;

    public TensorMeta Meta { get; } = meta;

    /// <summary>The tensor outside the plan that this is: a parameter, a buffer, a constant.</summary>
    public Tensor? Bound { get; init; }

    /// <summary>Whether a caller gives it on each run.</summary>
    public bool IsFeed { get; init; }

    /// <summary>Whether the caller wants its values.</summary>
    public bool IsFetched { get; set; }

    /// <summary>Whether its memory belongs to the plan.</summary>
    public bool IsTemporary => Bound is null && !IsFeed;
}
