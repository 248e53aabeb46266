using Trireme.Operators;

namespace Trireme.Static.Files;

/// <summary>
/// A copy of a program in which formulas stand as the operators they are made of, and results of functions with gradients of their own as what they are: files
/// know neither. Convolutions with a bias stand as Paddle has them.
/// </summary>
internal static class SpelledProgram
{
    public static Program Of(Program program)
    {
        if (!program.Blocks.Any(b => b.Ops.Any(o => o.Record is ExprOp or PyLayerOp || BiasSpelling.Applies(o))))
            return program;
        Program copy = program.Clone();
        using var guard = new ProgramGuard(copy, new Program());
        using Recorder.Mode on = Recorder.Set(on: true);
        var biases = new BiasSpelling();
        foreach (Block block in copy.Blocks)
        {
            Operator[] ops = block.Ops.ToArray();
            block.RemoveOps(_ => true);
            int before = copy.EnterBlock(block.Idx);
            foreach (Operator op in ops)
            {
                if (op.Record is ExprOp formula)
                    Spell(block, op, formula);
                else if (op.Record is PyLayerOp)
                    HandOn(block, op);
                else if (BiasSpelling.Applies(op))
                    biases.Spell(block, op);
                else
                    block.Append(op);
            }
            copy.EnterBlock(before);
        }
        return copy;
    }

    private static void HandOn(Block block, Operator op)
    {
        foreach ((string? result, string? output) in op.InputNamesOf("Result").Zip(op.OutputNamesOf("Out")))
            Recorder.Append(block, new AssignOp(), [block.FindVarRecursive(result!)!], [block.FindVarRecursive(output!)!]);
    }

    private static void Spell(Block block, Operator op, ExprOp formula)
    {
        Variable result = (Variable)FormulaSpelling.Spell(formula.Expression, op.Inputs.Select(n => block.FindVarRecursive(n!)!).ToArray());
        // The last operator writes what the formula wrote.
        Operator last = block.Ops[^1];
        int place = Array.IndexOf(last.Outputs, result.Name);
        if (place < 0)
        {
            Recorder.Append(block, new AssignOp(), [result], [block.FindVarRecursive(op.Outputs[0]!)!]);
            return;
        }
        last.Outputs[place] = op.Outputs[0];
        block.RemoveVar(result.Name);
    }
}
