namespace Trireme.Operators;

/// <inheritdoc cref="ConvOp"/>
[Op("conv2d", "Input, Filter, Bias? -> Output", Saves = "Input, Filter")]
public sealed record Conv2DOp(Ints Strides, Ints Paddings, string PaddingAlgorithm, Ints Dilations, int Groups = 1, string DataFormat = "NCHW")
    : ConvOp(Strides, Paddings, PaddingAlgorithm, Dilations, Groups, DataFormat);
