namespace Trireme;

/// <summary>What is known of a tensor before its values are: shape and element type.</summary>
/// <param name="Shape">The dimensions; -1 where one is not known yet.</param>
/// <param name="DType">The element type.</param>
public readonly record struct TensorMeta(Shape Shape, DType DType);
