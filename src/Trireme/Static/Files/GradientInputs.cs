using Trireme.Formats.ProgramDesc;
using Trireme.Operators;

namespace Trireme.Static.Files;

/// <summary>
/// Gives gradient operators of a file the variables of their forward operator that the file left out: Paddle names only what its own gradient reads,
/// and another gradient of the same function may read others. They are found in the forward operator itself, which is in the same program.
/// </summary>
internal sealed class GradientInputs
{
    private readonly Dictionary<(string Type, string Variable), List<(int Block, int Position, OperatorDescription Op)>> _byVariable = [];

    public GradientInputs(ProgramDescription program)
    {
        HashSet<string> differentiated = program.Blocks.SelectMany(b => b.Operators).Select(o => o.Type).Where(t => t.EndsWith(GradientOp.TypeSuffix, StringComparison.Ordinal))
            .Select(t => t[..^GradientOp.TypeSuffix.Length]).ToHashSet();
        foreach (BlockDescription block in program.Blocks)
        {
            for (int i = 0; i < block.Operators.Count; i++)
            {
                OperatorDescription op = block.Operators[i];
                if (!differentiated.Contains(op.Type))
                    continue;
                foreach (string name in op.Inputs.Values.Concat(op.Outputs.Values).SelectMany(n => n).Distinct())
                {
                    if (!_byVariable.TryGetValue((op.Type, name), out var list))
                        _byVariable[(op.Type, name)] = list = [];
                    list.Add((block.Index, i, op));
                }
            }
        }
    }

    /// <summary>Fills in what is missing.</summary>
    /// <param name="gradient">The gradient operator; it is changed.</param>
    /// <param name="block">The number of its block.</param>
    /// <param name="position">Its place there.</param>
    /// <param name="forward">The operator it differentiates.</param>
    /// <exception cref="InvalidArgumentException">Something that the gradient needs is missing, and there is no forward operator to tell what it was.</exception>
    public void Complete(OperatorDescription gradient, int block, int position, OpInfo forward)
    {
        string[] missing = forward.Inputs.Concat(forward.Outputs.Where(s => s.IsSaved)).Select(s => s.Name).Where(s => IsEmpty(gradient.Input(s))).ToArray();
        if (missing.Length == 0)
            return;
        if (Find(gradient, block, position, forward) is { } found)
        {
            foreach (string slot in missing)
            {
                string[] names = found.Inputs.ContainsKey(slot) ? found.Input(slot) : found.Output(slot);
                if (!IsEmpty(names))
                    gradient.Inputs[slot] = names;
            }
            return;
        }
        Slot? lost = forward.Inputs.FirstOrDefault(s => missing.Contains(s.Name) && s is { IsOptional: false, IsList: false }
            && (s.IsSaved || !IsEmpty(gradient.Output(s.Name + GradientOp.Suffix))));
        if (lost is not null)
        {
            throw new InvalidArgumentException(
                $"{gradient.Type}: the input {lost.Name} is not in the file, and the program has no {forward.Type} that tells what it was.",
                $"The file gives: {string.Join(", ", gradient.Inputs.Where(i => !IsEmpty(i.Value)).Select(i => i.Key))}.",
                "Save the whole training program, forward operators included.");
        }
    }

    private OperatorDescription? Find(OperatorDescription gradient, int block, int position, OpInfo forward)
    {
        (string Slot, string[] Names, bool IsExact)[] facts = Facts(gradient, forward).ToArray();
        IEnumerable<(int Block, int Position, OperatorDescription Op)> candidates = facts.SelectMany(f => f.Names)
            .Select(n => _byVariable.GetValueOrDefault((forward.Type, n))).Where(l => l is not null).MinBy(l => l!.Count) ?? [];
        // The nearest one before it, or one in another block: a loop's gradient has a block of its own.
        return candidates.Where(c => (c.Block != block || c.Position < position) && Array.TrueForAll(facts, f => Agrees(c.Op, f)))
            .OrderBy(c => c.Block == block ? 0 : 1).ThenByDescending(c => c.Position).Select(c => c.Op).FirstOrDefault();
    }

    // What the gradient says about the variables of its forward operator: by name, or by the names of their gradients.
    private static IEnumerable<(string Slot, string[] Names, bool IsExact)> Facts(OperatorDescription gradient, OpInfo forward)
    {
        foreach (Slot slot in forward.Inputs.Concat(forward.Outputs))
        {
            bool isInput = forward.Inputs.Contains(slot);
            if (gradient.Input(slot.Name) is var given && !IsEmpty(given))
                yield return (slot.Name, given, true);
            else if ((isInput ? gradient.Output(slot.Name + GradientOp.Suffix) : gradient.Input(slot.Name + GradientOp.Suffix)) is var grads && !IsEmpty(grads))
                yield return (slot.Name, Array.ConvertAll(grads, Source), false);
        }
    }

    private static bool Agrees(OperatorDescription forward, (string Slot, string[] Names, bool IsExact) fact)
    {
        string[] own = forward.Inputs.ContainsKey(fact.Slot) ? forward.Input(fact.Slot) : forward.Output(fact.Slot);
        if (fact.IsExact)
            return own.AsSpan().SequenceEqual(fact.Names);
        // Gradients may be called anything; those that follow the rule must be of the right variables.
        return !fact.Names.Where((n, i) => n.Length > 0 && n != ProgramImport.EmptyName && (i >= own.Length || own[i] != n)).Any();
    }

    private static string Source(string gradient)
        => gradient == ProgramImport.EmptyName ? gradient : gradient.IndexOf(GradientOp.Suffix, StringComparison.Ordinal) is > 0 and int at ? gradient[..at] : "";

    private static bool IsEmpty(string[] names) => Array.TrueForAll(names, n => n == ProgramImport.EmptyName);
}
