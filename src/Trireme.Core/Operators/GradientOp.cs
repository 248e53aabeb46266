using System.Collections.Concurrent;
using Trireme.Autograd;

namespace Trireme.Operators;

/// <summary>
/// The gradient of an operator as one operator of a program, named as in Paddle's files: <c>conv2d_grad</c> reads the inputs and outputs of
/// <c>conv2d</c> and <c>Output@GRAD</c>, and writes <c>Input@GRAD</c> and <c>Filter@GRAD</c>. Run, it runs the gradient that the forward
/// operator's record defines.
/// </summary>
/// <param name="Forward">The operator that is differentiated.</param>
/// <param name="Unwanted">The positions of the inputs whose gradients nobody reads.</param>
public sealed record GradientOp(Op Forward, Ints Unwanted = default) : CompositeOp
{
    /// <summary>What the name of a variable's or slot's gradient ends in.</summary>
    internal const string Suffix = "@GRAD";

    /// <summary>What the type of an operator's gradient ends in.</summary>
    internal const string TypeSuffix = "_grad";

    private static readonly ConcurrentDictionary<OpInfo, OpInfo> Infos = new();

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Slot[] inputs = Forward.Info.InputSlots;
        for (int i = 0; i < inputs.Length; i++)
            c.SetList(inputs[i].Name + Suffix, c.Has(inputs[i].Name) ? c.List(inputs[i].Name) : []);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        OpInfo info = Forward.Info;
        (Tensor?[] inputs, int[] starts) = Gather(c, info.InputSlots, "", null);
        (Tensor?[] outputs, int[] outputStarts) = Gather(c, info.OutputSlots, "", s => c.Raw(s + Suffix).Length);
        (Tensor?[] grads, _) = Gather(c, info.OutputSlots, Suffix, s => c.Raw(s).Length);
        bool[] needs = inputs.Select((t, i) => t is { DType.IsFloating: true } && !Unwanted.AsSpan().Contains(i)).ToArray();
        Tensor?[] found = info.IsComposable && Composition.Applies(Forward, info, inputs)
            ? Composition.Differentiate(Forward, inputs, starts, needs, grads, s => c.Raw(s).FirstOrDefault())
            : OpGradNode.Replay(Forward, inputs, starts, needs, outputs, outputStarts, grads);
        for (int i = 0; i < info.InputSlots.Length; i++)
            c.SetList(info.InputSlots[i].Name + Suffix, found[starts[i]..starts[i + 1]]!);
    }

    // A slot has as many places as its gradient has, whichever of the two the file gave.
    private static (Tensor?[] Tensors, int[] Starts) Gather(ComposeContext c, Slot[] slots, string suffix, Func<string, int>? atLeast)
    {
        var tensors = new List<Tensor?>();
        var starts = new int[slots.Length + 1];
        for (int i = 0; i < slots.Length; i++)
        {
            Tensor?[] list = c.Raw(slots[i].Name + suffix);
            int count = Math.Max(list.Length, Math.Max(atLeast?.Invoke(slots[i].Name) ?? 0, slots[i].IsList ? 0 : 1));
            for (int j = 0; j < count; j++)
                tensors.Add(j < list.Length ? list[j] : null);
            starts[i + 1] = tensors.Count;
        }
        return (tensors.ToArray(), starts);
    }

    private protected override OpInfo FindInfo() => Infos.GetOrAdd(Forward.Info, Describe);

    private static OpInfo Describe(OpInfo forward)
    {
        IEnumerable<string> inputs = forward.Inputs.Concat(forward.Outputs).Select(s => s.Name + "*").Concat(forward.Outputs.Select(s => s.Name + Suffix + "*"));
        IEnumerable<string> outputs = forward.Inputs.Select(s => s.Name + Suffix + "*");
        OpAttributeInfo[] attributes = forward.Attributes.Select(a => a with { Read = op => a.Read(((GradientOp)op).Forward) }).ToArray();
        var facts = new OpAttribute(forward.Type + TypeSuffix, $"{string.Join(", ", inputs)} -> {string.Join(", ", outputs)}");
        return new OpInfo(typeof(GradientOp), facts, attributes, forward.Create is { } create ? map => new GradientOp(create(map)) : null);
    }
}
