namespace Trireme.Operators;

/// <summary>Out = images with constants, their mirror image or their border around them.</summary>
/// <param name="Paddings">Above, below, left, right; given by the input Paddings where there is one.</param>
/// <param name="Mode">constant, reflect or edge.</param>
/// <param name="PadValue">The constant.</param>
/// <param name="DataFormat">NCHW or NHWC.</param>
[Op("pad2d", "X, Paddings? -> Out")]
public sealed record Pad2DOp(Ints Paddings, string Mode = "constant", float PadValue = 0f, string DataFormat = "NCHW") : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank == 4, "X must have four dimensions.");
        c.Require(c.Has("Paddings") || Paddings.Count == 4, $"paddings {Paddings} must have four values: above, below, left, right.");
        c.Require(Mode is "constant" or "reflect" or "edge", $"mode '{Mode}' is not known.", "It is constant, reflect or edge.");
        int[] dims = x.ToArray();
        int rows = DataLayout.IsLast(DataFormat) ? 1 : 2;
        for (int i = 0; i < 2; i++)
            dims[rows + i] = dims[rows + i] < 0 || c.Has("Paddings") ? -1 : dims[rows + i] + Paddings[2 * i] + Paddings[(2 * i) + 1];
        c["Out"] = c["X"] with { Shape = dims };
    }

    internal override bool DependsOnValues(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Ints p = SizeInputs.Read(c, "Paddings") is { } given ? given : Paddings;
        c.Require(p.Count == 4, $"paddings {p} must have four values: above, below, left, right.");
        c["Out"] = NN.Functional.Pad(c["X"], [p[2], p[3], p[0], p[1]], Mode == "edge" ? "replicate" : Mode, PadValue, DataFormat);
    }
}

/// <summary>Out = Y with constants behind it along each axis, until it has the shape of X.</summary>
/// <param name="PadValue">The constant.</param>
[Op("pad_constant_like", "X, Y -> Out")]
public sealed record PadConstantLikeOp(float PadValue = 0f) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, y = c["Y"].Shape;
        c.Require(x.Rank == y.Rank, "X and Y must have as many dimensions.");
        for (int i = 0; i < x.Rank; i++)
            c.Require(x[i] < 0 || y[i] < 0 || y[i] <= x[i], $"dimension {i} of Y is {y[i]}, more than X's {x[i]}.");
        c["Out"] = c["Y"] with { Shape = x };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Shape x = c["X"].Shape, y = c["Y"].Shape;
        c["Out"] = new PadOp(Enumerable.Range(0, 2 * x.Rank).Select(i => i % 2 == 0 ? 0 : x[i / 2] - y[i / 2]).ToArray(), PadValue).Apply(c["Y"]);
    }
}

/// <summary>Out = a part of X of a given shape.</summary>
/// <param name="Offsets">Where it begins; given by the input Offsets where there is one.</param>
/// <param name="Shape">Its dimensions, -1 for X's; those of Y where there is one.</param>
[Op("crop", "X, Y?, Offsets? -> Out")]
public sealed record CropOp(Ints Offsets = default, Ints Shape = default) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        Ints wanted = c.Has("Y") ? c["Y"].Shape : Shape;
        c.Require(wanted.Count == x.Rank, $"the shape {wanted} must have one number for each of {x.Rank} dimensions.");
        c.Require(c.Has("Offsets") || Offsets.Count is 0 || Offsets.Count == x.Rank,
            $"offsets {Offsets} must have one number for each of {x.Rank} dimensions.");
        c["Out"] = c["X"] with { Shape = Enumerable.Range(0, x.Rank).Select(i => wanted[i] < 0 && !c.Has("Y") ? x[i] : wanted[i]).ToArray() };
    }

    internal override bool DependsOnValues(ReadOnlySpan<Tensor?> inputs) => inputs.Length > 2 && inputs[2] is not null;

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Shape x = c["X"].Shape;
        Ints wanted = c.Find("Y")?.Shape ?? Shape, begin = SizeInputs.Read(c, "Offsets") is { } given ? given : Offsets.Count == 0 ? new int[x.Rank] : Offsets;
        int[] end = new int[x.Rank];
        for (int i = 0; i < end.Length; i++)
        {
            end[i] = wanted[i] >= 0 ? begin[i] + wanted[i] : x[i] < 0 ? int.MaxValue : x[i];
            c.Require(x[i] < 0 || (begin[i] >= 0 && end[i] <= x[i]), $"{wanted[i]} elements from {begin[i]} do not lie inside dimension {i} of X, which has {x[i]}.");
        }
        c["Out"] = c["X"].Slice(Enumerable.Range(0, end.Length).ToArray(), begin, end);
    }
}
