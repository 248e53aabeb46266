namespace Trireme.Operators;

/// <summary>What a kernel sees: the elements of its inputs and outputs. Everything has been checked and allocated.</summary>
public readonly unsafe struct KernelContext
{
    private readonly OpCall _call;

    internal KernelContext(OpCall call) => _call = call;

    /// <summary>The elements of an input.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public Data<T> In<T>(string slot, int index = 0)
        where T : unmanaged
        => In<T>(_call.InputIndex(slot), index);

    /// <summary>The elements of an output.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public Data<T> Out<T>(string slot, int index = 0)
        where T : unmanaged
        => Out<T>(_call.OutputIndex(slot), index);

    /// <summary>Whether an optional input is there.</summary>
    /// <param name="slot">The slot's name.</param>
    public bool Has(string slot)
    {
        int i = _call.InputIndex(slot);
        int start = _call.InputStarts[i];
        return start < _call.InputStarts[i + 1] && _call.Inputs[start] is not null;
    }

    /// <summary>How many tensors an input slot holds.</summary>
    /// <param name="slot">The slot's name.</param>
    public int Count(string slot)
    {
        int i = _call.InputIndex(slot);
        return _call.InputStarts[i + 1] - _call.InputStarts[i];
    }

    /// <summary>How many tensors an output slot holds.</summary>
    /// <param name="slot">The slot's name.</param>
    public int OutCount(string slot)
    {
        int i = _call.OutputIndex(slot);
        return _call.OutputStarts[i + 1] - _call.OutputStarts[i];
    }

    /// <summary>Shape and element type of an input.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public TensorMeta InMeta(string slot, int index = 0) => _call.Inputs[_call.InputStarts[_call.InputIndex(slot)] + index]!.Meta;

    /// <summary>Shape and element type of an output.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public TensorMeta OutMeta(string slot, int index = 0) => _call.Outputs[_call.OutputStarts[_call.OutputIndex(slot)] + index].Meta;

    /// <summary>Makes an output whose shape depends on the inputs' values; its shape was inferred with -1 in it.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="slot">The slot's name.</param>
    /// <param name="shape">The shape it turned out to have.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public Data<T> Allocate<T>(string slot, Shape shape, int index = 0)
        where T : unmanaged
    {
        int i = _call.OutputIndex(slot);
        _call.AllocateOutput(_call.OutputStarts[i] + index, shape);
        return Out<T>(i, index);
    }

    /// <summary>The sequences that an input's rows belong to, or null.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public Lod? Lod(string slot, int index = 0) => _call.Inputs[_call.InputStarts[_call.InputIndex(slot)] + index]?.Lod;

    /// <summary>Says to which sequences an output's rows belong; for operators marked with <see cref="OpAttribute.SetsLod"/>.</summary>
    /// <param name="slot">The slot's name.</param>
    /// <param name="lod">The sequences, or null.</param>
    /// <param name="index">Which of the slot's tensors, where it holds a list.</param>
    public void SetLod(string slot, Lod? lod, int index = 0) => _call.Outputs[_call.OutputStarts[_call.OutputIndex(slot)] + index].Lod = lod;

    internal int InputCount => _call.Inputs.Length;

    internal TensorMeta InMetaAt(int position) => _call.Inputs[position]!.Meta;

    internal TensorMeta OutMetaAt(int position) => _call.Outputs[position].Meta;

    internal nint InPointerAt(int position) => _call.InputPointer(position);

    internal nint OutPointerAt(int position) => _call.OutputPointer(position);

    internal OpCall Call => _call;

    /// <summary>What an earlier run of this call worked out of the shapes and attributes, where it kept something.</summary>
    internal bool TryGetKept<TPlan>(out TPlan kept)
    {
        if (_call.Kept is TPlan found)
        {
            kept = found;
            return true;
        }
        kept = default!;
        return false;
    }

    /// <summary>Keeps what follows from shapes and attributes alone for the next run, where there will be one: a plan's kernels allocate nothing.</summary>
    internal TPlan Keep<TPlan>(TPlan plan)
        where TPlan : notnull
    {
        if (_call.Repeats)
            _call.Kept = plan;
        return plan;
    }

    private Data<T> In<T>(int slot, int index)
        where T : unmanaged
    {
        int position = _call.InputStarts[slot] + index;
        Tensor tensor = _call.Inputs[position]!;
        CheckType<T>(tensor, _call.Info.Inputs[slot].Name);
        return new Data<T>((T*)_call.InputPointer(position), tensor.Shape);
    }

    private Data<T> Out<T>(int slot, int index)
        where T : unmanaged
    {
        int position = _call.OutputStarts[slot] + index;
        Tensor tensor = _call.Outputs[position];
        CheckType<T>(tensor, _call.Info.Outputs[slot].Name);
        return new Data<T>((T*)_call.OutputPointer(position), tensor.Shape);
    }

    // Only the size is checked: data movement runs on unsigned integers of the element's width.
    private void CheckType<T>(Tensor tensor, string slot)
        where T : unmanaged
    {
        if (sizeof(T) != tensor.DType.Size)
            throw new PreconditionNotMetException($"{_call.Info.Type}: its kernel reads {slot} as {typeof(T)}, but it holds {tensor.DType}.");
    }
}
