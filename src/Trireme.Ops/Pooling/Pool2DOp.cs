namespace Trireme.Operators;

/// <inheritdoc cref="PoolOp"/>
[Op("pool2d", "X -> Out", Saves = "X")]
public sealed record Pool2DOp(string PoolingType, Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode = false, bool Exclusive = true, bool GlobalPooling = false,
    bool Adaptive = false, string PaddingAlgorithm = "EXPLICIT", string DataFormat = "NCHW", int DivisorOverride = 0)
    : PoolOp(PoolingType, Ksize, Strides, Paddings, CeilMode, Exclusive, GlobalPooling, Adaptive, PaddingAlgorithm, DataFormat, DivisorOverride);
