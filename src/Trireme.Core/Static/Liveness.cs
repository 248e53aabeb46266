namespace Trireme.Static;

/// <summary>Finds after which operator of a block nobody needs a variable any more.</summary>
internal static class Liveness
{
    /// <summary>The variables to drop after each operator of a program's outermost block.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kept">The names that are needed after the run.</param>
    public static string[][] DropAfter(Program program, IEnumerable<string> kept)
    {
        Block block = program.GlobalBlock();
        HashSet<string> needed = [.. kept];
        // What inner blocks touch may be read again in a later round.
        foreach (Operator op in program.Blocks.Skip(1).SelectMany(b => b.Ops))
            needed.UnionWith(op.InputArgNames.Concat(op.OutputArgNames));
        var last = new Dictionary<string, int>();
        for (int i = 0; i < block.Ops.Count; i++)
        {
            foreach (string name in block.Ops[i].InputArgNames.Concat(block.Ops[i].OutputArgNames))
                last[name] = i;
        }
        var drop = new List<string>[block.Ops.Count];
        foreach ((string name, int index) in last)
        {
            if (!needed.Contains(name) && block.FindVarRecursive(name) is not { Persistable: true })
                (drop[index] ??= []).Add(name);
        }
        return Array.ConvertAll(drop, d => d?.ToArray() ?? []);
    }
}
