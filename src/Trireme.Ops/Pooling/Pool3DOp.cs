namespace Trireme.Operators;

/// <inheritdoc cref="PoolOp"/>
[Op("pool3d", "X -> Out", Saves = "X")]
public sealed record Pool3DOp(string PoolingType, Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode = false, bool Exclusive = true, bool GlobalPooling = false,
    bool Adaptive = false, string PaddingAlgorithm = "EXPLICIT", string DataFormat = "NCDHW", int DivisorOverride = 0)
    : PoolOp(PoolingType, Ksize, Strides, Paddings, CeilMode, Exclusive, GlobalPooling, Adaptive, PaddingAlgorithm, DataFormat, DivisorOverride);
