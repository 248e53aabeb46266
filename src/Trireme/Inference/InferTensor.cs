namespace Trireme.Inference;

/// <summary>An input or output of a <see cref="Predictor"/>. Its memory is kept from run to run while the shape stays.</summary>
/// <remarks>Mirrors paddle.inference.Tensor.</remarks>
public sealed class InferTensor
{
    private readonly DType _declared;
    private Tensor? _value;

    internal InferTensor(string name, DType declared)
    {
        Name = name;
        _declared = declared;
    }

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public DType Type => _value?.DType ?? _declared;

    /// <summary>The dimensions; of an output, after a run.</summary>
    /// <exception cref="PreconditionNotMetException">Nothing was copied in, or no run was made.</exception>
    public Shape Shape => Value.Shape;

    internal Tensor Value
    {
        get => _value ?? throw new PreconditionNotMetException($"'{Name}' has no values.", null, "An input gets them by CopyFromCpu, an output by Run.");
        set => _value = value;
    }

    internal bool HasValue => _value is not null;

    /// <summary>Sets the dimensions of an input; values are copied in afterwards.</summary>
    /// <param name="shape">The dimensions.</param>
    public void Reshape(Shape shape)
    {
        if (_value is null || _value.Shape != shape)
            _value = Tensor.Allocate(shape, _declared);
    }

    /// <summary>Copies values into an input whose shape is set.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="data">The values, row-major.</param>
    /// <exception cref="InvalidArgumentException">Number or type of the values do not fit.</exception>
    public void CopyFromCpu<T>(ReadOnlySpan<T> data)
        where T : unmanaged
        => Value.SetValue(data);

    /// <summary>Copies a tensor into an input, with its shape.</summary>
    /// <param name="data">The tensor.</param>
    /// <exception cref="InvalidArgumentException">The element type does not fit.</exception>
    public void CopyFromCpu(Tensor data)
    {
        if (data.DType != _declared)
            throw new InvalidArgumentException($"'{Name}' takes {_declared}.", $"It was given {data.DType}.", $"Cast it: Cast(\"{_declared}\").");
        Reshape(data.Shape);
        Value.SetValue(data);
        Value.Lod = data.Lod;
    }

    /// <summary>Copies an output's values out.</summary>
    /// <typeparam name="T">The .NET type of the elements; must be the output's.</typeparam>
    /// <exception cref="InvalidArgumentException">The type does not fit.</exception>
    public T[] CopyToCpu<T>()
        where T : unmanaged
        => Value.ToArray<T>();

    /// <summary>Copies an output out as a tensor of its own.</summary>
    public Tensor CopyToCpu() => Value.Copy();

    internal Tensor Receive(TensorMeta meta)
    {
        if (_value is null || _value.Meta != meta)
            _value = Tensor.Allocate(meta.Shape, meta.DType);
        return _value;
    }
}
