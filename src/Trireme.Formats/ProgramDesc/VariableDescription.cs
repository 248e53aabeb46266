namespace Trireme.Formats.ProgramDesc;

/// <summary>A variable of a block: its name, what it holds and how it is treated.</summary>
public sealed class VariableDescription
{
    /// <summary>The name, unique within the block.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public VariableKind Kind { get; init; } = VariableKind.LodTensor;

    /// <summary>One of <see cref="ElementTypes"/> for kinds that hold tensors; null when the file does not say.</summary>
    public int? ElementType { get; init; }

    /// <summary>
    /// Dimensions, outermost first; a negative one is unknown: -1, in programs of old releases also other numbers, where it is the product of unknown ones.
    /// Empty for a single element and for what is no tensor.
    /// </summary>
    public long[] Dims { get; init; } = [];

    /// <summary>Levels of sequence offsets (level of detail).</summary>
    public int LodLevel { get; init; }

    /// <summary>Whether it outlives a run: parameters, buffers, and the feed and fetch lists.</summary>
    public bool Persistable { get; init; }

    /// <summary>Whether what is fed must have this shape and element type.</summary>
    public bool NeedCheckFeed { get; init; }

    /// <summary>Whether it is a trainable parameter; exports for inference do not say.</summary>
    public bool IsParameter { get; init; }

    /// <summary>Whether gradients stop here; exports for inference do not say.</summary>
    public bool StopGradient { get; init; }

    /// <summary>The tensors that a <see cref="VariableKind.Reader"/> delivers; empty for every other kind.</summary>
    public TensorDescription[] ReaderTensors { get; init; } = [];

    // Whether the file states these two, or leaves them to their defaults: a program that is read and written again stays equal byte for byte.
    // Null is Paddle's habit: 'persistable' is stated, the level of everything but parameters is.
    internal bool? StatesPersistable { get; init; }

    internal bool? StatesLodLevel { get; init; }

    /// <summary>Whether a parameter file holds a tensor for it.</summary>
    public bool IsSavedTensor => Persistable && Kind is not (VariableKind.FeedMinibatch or VariableKind.FetchList or VariableKind.Reader or VariableKind.Raw
        or VariableKind.StepScopes or VariableKind.FeedList);

    /// <summary>Name, kind, element type and shape, for messages.</summary>
    public override string ToString()
        => ElementType is { } type ? $"{Name} {ElementTypes.NameOf(type)} [{string.Join(", ", Dims)}]" : $"{Name} ({Kind})";
}
