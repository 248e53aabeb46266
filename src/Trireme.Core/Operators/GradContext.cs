using Trireme.Autograd;

namespace Trireme.Operators;

/// <summary>What <see cref="Op.Grad"/> sees: saved values by slot, the gradients of the outputs; it assigns those of the inputs.</summary>
public sealed class GradContext
{
    private readonly OpGradNode _node;
    private readonly Tensor?[] _outputGrads;

    internal GradContext(OpGradNode node, Tensor?[] outputGrads)
    {
        _node = node;
        _outputGrads = outputGrads;
        InputGrads = new Tensor?[node.InputMetas.Length];
        D = new Gradients(this);
    }

    /// <summary>Gradients of the loss by slot: outputs are read, inputs assigned.</summary>
    public Gradients D { get; }

    internal Tensor?[] InputGrads { get; }

    /// <summary>The saved value of a slot.</summary>
    /// <param name="slot">A slot named in <see cref="OpAttribute.Saves"/>.</param>
    /// <exception cref="PreconditionNotMetException">The slot is not saved, or its tensor was overwritten since.</exception>
    public Tensor this[string slot] => _node.Saved(slot, 0);

    /// <summary>The saved value of one tensor of a slot that holds a list.</summary>
    /// <param name="slot">A slot named in <see cref="OpAttribute.Saves"/>.</param>
    /// <param name="index">Which of the slot's tensors.</param>
    public Tensor this[string slot, int index] => _node.Saved(slot, index);

    /// <summary>Shape and element type of an input or output, saved or not.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public TensorMeta Meta(string slot, int index = 0)
    {
        int i = OpInfo.IndexOf(_node.Op.Info.InputSlots, slot);
        return i >= 0 ? _node.InputMetas[_node.InputStarts[i] + index] : _node.OutputMetas[_node.OutputStarts[OutputSlot(slot)] + index];
    }

    /// <summary>How many tensors a slot holds.</summary>
    /// <param name="slot">The slot's name.</param>
    public int Count(string slot)
    {
        int i = OpInfo.IndexOf(_node.Op.Info.InputSlots, slot);
        if (i >= 0)
            return _node.InputStarts[i + 1] - _node.InputStarts[i];
        i = OutputSlot(slot);
        return _node.OutputStarts[i + 1] - _node.OutputStarts[i];
    }

    /// <summary>Whether an optional input was given.</summary>
    /// <param name="slot">The slot's name.</param>
    public bool Has(string slot)
    {
        int i = InputSlot(slot);
        return _node.InputStarts[i] < _node.InputStarts[i + 1] && _node.InputMetas[_node.InputStarts[i]].DType.Kind != DTypeKind.Undefined;
    }

    /// <summary>Whether anyone wants the gradient of an input; work for others can be left out.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public bool Needs(string slot, int index = 0)
    {
        int i = InputSlot(slot);
        int position = _node.InputStarts[i] + index;
        return position < _node.InputStarts[i + 1] && _node.Edges[position].IsNeeded;
    }

    /// <summary>Whether an output's gradient is there; where it is not, the loss does not depend on the output.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public bool HasGrad(string slot, int index = 0) => _outputGrads[_node.OutputStarts[OutputSlot(slot)] + index] is not null;

    internal Tensor OutputGrad(string slot, int index)
    {
        int position = _node.OutputStarts[OutputSlot(slot)] + index;
        TensorMeta meta = _node.OutputMetas[position];
        return _outputGrads[position] ??= OperatorServices.Current.Full(meta.Shape, 0, meta.DType);
    }

    internal void SetInputGrad(string slot, int index, Tensor? grad) => InputGrads[_node.InputStarts[InputSlot(slot)] + index] = grad;

    private int InputSlot(string slot)
    {
        int i = OpInfo.IndexOf(_node.Op.Info.InputSlots, slot);
        return i >= 0 ? i : throw new InvalidArgumentException($"{_node.Name} has no input '{slot}'.");
    }

    private int OutputSlot(string slot)
    {
        int i = OpInfo.IndexOf(_node.Op.Info.OutputSlots, slot);
        return i >= 0 ? i : throw new InvalidArgumentException($"{_node.Name} has no output '{slot}'.");
    }

    /// <summary>Gradients by slot.</summary>
    public sealed class Gradients
    {
        private readonly GradContext _context;

        internal Gradients(GradContext context) => _context = context;

        /// <summary>Reads the gradient of an output (zeros where the loss does not depend on it), or assigns that of an input.</summary>
        /// <param name="slot">The slot's name.</param>
        public Tensor this[string slot]
        {
            get => _context.OutputGrad(slot, 0);
            set => _context.SetInputGrad(slot, 0, value);
        }

        /// <summary>The same for one tensor of a slot that holds a list.</summary>
        /// <param name="slot">The slot's name.</param>
        /// <param name="index">Which of the slot's tensors.</param>
        public Tensor this[string slot, int index]
        {
            get => _context.OutputGrad(slot, index);
            set => _context.SetInputGrad(slot, index, value);
        }
    }
}
