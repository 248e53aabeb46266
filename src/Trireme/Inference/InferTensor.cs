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

    /// <summary>The element type, by the names of paddle.inference.</summary>
    /// <exception cref="PreconditionNotMetException">Paddle's list has no name for it; <see cref="DType"/> has.</exception>
    public DataType Type => DataTypes.Of(DType);

    /// <summary>The element type.</summary>
    public DType DType => _value?.DType ?? _declared;

    /// <summary>Where the values are: in the memory of the CPU.</summary>
    public PlaceType Place => PlaceType.Cpu;

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

    /// <summary>Where the sequences of the rows begin, level by level, offsets from 0 to the number of rows; empty where there are none.</summary>
    /// <exception cref="PreconditionNotMetException">Nothing was copied in, or no run was made.</exception>
    /// <remarks>Mirrors Tensor.lod.</remarks>
    public IReadOnlyList<IReadOnlyList<int>> Lod() => Value.Lod?.ToOffsets() ?? [];

    /// <summary>Says where the sequences of an input's rows begin. Its dimensions must be set; new ones forget it.</summary>
    /// <param name="x">Offsets level by level; empty for no sequences.</param>
    /// <exception cref="PreconditionNotMetException">The dimensions are not set.</exception>
    /// <exception cref="InvalidArgumentException">The offsets do not rise from 0, or do not end with the number of rows.</exception>
    /// <remarks>Mirrors Tensor.set_lod.</remarks>
    public void SetLod(IReadOnlyList<IReadOnlyList<int>> x)
    {
        Lod? lod = x.Count == 0 ? null : Trireme.Lod.FromOffsets([.. x]);
        if (lod is not null && (Shape.Rank == 0 || x[^1][^1] != Shape[0]))
            throw new InvalidArgumentException($"SetLod: the offsets end with {x[^1][^1]}.", $"'{Name}' is {Shape}: they must end with the number of its rows.", "Reshape comes first.");
        Value.Lod = lod;
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
