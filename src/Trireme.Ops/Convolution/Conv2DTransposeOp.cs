namespace Trireme.Operators;

/// <inheritdoc cref="ConvTransposeOp"/>
[Op("conv2d_transpose", "Input, Filter, Bias? -> Output", Saves = "Input, Filter")]
public sealed record Conv2DTransposeOp(Ints Strides, Ints Paddings, Ints OutputPadding, Ints OutputSize, string PaddingAlgorithm, Ints Dilations, int Groups = 1, string DataFormat = "NCHW")
    : ConvTransposeOp(Strides, Paddings, OutputPadding, OutputSize, PaddingAlgorithm, Dilations, Groups, DataFormat);
