namespace Trireme.Static;

/// <summary>An operator of a program could not run; the message names its block, its number and its variables.</summary>
public sealed class ProgramRunException : InvalidOperationException
{
    /// <summary>An operator of a program could not run.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="inner">What it said.</param>
    public ProgramRunException(Operator op, Exception inner)
        : base($"{inner.Message}\n  in block {op.Block.Idx}, operator {IndexOf(op)}: {op.Type}({string.Join(", ", op.InputArgNames)}) -> {string.Join(", ", op.OutputArgNames)}", inner)
    {
    }

    private static int IndexOf(Operator op)
    {
        for (int i = 0; i < op.Block.Ops.Count; i++)
        {
            if (ReferenceEquals(op.Block.Ops[i], op))
                return i;
        }
        return -1;
    }
}
