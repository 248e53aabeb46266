using Trireme.Operators;

namespace Trireme;

public partial class Tensor
{
    /// <summary>Part of the tensor, as in Python: <c>x[0, 1..3, ^1]</c>; integers, ranges, slices with a step, new axes, and tensors of positions or bools mix freely.</summary>
    /// <param name="index">One item a dimension; missing ones are whole.</param>
    /// <exception cref="OutOfRangeException">A position lies outside its dimension.</exception>
    /// <exception cref="InvalidArgumentException">There are more items than dimensions, or the assigned values do not broadcast to the place.</exception>
    /// <remarks>Reading copies (a leading position shares memory); assigning writes in place and is part of the tape.</remarks>
    [System.Runtime.CompilerServices.IndexerName("Elements")]
    public Tensor this[params ReadOnlySpan<TensorIndex> index]
    {
        get => OperatorServices.Current.GetItem(this, index);
        set => OperatorServices.Current.SetItem(this, index, value);
    }
}
