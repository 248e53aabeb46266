namespace Trireme.Static;

/// <summary>Cuts programs down to what given results need.</summary>
internal static class ProgramPrune
{
    /// <summary>A copy with the operators that lead from the inputs to the results, and the variables those touch.</summary>
    /// <param name="program">The program.</param>
    /// <param name="feeds">The inputs: what computes them is left out.</param>
    /// <param name="fetches">The results.</param>
    /// <exception cref="InvalidArgumentException">A result depends on an input that is not among <paramref name="feeds"/>.</exception>
    public static Program To(Program program, IReadOnlyCollection<string> feeds, IReadOnlyCollection<string> fetches)
    {
        Program copy = program.Clone(forTest: true);
        Block block = copy.GlobalBlock();
        HashSet<string> needed = [.. fetches], given = [.. feeds];
        var kept = new HashSet<Operator>(ReferenceEqualityComparer.Instance);
        for (int i = block.Ops.Count - 1; i >= 0; i--)
        {
            Operator op = block.Ops[i];
            if (op.Record is FeedOp or FetchOp || !op.OutputArgNames.Any(n => needed.Contains(n) && !given.Contains(n)))
                continue;
            kept.Add(op);
            needed.UnionWith(op.InputArgNames);
            needed.UnionWith(Outer(op));
        }
        block.RemoveOps(op => !kept.Contains(op));
        string? missing = needed.FirstOrDefault(n => block.FindVarRecursive(n) is { IsData: true } && !given.Contains(n));
        if (missing is not null)
        {
            throw new InvalidArgumentException($"The results [{string.Join(", ", fetches)}] depend on the input '{missing}', which is not among the inputs.",
                $"Inputs: [{string.Join(", ", feeds)}].", "Add it to the inputs, or choose other results.");
        }
        needed.UnionWith(block.Ops.SelectMany(o => o.OutputArgNames));
        needed.UnionWith(given);
        foreach (string name in block.Vars.Keys.Where(n => !needed.Contains(n)).ToArray())
            block.RemoveVar(name);
        return copy;
    }

    // What the blocks of a control-flow operator read from outside.
    private static IEnumerable<string> Outer(Operator op)
        => op.Record.Info.Attributes.Where(a => a.Type == typeof(BlockRef)).Select(a => op.Block.Program.Block(((BlockRef)a.Read(op.Record)!).Index))
            .SelectMany(b => b.Ops.SelectMany(o => o.InputArgNames.Concat(Outer(o))).Where(n => !b.HasVar(n)));
}
