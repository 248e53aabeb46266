namespace Trireme.Operators;

/// <inheritdoc cref="ConvTransposeOp"/>
[Op("conv3d_transpose", "Input, Filter, Bias? -> Output", Saves = "Input, Filter")]
public sealed record Conv3DTransposeOp(Ints Strides, Ints Paddings, Ints OutputPadding, Ints OutputSize, string PaddingAlgorithm, Ints Dilations, int Groups = 1, string DataFormat = "NCDHW")
    : ConvTransposeOp(Strides, Paddings, OutputPadding, OutputSize, PaddingAlgorithm, Dilations, Groups, DataFormat);
