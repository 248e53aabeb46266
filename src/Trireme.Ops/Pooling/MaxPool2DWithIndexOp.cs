namespace Trireme.Operators;

/// <inheritdoc cref="MaxPoolWithIndexOp"/>
[Op("max_pool2d_with_index", "X -> Out, Mask", Saves = "Mask")]
public sealed record MaxPool2DWithIndexOp(Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode = false, bool GlobalPooling = false, bool Adaptive = false,
    string PaddingAlgorithm = "EXPLICIT")
    : MaxPoolWithIndexOp(Ksize, Strides, Paddings, CeilMode, GlobalPooling, Adaptive, PaddingAlgorithm);
