using Trireme.Operators;
using Trireme.Static.Files;

namespace Trireme.Static.Graphs;

/// <summary>What a program is made of: its operators with their shapes, parameters and operations. Nothing is run and no weights are needed.</summary>
public sealed class ProgramSummary
{
    private ProgramSummary(IReadOnlyList<OperatorSummary> operators, IReadOnlyDictionary<string, Shape> inputs, IReadOnlyList<string> outputs, long parameters)
    {
        Operators = operators;
        Inputs = inputs;
        Outputs = outputs;
        Parameters = parameters;
    }

    /// <summary>All operators, block by block, in the order in which they run.</summary>
    public IReadOnlyList<OperatorSummary> Operators { get; }

    /// <summary>The inputs with the shapes that the summary is for.</summary>
    public IReadOnlyDictionary<string, Shape> Inputs { get; }

    /// <summary>The names of the results that the program marks.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The elements of all persistable tensors, each counted once.</summary>
    public long Parameters { get; }

    /// <summary>The operations of the operators whose shapes are known: a multiplication and its addition count once.</summary>
    public long Flops => Operators.Sum(o => o.Flops ?? 0);

    /// <summary>Whether <see cref="Flops"/> is all there is: every operator's shapes are known, and no block runs inside another.</summary>
    public bool IsComplete => Operators.All(o => o.Flops is not null);

    /// <summary>Summarizes a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="inputShapes">Shapes of inputs; the declared ones where an input is not named, with one example where the batch is open.</param>
    /// <exception cref="InvalidArgumentException">A name is no input of the program, or a shape has another number of dimensions than is declared.</exception>
    /// <exception cref="ProgramRunException">An operator cannot take these shapes; the message names it.</exception>
    public static ProgramSummary Of(Program program, IReadOnlyDictionary<string, Shape>? inputShapes = null)
    {
        Block main = program.GlobalBlock();
        OrderedDictionary<string, Shape> inputs = FindInputs(program, inputShapes ?? new Dictionary<string, Shape>());
        var counted = new HashSet<string>();
        var flops = new OperatorFlops();
        List<OperatorSummary> rows = [];
        ShapeTrace.Run(main, inputs, (op, given, made) =>
        {
            long? operations = flops.Of(op, given, made);
            rows.Add(Row(op, rows.Count, made, counted, op.Record is ScopeOp and not (FeedOp or FetchOp) ? null : operations));
        });
        foreach (Block block in program.Blocks.Skip(1))
        {
            for (int i = 0; i < block.Ops.Count; i++)
                rows.Add(Row(block.Ops[i], i, Array.ConvertAll(block.Ops[i].Outputs, n => n is null ? null : block.FindVarRecursive(n)?.Meta), counted, null));
        }
        long parameters = Persistables(program).Sum(v => v.Shape.IsKnown ? v.Shape.Numel : 0);
        return new ProgramSummary(rows, inputs, InferenceModel.Fetches(program).Select(f => f.Name).ToArray(), parameters);
    }

    private static IEnumerable<Variable> Persistables(Program program)
        => program.ListVars().Where(v => v.Persistable && v.Type == VarType.LodTensor).DistinctBy(v => v.Name);

    private static OrderedDictionary<string, Shape> FindInputs(Program program, IReadOnlyDictionary<string, Shape> chosen)
    {
        Block main = program.GlobalBlock();
        string[] names = InferenceModel.Feeds(program);
        if (names.Length == 0)
            names = main.Vars.Values.Where(v => v.IsData).Select(v => v.Name).ToArray();
        if (chosen.Keys.FirstOrDefault(k => !names.Contains(k)) is { } stranger)
            throw new InvalidArgumentException($"'{stranger}' is no input of the program.", $"Its inputs are: {string.Join(", ", names)}.");
        OrderedDictionary<string, Shape> inputs = [];
        foreach (string name in names)
        {
            Shape declared = main.Var(name).Shape;
            if (chosen.TryGetValue(name, out Shape shape))
            {
                if (shape.Rank != declared.Rank)
                    throw new InvalidArgumentException($"The shape {shape} does not fit the input '{name}'.", $"The program declares {declared}.");
                inputs[name] = shape;
            }
            else
            {
                inputs[name] = declared.Rank > 0 && declared[0] == -1 ? declared.With(0, 1) : declared;
            }
        }
        return inputs;
    }

    private static OperatorSummary Row(Operator op, int index, TensorMeta?[] made, HashSet<string> counted, long? flops)
    {
        List<string> names = [];
        List<Shape> shapes = [];
        IReadOnlyList<Slot> slots = op.Record.Info.Outputs;
        for (int slot = 0; slot < slots.Count; slot++)
        {
            for (int i = op.OutputStarts[slot]; i < op.OutputStarts[slot + 1]; i++)
            {
                // What is changed in place is an input that stays what it was; what is kept for the gradient is nobody's result.
                if (op.Outputs[i] is not { } name || slots[slot].IsIntermediate || op.Inputs.Contains(name))
                    continue;
                names.Add(name);
                shapes.Add(made[i]?.Shape ?? op.Block.FindVarRecursive(name)?.Shape ?? default);
            }
        }
        long parameters = 0;
        foreach (string name in op.InputArgNames)
        {
            if (op.Block.FindVarRecursive(name) is { Persistable: true, Type: VarType.LodTensor, Shape.IsKnown: true } variable && counted.Add(name))
                parameters += variable.Shape.Numel;
        }
        return new OperatorSummary(op.Block.Idx, index, op.Type, names, shapes, parameters, flops);
    }
}
