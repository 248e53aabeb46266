using System.Collections.Concurrent;
using Trireme.Operators;

namespace Trireme.Static;

/// <summary>The gradient of an operator on variables, found by running it once more under the tape: for operators that cost little and change nothing.</summary>
/// <param name="Forward">The operator that is differentiated.</param>
public sealed record ScopeGradientOp(ScopeOp Forward) : ScopeOp
{
    private static readonly ConcurrentDictionary<OpInfo, OpInfo> Infos = new();

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Operator op = run.Operator;
        OpInfo info = Forward.Info;
        (string?[] inputs, int[] inputStarts) = op.Slots(info.InputSlots);
        (string?[] outputs, int[] outputStarts) = op.Slots(info.OutputSlots);
        var forward = new Operator(op.Block, Forward, inputs, inputStarts, outputs, outputStarts);
        BlockTape tape = BlockTape.Record(forward, forward.OutputArgNames, run.Scope, scope => Forward.Run(new ScopeRun(forward, scope)));
        BlockTape.Gradient(run, tape, info.InputSlots.Select(s => s.Name), info.OutputSlots.Select(s => s.Name));
    }

    private protected override OpInfo FindInfo() => Infos.GetOrAdd(Forward.Info, Describe);

    private static OpInfo Describe(OpInfo forward)
    {
        IEnumerable<string> inputs = forward.Inputs.Concat(forward.Outputs).Select(s => s.Name + "*").Concat(forward.Outputs.Select(s => s.Name + GradientOp.Suffix + "*"));
        IEnumerable<string> outputs = forward.Inputs.Select(s => s.Name + GradientOp.Suffix + "*");
        OpAttributeInfo[] attributes = forward.Attributes.Select(a => a with { Read = op => a.Read(((ScopeGradientOp)op).Forward) }).ToArray();
        var facts = new OpAttribute(forward.Type + GradientOp.TypeSuffix, $"{string.Join(", ", inputs)} -> {string.Join(", ", outputs)}")
        {
            NoGradient = "It is a gradient itself.",
        };
        return new OpInfo(typeof(ScopeGradientOp), facts, attributes, forward.Create is { } create ? map => new ScopeGradientOp((ScopeOp)create(map)) : null);
    }
}
