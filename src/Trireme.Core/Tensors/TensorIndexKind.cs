namespace Trireme;

/// <summary>What an item of an index is.</summary>
internal enum TensorIndexKind
{
    Position,
    Slice,
    NewAxis,
    Ellipsis,
    Tensor,
}
