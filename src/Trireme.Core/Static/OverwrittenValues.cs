using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static;

/// <summary>
/// Keeps values that a gradient reads although a later operator overwrites their variable: a counter that moves on, a variable that a loop changes.
/// What outlives runs is left out: gradients read parameters as the last update left them.
/// </summary>
internal sealed class OverwrittenValues
{
    private readonly Block _block;
    private readonly Dictionary<string, List<int>> _writers = [];
    private readonly Dictionary<Operator, int> _positions = new(ReferenceEqualityComparer.Instance);
    private readonly Operator[] _ops;
    private readonly Dictionary<(string Name, int Writer), string> _kept = [];

    public OverwrittenValues(Block block, Operator[] ops)
    {
        _block = block;
        _ops = ops;
        for (int i = 0; i < ops.Length; i++)
        {
            _positions[ops[i]] = i;
            foreach (string name in ops[i].OutputArgNames)
            {
                if (!_writers.TryGetValue(name, out List<int>? writers))
                    _writers[name] = writers = [];
                writers.Add(i);
            }
        }
    }

    /// <summary>Puts the names of kept copies in the place of variables that are overwritten before the gradient runs.</summary>
    /// <param name="op">The operator that is differentiated.</param>
    /// <param name="names">The variables in its slots.</param>
    public void Replace(Operator op, Dictionary<string, string?[]> names)
    {
        // An operator that keeps the record of a run needs no values.
        if (op.Record.Info.OutputSlots.Any(s => op.OutputNamesOf(s.Name).Any(n => n is not null && _block.FindVarRecursive(n) is { Type: VarType.StepScopes })))
            return;
        int position = _positions[op];
        foreach (Slot slot in op.Record.Info.InputSlots.Where(s => s.IsSaved || op.Record is ScopeOp || op.Record is CompositeOp))
            names[slot.Name] = Array.ConvertAll(names[slot.Name], n => Current(n, position, isOutput: false));
        foreach (Slot slot in op.Record.Info.OutputSlots.Where(s => s.IsSaved))
            names[slot.Name] = Array.ConvertAll(names[slot.Name], n => Current(n, position, isOutput: true));
    }

    private string? Current(string? name, int position, bool isOutput)
    {
        if (name is null || !_writers.TryGetValue(name, out List<int>? writers) || writers[^1] < position || (isOutput && writers[^1] == position)
            || _block.FindVarRecursive(name) is not { Type: VarType.LodTensor, Persistable: false } variable)
        {
            return name;
        }
        int writer = isOutput ? position : writers.FindLastIndex(w => w < position) is >= 0 and int i ? writers[i] : -1;
        if (_kept.TryGetValue((name, writer), out string? kept))
            return kept;
        Variable copy = _block.CreateVar(UniqueName.Generate(name + "@KEPT"), variable.Shape, variable.DType, variable.Type, variable.LodLevel, stopGradient: true);
        var assign = new Operator(_block, OperatorServices.Current.Assign, [name], [0, 1], [copy.Name], [0, 1]);
        int at = 0;
        while (!ReferenceEquals(_block.Ops[at], _ops[writer < 0 ? position : writer]))
            at++;
        _block.Insert(writer < 0 ? at : at + 1, assign);
        return _kept[(name, writer)] = copy.Name;
    }
}
