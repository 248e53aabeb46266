namespace Trireme.Operators;

/// <summary>Images made larger or smaller: X [N, C, …] → Out. The base of the operators <c>*_interp_v2</c>, one for each method.</summary>
/// <param name="DataLayout">Channels first; a call with channels last transposes.</param>
/// <param name="OutD">The result's depth; −1 where <paramref name="Scale"/> says it.</param>
/// <param name="OutH">The result's height.</param>
/// <param name="OutW">The result's width.</param>
/// <param name="Scale">The factors, one for each spatial axis; empty where the sizes are given.</param>
/// <param name="InterpMethod">nearest, linear, bilinear, trilinear or bicubic.</param>
/// <param name="AlignCorners">Whether the outermost elements of both images stand in the same place.</param>
/// <param name="AlignMode">For the linear methods without aligned corners: 0 takes elements for squares (half pixel), 1 for points.</param>
public abstract record InterpOp(string DataLayout, int OutD, int OutH, int OutW, float[]? Scale, string InterpMethod, bool AlignCorners, int AlignMode) : Op, IComposable
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c.Require(x.DType.IsFloating, "X must be floating point.");
        c.Require(x.Shape.Rank is >= 3 and <= 5, "X must be [N, C, ...] with 1 to 3 spatial axes.");
        int spatial = x.Shape.Rank - 2, first = Trireme.DataLayout.IsLast(DataLayout) ? 1 : 2;
        if (c.InputCount > 0 && SizeInputs.Any(c.Call.Inputs, 1))
        {
            // The sizes come with the run.
            c["Out"] = x with { Shape = x.Shape.ToArray().Select((d, i) => i >= first && i < first + spatial ? -1 : d).ToArray() };
            return;
        }
        int[] dims = x.Shape.ToArray(), sizes = [OutD, OutH, OutW];
        for (int i = 0; i < spatial; i++)
        {
            int size = sizes[3 - spatial + i];
            if (Scale is { Length: > 0 } && size <= 0)
                size = dims[i + 2] < 0 ? -1 : (int)(dims[i + 2] * Scale[Scale.Length == 1 ? 0 : i]);
            c.Require(size > 0 || dims[i + 2] < 0, $"spatial axis {i} of the result would have {size} elements.");
            c.Require(dims[i + 2] != 0, $"spatial axis {i} of X is empty.");
            dims[i + 2] = size;
        }
        c["Out"] = x with { Shape = dims };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["X"] = new InterpGradOp(g.Meta("X").Shape, Scale, InterpMethod, AlignCorners, AlignMode).Apply(g.D["Out"]);

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => Trireme.DataLayout.IsLast(DataLayout) || SizeInputs.Any(inputs, 1);

    bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

    void IComposable.Compose(ComposeContext c)
    {
        bool last = Trireme.DataLayout.IsLast(DataLayout);
        Tensor x = last ? Trireme.DataLayout.ToChannelFirst(c["X"]) : c["X"];
        int spatial = x.Ndim - 2;
        Ints sizes = new[] { OutD, OutH, OutW }[(3 - spatial)..];
        float[]? scale = Scale;
        if (c.Find("Scale") is { } factors)
        {
            scale = factors.Cast(DType.Float32).ToArray<float>();
            sizes = Enumerable.Repeat(-1, spatial).ToArray();
        }
        if ((SizeInputs.Read(c, "SizeTensor") ?? SizeInputs.Read(c, "OutSize")) is { } given)
        {
            c.Require(given.Length == spatial, $"{given.Length} sizes were given for {spatial} spatial axes.");
            (sizes, scale) = (given, null);
        }
        Tensor y = Of(InterpMethod, sizes, scale, AlignCorners, AlignMode).Apply(x);
        c["Out"] = last ? Trireme.DataLayout.ToChannelLast(y) : y;
    }

    internal static InterpOp Of(string method, Ints sizes, float[]? scale, bool alignCorners, int alignMode)
    {
        int d = sizes.Count == 3 ? sizes[0] : -1, h = sizes.Count >= 2 ? sizes[^2] : -1, w = sizes.Count >= 1 ? sizes[^1] : -1;
        return method switch
        {
            "nearest" => new NearestInterpOp("NCHW", d, h, w, scale, method, alignCorners, alignMode),
            "linear" => new LinearInterpOp("NCHW", d, h, w, scale, method, alignCorners, alignMode),
            "bilinear" => new BilinearInterpOp("NCHW", d, h, w, scale, method, alignCorners, alignMode),
            "trilinear" => new TrilinearInterpOp("NCHW", d, h, w, scale, method, alignCorners, alignMode),
            _ => new BicubicInterpOp("NCHW", d, h, w, scale, method, alignCorners, alignMode),
        };
    }
}
