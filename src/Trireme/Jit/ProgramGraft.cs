using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>Makes a program a part of the current one. Every variable gets a name of its own there: two networks from files may use the same names.</summary>
internal static class ProgramGraft
{
    /// <summary>Appends a program's operators to the current block.</summary>
    /// <param name="source">The program.</param>
    /// <param name="scope">By the source's names, what stands for its inputs and parameters: tensors and variables of the current program. Receives its results.</param>
    public static void Append(Program source, Scope scope)
    {
        Block block = source.GlobalBlock();
        for (int i = 0; i < block.Ops.Count; i++)
        {
            if (block.Ops[i].Record is ScopeOp)
                Append(block.Ops[i], scope);
            else
                BlockRunner.Run(block, scope, i..(i + 1));
        }
    }

    // An operator on variables has no results that running it over variables could declare: it is copied, with the blocks it runs.
    private static void Append(Operator op, Scope scope)
    {
        Block target = Recorder.Main.CurrentBlock();
        bool flows = GradMode.IsEnabled && op.InputArgNames.Any(n => scope.FindVar(n)?.Value is Tensor { StopGradient: false });
        target.Append(Copy(op, target, name => Outer(op, target, scope, name)));
        foreach (string name in op.OutputArgNames)
        {
            if (flows && scope.FindVar(name)?.Value is Variable { Persistable: false } written && written.DType.IsFloating)
                written.StopGradient = false;
        }
    }

    // The name of what stands for a variable of the source; what nothing stands for yet is declared.
    private static string Outer(Operator op, Block target, Scope scope, string name)
    {
        if (scope.FindVar(name)?.Value is Tensor known)
            return Recorder.Resolve(target, op.Record.Info, known).Name;
        Variable? declared = op.Block.FindVarRecursive(name);
        if (declared is null)
            return name;
        Variable made = target.CreateVar(UniqueName.Generate(name), declared.Shape, declared.DType, declared.Type, declared.LodLevel, stopGradient: true);
        scope.Local(name).Value = made;
        return made.Name;
    }

    private static Operator Copy(Operator op, Block target, Func<string, string> names)
    {
        OpInfo info = op.Record.Info;
        Op record = op.Record;
        if (info.Attributes.FirstOrDefault(a => a.Type == typeof(BlockRef)) is { } body && info.Create is { } create)
        {
            var source = (BlockRef)body.Read(op.Record)!;
            (Block copy, Func<string, string> inner) = Copy(op.Block.Program.Block(source.Index), target, names, [.. op.InputArgNames, .. op.OutputArgNames]);
            AttributeMap attributes = AttributeMap.Of(op.Record, (body.Name, new BlockRef(copy.Idx)));
            // Lists of names beside a block name the block's variables: the states of a recurrent network.
            foreach (OpAttributeInfo list in info.Attributes.Where(a => a.Type == typeof(string[])))
                attributes.Set(list.Name, Array.ConvertAll((string[])list.Read(op.Record)!, n => inner(n)));
            record = create(attributes);
        }
        return new Operator(target, record, Array.ConvertAll(op.Inputs, Named), op.InputStarts, Array.ConvertAll(op.Outputs, Named), op.OutputStarts)
        {
            Role = Recorder.Role,
            NameScope = Recorder.NameScope,
        };

        string? Named(string? name) => name is null ? null : names(name);
    }

    // What a block calls by the name of one of its operator's variables, a step of the whole for instance, keeps that bond.
    private static (Block Block, Func<string, string> Names) Copy(Block source, Block parent, Func<string, string> outer, HashSet<string> bound)
    {
        Dictionary<string, string> own = source.Vars.Keys.ToDictionary(n => n, n => bound.Contains(n) ? outer(n) : UniqueName.Generate(n));
        Program program = parent.Program;
        int before = program.CurrentBlock().Idx;
        Block block = program.CreateBlock(parent.Idx);
        program.EnterBlock(before);
        foreach (Variable variable in source.Vars.Values)
            block.CreateVar(own[variable.Name], variable.Shape, variable.DType, variable.Type, variable.LodLevel, variable.Persistable, variable.StopGradient);
        foreach (Operator op in source.Ops)
            block.Append(Copy(op, block, Inner));
        return (block, Inner);

        string Inner(string name) => own.TryGetValue(name, out string? known) ? known : outer(name);
    }
}
