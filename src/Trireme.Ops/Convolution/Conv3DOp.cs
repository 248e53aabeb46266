namespace Trireme.Operators;

/// <inheritdoc cref="ConvOp"/>
[Op("conv3d", "Input, Filter, Bias? -> Output", Saves = "Input, Filter")]
public sealed record Conv3DOp(Ints Strides, Ints Paddings, string PaddingAlgorithm, Ints Dilations, int Groups = 1, string DataFormat = "NCDHW")
    : ConvOp(Strides, Paddings, PaddingAlgorithm, Dilations, Groups, DataFormat);
