namespace Trireme.Formats.ProgramDesc;

/// <summary>Finds what makes a description senseless as a whole: names that nothing declares, blocks in circles, impossible shapes.</summary>
internal sealed class ProgramCheck
{
    /// <summary>Deepest nesting of blocks; programs nest a handful deep, and every name may be looked up through all levels.</summary>
    private const int MaxDepth = 64;

    /// <summary>Largest number of dimensions; Paddle's own tensors end at 9.</summary>
    private const int MaxRank = 64;

    // The place of a gradient that nobody needs.
    private const string EmptyVariable = "@EMPTY@";

    private readonly ProgramDescription _program;
    private readonly HashSet<string>[] _names;
    private readonly int[] _depths;

    // 0 not visited yet, 1 being visited, 2 found free of circles.
    private readonly byte[] _visits;
    private string _place = "the program";

    private ProgramCheck(ProgramDescription program)
    {
        _program = program;
        _names = new HashSet<string>[program.Blocks.Count];
        _depths = new int[program.Blocks.Count];
        _visits = new byte[program.Blocks.Count];
    }

    /// <summary>The first problem with the place it is in; null when there is none.</summary>
    public static (string Place, string Reason)? Find(ProgramDescription program)
    {
        var check = new ProgramCheck(program);
        return check.Problem() is { } reason ? (check._place, reason) : null;
    }

    private string? Problem()
    {
        if (_program.Blocks.Count == 0)
            return "there is no block";
        for (int i = 0; i < _program.Blocks.Count; i++)
        {
            _place = $"block {i}";
            if (Block(_program.Blocks[i], i) is { } reason)
                return reason;
        }
        for (int i = 0; i < _program.Blocks.Count; i++)
        {
            for (int j = 0; j < _program.Blocks[i].Operators.Count; j++)
            {
                OperatorDescription op = _program.Blocks[i].Operators[j];
                if (Operator(op, i) is not { } reason)
                    continue;
                _place = $"block {i}, operator {j} ({op.Type})";
                return reason;
            }
        }
        for (int i = 0; i < _program.Blocks.Count; i++)
        {
            if (Circle(i, 0) is { } reason)
                return reason;
        }
        return null;
    }

    private string? Block(BlockDescription block, int position)
    {
        if (block.Index != position)
            return $"the index is {block.Index} instead of {position}";
        // A block is always made inside one that exists, so its parent comes first; this alone rules circles out.
        if (block.ParentIndex < -1 || block.ParentIndex >= position)
            return $"the parent is block {block.ParentIndex}, which does not come before it";
        _depths[position] = block.ParentIndex < 0 ? 0 : _depths[block.ParentIndex] + 1;
        if (_depths[position] > MaxDepth)
            return $"blocks are nested more than {MaxDepth} deep";
        if (block.ForwardIndex < -1 || block.ForwardIndex >= _program.Blocks.Count)
            return $"the forward block {block.ForwardIndex} is outside the program's {_program.Blocks.Count} blocks";
        _names[position] = new HashSet<string>(block.Variables.Count);
        foreach (VariableDescription variable in block.Variables)
        {
            string? reason = variable.Name.Length == 0 ? "the name is empty"
                : !_names[position].Add(variable.Name) ? "the name comes twice"
                : Shape(variable.Dims, variable.ElementType, variable.IsSavedTensor)
                ?? variable.ReaderTensors.Select(t => Shape(t.Dims, t.ElementType, isSaved: false)).FirstOrDefault(r => r is not null)
                ?? (variable.LodLevel is < 0 or > MaxRank ? $"{variable.LodLevel} levels of offsets are impossible" : null);
            if (reason is null)
                continue;
            _place = $"block {position}, variable '{variable.Name}'";
            return reason;
        }
        return null;
    }

    private static string? Shape(long[] dims, int? elementType, bool isSaved)
    {
        if (dims.Length > MaxRank)
            return $"{dims.Length} dimensions are more than the {MaxRank} there can be";
        UInt128 count = (UInt128)(elementType is { } type ? ElementTypes.SizeOf(type) ?? 1 : 1);
        foreach (long dimension in dims)
        {
            if (dimension < (isSaved ? -1 : int.MinValue))
                return $"the dimension {dimension} in [{string.Join(", ", dims)}] is negative";
            count *= (UInt128)Math.Max(dimension, 1);
            if (count > long.MaxValue)
                return $"the shape [{string.Join(", ", dims)}] has more bytes than can be counted";
        }
        return null;
    }

    private string? Operator(OperatorDescription op, int block)
    {
        if (op.Type.Length == 0)
            return "the operator has no type";
        return Undeclared(op.Inputs, block, "input") ?? Undeclared(op.Outputs, block, "output")
            ?? op.Attributes.Select(a => Attribute(a.Key, a.Value, block)).FirstOrDefault(r => r is not null);
    }

    private string? Undeclared(OrderedDictionary<string, string[]> slots, int block, string what)
    {
        foreach ((string slot, string[] variables) in slots)
        {
            foreach (string variable in variables)
            {
                if (!IsDeclared(variable, block))
                    return $"{what} {slot} names the variable '{variable}', which neither block {block} nor one around it declares";
            }
        }
        return null;
    }

    private bool IsDeclared(string variable, int block)
    {
        if (variable == EmptyVariable)
            return true;
        for (int i = block; i >= 0; i = _program.Blocks[i].ParentIndex)
        {
            if (_names[i].Contains(variable))
                return true;
        }
        return false;
    }

    private string? Attribute(string name, AttributeValue attribute, int block)
    {
        foreach (BlockReference reference in References(attribute))
        {
            if (reference.Index < 0 || reference.Index >= _program.Blocks.Count)
                return $"attribute '{name}' names block {reference.Index}, and there are {_program.Blocks.Count}";
        }
        VariableReference[] variables = attribute.Value switch { VariableReference one => [one], VariableReference[] many => many, _ => [] };
        return variables.FirstOrDefault(v => !IsDeclared(v.Name, block)) is { Name: { } undeclared }
            ? $"attribute '{name}' names the variable '{undeclared}', which neither block {block} nor one around it declares" : null;
    }

    private static BlockReference[] References(AttributeValue attribute)
        => attribute.Value switch { BlockReference one => [one], BlockReference[] many => many, _ => [] };

    /// <summary>Whether running a block would run it again inside itself.</summary>
    private string? Circle(int block, int depth)
    {
        if (_visits[block] == 2)
            return null;
        _place = $"block {block}";
        if (_visits[block] == 1)
            return "an operator inside the block runs the block itself";
        if (depth > MaxDepth)
            return $"blocks run each other more than {MaxDepth} deep";
        _visits[block] = 1;
        foreach (OperatorDescription op in _program.Blocks[block].Operators)
        {
            foreach (AttributeValue attribute in op.Attributes.Values)
            {
                foreach (BlockReference inner in References(attribute))
                {
                    if (Circle(inner.Index, depth + 1) is { } reason)
                        return reason;
                }
            }
        }
        _visits[block] = 2;
        return null;
    }
}
