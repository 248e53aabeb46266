using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static;

/// <summary>Builds blocks inside blocks, and the operators that run them.</summary>
internal static class SubBlock
{
    /// <summary>Records what happens meanwhile into a new block inside the current one.</summary>
    public static Block Record(Action action)
    {
        Program program = Recorder.Main;
        Block block = program.CreateBlock();
        try
        {
            action();
        }
        finally
        {
            program.Rollback();
        }
        return block;
    }

    /// <summary>The variables of outer blocks that a block reads, and those that it changes.</summary>
    public static (List<Variable> Reads, List<Variable> Writes) Outside(Block block)
    {
        var reads = new OrderedDictionary<string, Variable>();
        var writes = new OrderedDictionary<string, Variable>();
        foreach (Operator op in block.Ops)
        {
            foreach (string name in op.InputArgNames.Where(n => !block.HasVar(n)))
                reads.TryAdd(name, Find(block, op, name));
            foreach (string name in op.OutputArgNames.Where(n => !block.HasVar(n)))
                writes.TryAdd(name, Find(block, op, name));
        }
        return ([.. reads.Values], [.. writes.Values]);
    }

    /// <summary>Appends a loop over a block to the current one.</summary>
    public static void AppendWhile(Block body, Variable condition, bool isTest)
    {
        (List<Variable> reads, List<Variable> writes) = Outside(body);
        if (writes.TrueForAll(w => w.Name != condition.Name))
        {
            throw new InvalidArgumentException($"while: the body never changes its condition '{condition.Name}', so the loop would not end.", null,
                "Compute the condition anew at the end of the body, into the same variable.");
        }
        PassGradients(body, writes);
        Variable[] inputs = reads.Concat(writes).DistinctBy(v => v.Name).Where(v => v.Name != condition.Name).ToArray();
        Block block = Recorder.Main.CurrentBlock();
        Recorder.Append(block, new WhileOp(new BlockRef(body.Idx), isTest), [TensorList.Of(inputs), condition], [TensorList.Of(writes), Keep(block, "while")]);
    }

    /// <summary>Appends a block that runs only if a condition holds.</summary>
    public static void AppendConditional(Block body, IReadOnlyList<Variable> conditions, bool isScalar)
    {
        (List<Variable> reads, List<Variable> writes) = Outside(body);
        PassGradients(body, []);
        Block block = Recorder.Main.CurrentBlock();
        // What has a value already keeps it where the block does not run: then its gradient passes through.
        Variable[] inputs = reads.Concat(writes.Where(w => HasValue(w, block))).DistinctBy(v => v.Name).ToArray();
        Recorder.Append(block, new ConditionalBlockOp(new BlockRef(body.Idx), isScalar), [TensorList.Of(conditions), TensorList.Of(inputs)], [TensorList.Of(writes), Keep(block, "conditional_block")]);
    }

    /// <summary>Appends a block that runs once a step to the current one. What it reads from outside, beside inputs and states, becomes its parameters.</summary>
    public static void AppendRecurrent(Block body, IReadOnlyList<Variable> inputs, IReadOnlyList<Variable> initial, string[] exStates, string[] states, IReadOnlyList<Variable> outputs)
    {
        (List<Variable> reads, List<Variable> writes) = Outside(body);
        if (writes.Count > 0)
        {
            throw new InvalidArgumentException($"StaticRNN: the step overwrites variables from outside: {string.Join(", ", writes.Select(w => w.Name))}.", null,
                "Hand values on from step to step with Memory and UpdateMemory.");
        }
        PassGradients(body, []);
        foreach (Variable output in outputs)
            output.StopGradient = body.Var(output.Name).StopGradient;
        Block block = Recorder.Main.CurrentBlock();
        Recorder.Append(block, new RecurrentOp(new BlockRef(body.Idx), exStates, states, states.Length > 0), [TensorList.Of(inputs), TensorList.Of(initial), TensorList.Of(reads)],
            [TensorList.Of(outputs), Keep(block, "recurrent")]);
    }

    /// <summary>A variable that an operator on variables will write.</summary>
    public static Variable Declare(string prefix, Shape shape, DType dtype, VarType type = VarType.LodTensor, bool stopGradient = false, int lodLevel = 0)
        => Recorder.Main.CurrentBlock().CreateVar(UniqueName.Generate(prefix), shape, dtype, type, lodLevel, stopGradient: stopGradient);

    private static Variable Keep(Block block, string prefix) => block.CreateVar(UniqueName.Generate(prefix + ".steps"), default(Shape), default(DType), VarType.StepScopes);

    private static Variable Find(Block block, Operator op, string name)
        => block.FindVarRecursive(name) ?? throw new InvalidArgumentException($"{op.Type}: the variable '{name}' is not visible in block {block.Idx}.",
            "It is declared in another block that does not surround this one.", "Return it from the branch or loop that computes it.");

    private static bool HasValue(Variable variable, Block from)
    {
        if (variable.Persistable || variable.IsData || variable.Value is not null)
            return true;
        for (Block? block = from; block is not null; block = block.Parent)
        {
            if (block.Ops.Any(o => o.OutputArgNames.Contains(variable.Name)))
                return true;
        }
        return false;
    }

    // A loop variable may begin as a constant and depend on a parameter from the second round on: gradients pass wherever they do after any number of rounds.
    private static void PassGradients(Block block, List<Variable> carried)
    {
        bool changed;
        do
        {
            changed = false;
            foreach (Operator op in block.Ops)
            {
                if (op.Record.Info.NoGradient is not null || !op.InputArgNames.Any(n => block.FindVarRecursive(n) is { StopGradient: false, Type: VarType.LodTensorArray } or { StopGradient: false, DType.IsFloating: true }))
                    continue;
                foreach (string name in op.OutputArgNames)
                {
                    if (block.FindVarRecursive(name) is { StopGradient: true, DType.IsFloating: true } output && (block.HasVar(name) || carried.Contains(output)) && !output.Persistable)
                    {
                        output.StopGradient = false;
                        changed = true;
                    }
                }
            }
        }
        while (changed);
    }
}
