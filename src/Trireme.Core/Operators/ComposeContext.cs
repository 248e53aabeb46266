namespace Trireme.Operators;

/// <summary>What <see cref="CompositeOp.Compose"/> sees: the inputs by slot; it assigns the outputs.</summary>
public sealed class ComposeContext
{
    private readonly Op _op;
    private readonly Tensor?[] _inputs;
    private readonly int[] _starts;
    private readonly Tensor?[]?[] _outputs;

    internal ComposeContext(Op op, Tensor?[] inputs, int[] starts)
    {
        _op = op;
        _inputs = inputs;
        _starts = starts;
        _outputs = new Tensor?[op.Info.OutputSlots.Length][];
    }

    /// <summary>The tensor in an input slot; the tensor of an output slot is assigned.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <exception cref="InvalidArgumentException">There is no such slot, or it is empty.</exception>
    public Tensor this[string slot]
    {
        get => Find(slot) ?? throw new InvalidArgumentException($"{_op.Info.Type}: the input {slot} is missing.");
        set => _outputs[OutputSlot(slot)] = [value];
    }

    /// <summary>The tensor in an optional input slot, or null.</summary>
    /// <param name="slot">The slot's name.</param>
    public Tensor? Find(string slot)
    {
        int i = InputSlot(slot);
        return _starts[i] < _starts[i + 1] ? _inputs[_starts[i]] : null;
    }

    /// <summary>Whether an optional input is there.</summary>
    /// <param name="slot">The slot's name.</param>
    public bool Has(string slot) => Find(slot) is not null;

    /// <summary>
    /// What an output was when the operator ran, where it is composed once more for its gradient in a program; null when it runs. Operators that
    /// draw numbers take those that were drawn.
    /// </summary>
    /// <param name="slot">The slot's name.</param>
    public Tensor? Earlier(string slot) => EarlierOutputs?.Invoke(slot);

    internal Func<string, Tensor?>? EarlierOutputs { get; init; }

    /// <summary>The tensors in an input slot that holds a list.</summary>
    /// <param name="slot">The slot's name.</param>
    public Tensor[] List(string slot)
    {
        int i = InputSlot(slot);
        return _inputs[_starts[i].._starts[i + 1]].OfType<Tensor>().ToArray();
    }

    /// <summary>The tensors in an input slot with gaps where one is missing: positions stay.</summary>
    internal Tensor?[] Raw(string slot)
    {
        int i = InputSlot(slot);
        return _inputs[_starts[i].._starts[i + 1]];
    }

    /// <summary>Assigns an output slot that holds a list.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="tensors">The tensors.</param>
    public void SetList(string slot, IReadOnlyList<Tensor> tensors) => _outputs[OutputSlot(slot)] = tensors.ToArray();

    /// <summary>Refuses the call unless <paramref name="condition"/> holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="message">What is wrong otherwise.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <exception cref="InvalidArgumentException">The condition does not hold.</exception>
    public void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string message, string? remedy = null)
    {
        if (!condition)
        {
            string inputs = string.Join(", ", _inputs.OfType<Tensor>().Select(t => $"{t.Shape} {t.DType}"));
            throw new InvalidArgumentException($"{_op.Info.Type}: {message}", $"Inputs: {inputs}.", remedy);
        }
    }

    /// <summary>The outputs one after the other, null where one was not assigned.</summary>
    internal Tensor[] Outputs() => _outputs.SelectMany(o => o ?? [null]).ToArray()!;

    internal void Describe(OpCall call)
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            TensorMeta[] metas = Array.ConvertAll(_outputs[i] ?? [null], t => t is null ? default : t.Meta);
            if (_op.Info.OutputSlots[i].IsList)
                call.SetOutputList(i, metas);
            else
                call.OutputMetas[call.OutputStarts[i]] = metas[0];
        }
    }

    private int InputSlot(string slot) => Slot(_op.Info.InputSlots, slot);

    private int OutputSlot(string slot) => Slot(_op.Info.OutputSlots, slot);

    private int Slot(Slot[] slots, string slot)
    {
        int i = OpInfo.IndexOf(slots, slot);
        return i >= 0 ? i : throw new InvalidArgumentException($"{_op.Info.Type} has no slot '{slot}' on that side.");
    }
}
