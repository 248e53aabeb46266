namespace Trireme.Operators;

/// <inheritdoc cref="InterpOp"/>
[Op("nearest_interp_v2", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record NearestInterpOp(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float[]? Scale = null, string InterpMethod = "nearest",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpOp(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpOp"/>
[Op("linear_interp_v2", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record LinearInterpOp(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float[]? Scale = null, string InterpMethod = "linear",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpOp(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpOp"/>
[Op("bilinear_interp_v2", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record BilinearInterpOp(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float[]? Scale = null, string InterpMethod = "bilinear",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpOp(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpOp"/>
[Op("trilinear_interp_v2", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record TrilinearInterpOp(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float[]? Scale = null, string InterpMethod = "trilinear",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpOp(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpOp"/>
[Op("bicubic_interp_v2", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record BicubicInterpOp(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float[]? Scale = null, string InterpMethod = "bicubic",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpOp(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);
