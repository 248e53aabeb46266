namespace Trireme.Operators;

/// <summary>What is known of an operator: the facts of its <see cref="OpAttribute"/> and of its record, found once.</summary>
public sealed class OpInfo
{
    private readonly int[] _identity;

    /// <summary>Describes an operator. Called by generated code, once for each record marked with <see cref="OpAttribute"/>.</summary>
    /// <param name="recordType">The record.</param>
    /// <param name="facts">Its attribute.</param>
    /// <param name="attributes">Its properties.</param>
    /// <param name="create">Builds a record from attribute values; null where the record cannot be written to a file.</param>
    public OpInfo(Type recordType, OpAttribute facts, OpAttributeInfo[] attributes, Func<AttributeMap, Op>? create)
    {
        string[] sides = facts.Slots.Split("->", StringSplitOptions.TrimEntries);
        RecordType = recordType;
        Type = facts.Type;
        InputSlots = Slot.ParseList(sides[0], facts.Saves);
        OutputSlots = Slot.ParseList(sides[1], facts.Saves);
        NoGradient = facts.NoGradient;
        SetsLod = facts.SetsLod;
        IsComposite = typeof(CompositeOp).IsAssignableFrom(recordType);
        IsComposable = IsComposite || typeof(IComposable).IsAssignableFrom(recordType);
        Attributes = attributes;
        Create = create;
        HasInputList = Inputs.Any(s => s.IsList);
        SavesInputs = InputSlots.Any(s => s.IsSaved);
        SavesOutputs = OutputSlots.Any(s => s.IsSaved);
        InPlaceInput = new int[Outputs.Count];
        Array.Fill(InPlaceInput, -1);
        foreach (string pair in facts.InPlace.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] names = pair.Split('=');
            InPlaceInput[IndexOf(OutputSlots, names[0])] = IndexOf(InputSlots, names[1]);
            HasInPlace = true;
        }
        if (facts.View.Split('=') is [string output, string input])
            (ViewOutput, ViewInput) = (IndexOf(OutputSlots, output), IndexOf(InputSlots, input));
        _identity = Enumerable.Range(0, Math.Max(Inputs.Count, Outputs.Count) + 1).ToArray();
        foreach (string name in facts.Saves.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Inputs.All(s => s.Name != name) && Outputs.All(s => s.Name != name))
                throw new InvalidArgumentException($"{Type}: Saves names '{name}', which is no slot.");
        }
    }

    /// <summary>The record.</summary>
    public Type RecordType { get; }

    /// <summary>The operator type as Paddle's program description names it.</summary>
    public string Type { get; }

    /// <summary>The inputs, in order.</summary>
    public IReadOnlyList<Slot> Inputs => InputSlots;

    /// <summary>The outputs, in order.</summary>
    public IReadOnlyList<Slot> Outputs => OutputSlots;

    /// <summary>The attributes, in the order of the record's constructor.</summary>
    public IReadOnlyList<OpAttributeInfo> Attributes { get; }

    /// <summary>Builds a record from attribute values; null where the record cannot be written to a file.</summary>
    public Func<AttributeMap, Op>? Create { get; }

    /// <summary>Why the operator has no gradient; null where it has one.</summary>
    public string? NoGradient { get; }

    /// <summary>Whether a CPU kernel of its own is registered; element-wise operators share one.</summary>
    public bool RunsOnCpu => KernelTable.HasCpu(RecordType) || IsMadeOfOthers || RecordType.IsSubclassOf(typeof(Static.ScopeOp)) || RecordType.IsSubclassOf(typeof(ElementwiseOp));

    /// <summary>The inputs as the array they are: every run looks at them, and an array is read faster than a list.</summary>
    internal Slot[] InputSlots { get; }

    internal Slot[] OutputSlots { get; }

    internal bool SavesInputs { get; }

    internal bool SavesOutputs { get; }

    internal bool HasInputList { get; }

    internal bool HasInPlace { get; }

    internal bool SetsLod { get; }

    internal bool IsComposite { get; }

    /// <summary>Whether the operator is made of others, always or for some attributes and inputs.</summary>
    internal bool IsComposable { get; }

    /// <summary>Whether the operator has no kernel: it always runs as others.</summary>
    internal bool IsMadeOfOthers => IsComposite || RecordType.IsSubclassOf(typeof(LateCompositeOp));

    /// <summary>Whether the operator draws numbers: each run gives others.</summary>
    internal bool IsRandom => NoGradient?.Contains("random", StringComparison.Ordinal) ?? false;

    internal int[] InPlaceInput { get; }

    internal int ViewOutput { get; } = -1;

    internal int ViewInput { get; } = -1;

    internal Kernel? CpuKernel { get; set; }

    /// <summary>Slot i begins at position i: the layout of every operator without lists.</summary>
    internal int[] Identity => _identity;

    internal static int IndexOf(Slot[] slots, string name)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (ReferenceEquals(slots[i].Name, name))
                return i;
        }
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i].Name == name)
                return i;
        }
        return -1;
    }
}
