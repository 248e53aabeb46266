using Trireme.Fluid;
using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out = the next batch of a reader.</summary>
[Op("read", "Reader -> Out*", SetsLod = true, NoGradient = "Data comes from outside.")]
internal sealed record ReadOp : ScopeOp
{
    private static long _readers;

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor[] batch = run.In<BatchQueue>("Reader").Next();
        int wanted = run.Operator.Output("Out").Count;
        if (batch.Length != wanted)
            throw new InvalidArgumentException($"read: the reader gave {batch.Length} tensors, the program reads {wanted}.", null, "Give each variable one.");
        for (int i = 0; i < wanted; i++)
            run.Out("Out", batch[i], i);
    }

    /// <summary>A name that no other reader has, whatever <see cref="UniqueName.Guard"/> does: readers of two programs must not be mistaken for each
    /// other.</summary>
    public static string NewName() => $"create_py_reader_{Interlocked.Increment(ref _readers) - 1}";

    /// <summary>Puts a queue in the place of a program's reader.</summary>
    public static void Attach(Program program, string reader, BatchQueue queue)
    {
        program.OnRun(scope => scope.Var(reader).Value = queue);
        // A clone for tests finds the reader here.
        Scope.Global.Var(reader).Value = queue;
    }

    /// <summary>The reader at the end of those that an operator reads through.</summary>
    public static string SourceOf(Operator read)
    {
        string name = read.Input("Reader")[0];
        Operator[] around = read.Block.Ops.Where(o => o.Record is DoubleBufferOp).ToArray();
        for (int i = 0; i < around.Length && Array.Find(around, o => o.Output("Out")[0] == name) is { } outer; i++)
            name = outer.Input("UnderlyingReader")[0];
        return name;
    }

    /// <summary>Makes a program read variables from a queue, before all else or where it stands.</summary>
    public static void AddTo(Block block, string reader, BatchQueue queue, IReadOnlyList<Variable> outputs, bool first)
    {
        block.CreateVar(reader, type: VarType.Reader, persistable: true, stopGradient: true);
        Attach(block.Program, reader, queue);
        foreach (Variable variable in outputs)
            variable.IsData = false;
        var op = new Operator(block, new ReadOp(), [reader], [0, 1], outputs.Select(v => v.Name).ToArray(), [0, outputs.Count]);
        if (first)
            block.Insert(0, op);
        else
            block.Append(op);
    }
}
