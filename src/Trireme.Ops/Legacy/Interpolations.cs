namespace Trireme.Operators;

/// <summary>
/// Images made larger or smaller, as Paddle before 2.0 has it: one factor for all axes. The base of nearest_interp, bilinear_interp and their like.
/// </summary>
/// <param name="DataLayout">NCHW, or NHWC with channels last.</param>
/// <param name="OutD">The result's depth; -1 where the factor says it.</param>
/// <param name="OutH">The result's height.</param>
/// <param name="OutW">The result's width.</param>
/// <param name="Scale">The factor; 0 where the sizes are given.</param>
/// <param name="InterpMethod">nearest, linear, bilinear, trilinear or bicubic.</param>
/// <param name="AlignCorners">Whether the outermost elements of both images stand in the same place.</param>
/// <param name="AlignMode">For the linear methods without aligned corners: 0 takes elements for squares, 1 for points.</param>
public abstract record InterpV1Op(string DataLayout, int OutD, int OutH, int OutW, float Scale, string InterpMethod, bool AlignCorners, int AlignMode) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank is >= 3 and <= 5, "X must be [N, C, ...] with 1 to 3 spatial axes.");
        int spatial = x.Rank - 2, first = Trireme.DataLayout.IsLast(DataLayout) ? 1 : 2;
        int[] dims = x.ToArray(), sizes = [OutD, OutH, OutW];
        for (int i = 0; i < spatial; i++)
        {
            int have = dims[first + i], size = Scale > 0 ? have < 0 ? -1 : (int)(have * Scale) : sizes[3 - spatial + i];
            dims[first + i] = SizeInputs.Any(c.Call.Inputs, 1) || size <= 0 ? -1 : size;
        }
        c["Out"] = c["X"] with { Shape = dims };
    }

    internal override bool DependsOnValues(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        bool last = Trireme.DataLayout.IsLast(DataLayout);
        Tensor x = last ? Trireme.DataLayout.ToChannelFirst(c["X"]) : c["X"];
        int spatial = x.Ndim - 2;
        Ints sizes = new[] { OutD, OutH, OutW }[(3 - spatial)..];
        float factor = c.Find("Scale") is { } given ? given.Cast(DType.Float32).ToArray<float>()[0] : Scale;
        if (factor > 0)
            sizes = x.Shape[2..].ToArray().Select(d => (int)(d * factor)).ToArray();
        if ((SizeInputs.Read(c, "SizeTensor") ?? SizeInputs.Read(c, "OutSize")) is { } wanted)
            sizes = wanted;
        c.Require(sizes.Count == spatial, $"{sizes.Count} sizes were given for {spatial} spatial axes.");
        Tensor y = InterpOp.Of(InterpMethod, sizes, null, AlignCorners, AlignMode).Apply(x);
        c["Out"] = last ? Trireme.DataLayout.ToChannelLast(y) : y;
    }
}

/// <inheritdoc cref="InterpV1Op"/>
[Op("nearest_interp", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record NearestInterpV1Op(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float Scale = 0f, string InterpMethod = "nearest",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpV1Op(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpV1Op"/>
[Op("linear_interp", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record LinearInterpV1Op(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float Scale = 0f, string InterpMethod = "linear",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpV1Op(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpV1Op"/>
[Op("bilinear_interp", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record BilinearInterpV1Op(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float Scale = 0f, string InterpMethod = "bilinear",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpV1Op(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpV1Op"/>
[Op("trilinear_interp", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record TrilinearInterpV1Op(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float Scale = 0f, string InterpMethod = "trilinear",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpV1Op(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);

/// <inheritdoc cref="InterpV1Op"/>
[Op("bicubic_interp", "X, OutSize?, SizeTensor*, Scale? -> Out")]
public sealed record BicubicInterpV1Op(string DataLayout = "NCHW", int OutD = -1, int OutH = -1, int OutW = -1, float Scale = 0f, string InterpMethod = "bicubic",
    bool AlignCorners = true, int AlignMode = 1)
    : InterpV1Op(DataLayout, OutD, OutH, OutW, Scale, InterpMethod, AlignCorners, AlignMode);
