namespace Trireme.Static;

/// <summary>A list of tensors: what a variable of type LodTensorArray holds while a program runs.</summary>
public sealed class TensorArray : List<Tensor?>
{
    /// <summary>Adds a tensor at the end.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <remarks>Mirrors LoDTensorArray.append.</remarks>
    public void Append(Tensor tensor) => Add(tensor);

    /// <summary>An empty list.</summary>
    public TensorArray()
    {
    }

    /// <summary>A list of these tensors.</summary>
    /// <param name="tensors">The tensors.</param>
    public TensorArray(IEnumerable<Tensor?> tensors)
        : base(tensors)
    {
    }
}
