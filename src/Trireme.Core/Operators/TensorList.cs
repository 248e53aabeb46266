namespace Trireme.Operators;

/// <summary>What goes into one slot of an operator: a tensor, several, or none.</summary>
public readonly struct TensorList
{
    private readonly object? _value;

    private TensorList(object? value) => _value = value;

    internal int Count => _value switch { null => 0, Tensor => 1, IReadOnlyList<Tensor> list => list.Count, _ => 0 };

    internal Tensor this[int index] => _value as Tensor ?? ((IReadOnlyList<Tensor>)_value!)[index];

    /// <summary>One tensor, or none.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator TensorList(Tensor? tensor) => new(tensor);

    /// <summary>Several tensors.</summary>
    /// <param name="tensors">The tensors.</param>
    public static implicit operator TensorList(Tensor[] tensors) => new(tensors);

    /// <summary>Several tensors.</summary>
    /// <param name="tensors">The tensors.</param>
    public static implicit operator TensorList(List<Tensor> tensors) => new(tensors);

    /// <summary>Several tensors.</summary>
    /// <param name="tensors">The tensors.</param>
    public static TensorList Of(IReadOnlyList<Tensor> tensors) => new(tensors);
}
