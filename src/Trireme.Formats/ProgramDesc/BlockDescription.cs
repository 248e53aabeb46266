namespace Trireme.Formats.ProgramDesc;

/// <summary>One block of a program: its variables, in no particular order, and its operators in the order in which they run.</summary>
public sealed class BlockDescription
{
    /// <summary>Position in <see cref="ProgramDescription.Blocks"/>.</summary>
    public int Index { get; init; }

    /// <summary>The block around this one, whose variables its operators may name too; -1 for none.</summary>
    public int ParentIndex { get; init; } = -1;

    /// <summary>For a block of gradient operators, the block that it differentiates; -1 for none.</summary>
    public int ForwardIndex { get; init; } = -1;

    /// <summary>The variables; names are unique within the block.</summary>
    public List<VariableDescription> Variables { get; init; } = [];

    /// <summary>The operators in order.</summary>
    public List<OperatorDescription> Operators { get; init; } = [];
}
