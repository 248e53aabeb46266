using Trireme.Operators;

namespace Trireme.Static;

/// <summary>Copies programs.</summary>
internal static class ProgramCopy
{
    public static Program Of(Program source, bool forTest)
    {
        var copy = new Program { RandomSeed = source.RandomSeed };
        for (int i = 1; i < source.NumBlocks; i++)
            copy.CreateBlock(source.Block(i).ParentIdx).ForwardBlockIdx = source.Block(i).ForwardBlockIdx;
        copy.EnterBlock(0);
        foreach (Block block in source.Blocks)
        {
            Block target = copy.Block(block.Idx);
            foreach (Operator op in block.Ops)
            {
                if (!forTest || (op.Role & (OpRole.Backward | OpRole.Optimize)) == 0)
                    target.Append(Of(op, target, forTest));
            }
            HashSet<string> used = forTest && block.Idx == 0 ? UsedNames(copy) : [];
            foreach (Variable variable in block.Vars.Values)
            {
                if (!forTest || block.Idx > 0 || used.Contains(variable.Name) || !IsGradientPart(source, variable.Name))
                    Of(variable, target);
            }
        }
        if (!forTest)
        {
            foreach (Action<Scope> action in source.BeforeRun)
                copy.OnRun(action);
        }
        return copy;
    }

    /// <summary>The same operator in another block.</summary>
    public static Operator Of(Operator op, Block target, bool forTest = false)
        => new(target, forTest ? ForTest(op.Record) : op.Record, [.. op.Inputs], op.InputStarts, [.. op.Outputs], op.OutputStarts)
        {
            Role = op.Role,
            RoleVariables = op.RoleVariables,
            NameScope = op.NameScope,
        };

    /// <summary>The same variable in another block.</summary>
    public static Variable Of(Variable variable, Block target)
    {
        Variable copy = target.CreateVar(variable.Name, variable.Shape, variable.DType, variable.Type, variable.LodLevel, variable.Persistable, variable.StopGradient);
        copy.IsParameter = variable.IsParameter;
        copy.IsData = variable.IsData;
        copy.NeedCheckFeed = variable.NeedCheckFeed;
        copy.ErrorClip = variable.ErrorClip;
        if (variable.Value is { } value)
            target.Program.ShareValue(copy, value);
        return copy;
    }

    private static HashSet<string> UsedNames(Program program)
        => program.Blocks.SelectMany(b => b.Ops).SelectMany(o => o.InputArgNames.Concat(o.OutputArgNames)).ToHashSet();

    // A variable that only the left-out operators touch has no meaning in the copy; one that no operator touches was declared by hand.
    private static bool IsGradientPart(Program source, string name)
        => source.Blocks.SelectMany(b => b.Ops).Any(o => o.InputArgNames.Contains(name) || o.OutputArgNames.Contains(name));

    private static Op ForTest(Op record)
    {
        if (record.Info.Create is not { } create || record.Info.Attributes.FirstOrDefault(a => a.Name == "is_test") is not { } isTest || isTest.Read(record) is true)
            return record;
        return create(AttributeMap.Of(record, ("is_test", true)));
    }
}
