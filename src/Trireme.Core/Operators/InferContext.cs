using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Trireme.Operators;

/// <summary>What <see cref="Op.Infer"/> sees: the shapes and element types of the inputs; it assigns those of the outputs.</summary>
public readonly struct InferContext
{
    private readonly OpCall _call;

    internal InferContext(OpCall call) => _call = call;

    /// <summary>Shape and element type of an input, or of an output when assigned.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <exception cref="InvalidArgumentException">There is no such slot, or it is empty.</exception>
    public TensorMeta this[string slot]
    {
        get => Input(slot).Meta;
        set => _call.OutputMetas[_call.OutputStarts[_call.OutputIndex(slot)]] = value;
    }

    /// <summary>Whether an optional input is there.</summary>
    /// <param name="slot">The slot's name.</param>
    public bool Has(string slot)
    {
        int i = _call.InputIndex(slot);
        int start = _call.InputStarts[i];
        return start < _call.InputStarts[i + 1] && _call.Inputs[start] is not null;
    }

    /// <summary>Shapes and element types of the tensors in an input slot.</summary>
    /// <param name="slot">The slot's name.</param>
    public TensorMeta[] List(string slot)
    {
        int i = _call.InputIndex(slot);
        return Array.ConvertAll(_call.Inputs[_call.InputStarts[i].._call.InputStarts[i + 1]], t => t!.Meta);
    }

    /// <summary>Says how many tensors an output slot holds, and what they look like.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="metas">One entry a tensor.</param>
    public void SetList(string slot, TensorMeta[] metas) => _call.SetOutputList(_call.OutputIndex(slot), metas);

    /// <summary>The integers in an input that carries sizes or axes, where they are known already; else null.</summary>
    /// <param name="slot">The slot's name.</param>
    public int[]? Values(string slot)
    {
        if (!Has(slot))
            return null;
        Tensor t = Input(slot);
        if (t.IsSymbolic)
            return null;
        var values = new int[t.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = t.ItemAt<int>(i);
        return values;
    }

    /// <summary>Refuses the call unless <paramref name="condition"/> holds; the message lists every input.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="message">What is wrong otherwise.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <exception cref="InvalidArgumentException">The condition does not hold.</exception>
    public void Require([DoesNotReturnIf(false)] bool condition, string message, string? remedy = null)
    {
        if (!condition)
            throw Fail(message, remedy);
    }

    /// <summary>Refuses the call unless <paramref name="condition"/> holds; the message is built only then.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="message">What is wrong otherwise.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <exception cref="InvalidArgumentException">The condition does not hold.</exception>
    public void Require([DoesNotReturnIf(false)] bool condition, [InterpolatedStringHandlerArgument("condition")] ref RequireMessage message, string? remedy = null)
    {
        if (!condition)
            throw Fail(message.Text, remedy);
    }

    /// <summary>Checks an axis and counts a negative one from the end.</summary>
    /// <param name="axis">-rank to rank - 1.</param>
    /// <param name="slot">The input it refers to.</param>
    /// <returns>0 to rank - 1.</returns>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    public int RequireAxis(int axis, string slot)
    {
        int rank = Math.Max(1, this[slot].Shape.Rank);
        if (axis < -rank || axis >= rank)
            throw Fail($"axis {axis} is outside [{-rank}, {rank - 1}].", null);
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>The error to throw when the inputs do not fit; lists every input with shape and element type.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="remedy">What to do about it.</param>
    public InvalidArgumentException Fail(string message, string? remedy = null)
        => new($"{_call.Info.Type}: {message}", Describe(), remedy);

    /// <summary>The sequences that an input's rows belong to; null where there are none, or where they are not known before a run.</summary>
    /// <param name="slot">The slot's name.</param>
    public Lod? Lod(string slot) => Has(slot) ? Input(slot).Lod : null;

    internal OpCall Call => _call;

    internal int InputCount => _call.Inputs.Length;

    /// <summary>An input by position, for operators whose inputs are all alike.</summary>
    internal TensorMeta InputAt(int position)
        => _call.Inputs[position] is { } tensor ? tensor.Meta : throw Fail($"the input {_call.Info.InputSlots[Math.Min(position, _call.Info.InputSlots.Length - 1)].Name} is missing.");

    internal void SetFirstOutput(TensorMeta meta) => _call.OutputMetas[0] = meta;

    private Tensor Input(string slot)
    {
        int i = _call.InputIndex(slot);
        int start = _call.InputStarts[i];
        Tensor? tensor = start < _call.InputStarts[i + 1] ? _call.Inputs[start] : null;
        return tensor ?? throw Fail($"the input {slot} is missing.");
    }

    private string Describe()
    {
        var parts = new List<string>();
        for (int i = 0; i < _call.Info.Inputs.Count; i++)
        {
            for (int j = _call.InputStarts[i]; j < _call.InputStarts[i + 1]; j++)
            {
                if (_call.Inputs[j] is { } tensor)
                    parts.Add($"{_call.Info.Inputs[i].Name} {tensor.Shape} {tensor.DType}");
            }
        }
        return string.Join(", ", parts);
    }
}
