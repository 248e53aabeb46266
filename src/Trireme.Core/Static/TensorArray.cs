namespace Trireme.Static;

/// <summary>A list of tensors: what a variable of type LodTensorArray holds while a program runs.</summary>
public sealed class TensorArray : List<Tensor?>
{
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
