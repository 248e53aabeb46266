namespace Trireme.Operators;

/// <summary>
/// Out [N, C · b², H / b, W / b] = X [N, C, H, W] rearranged: X is read as b² groups of channels that are the places of squares in images of C / b² channels,
/// and those images' elements are then taken in order.
/// </summary>
/// <param name="Blocksize">b, at least 2; b² divides C, b divides H and W.</param>
[Op("space_to_depth", "X -> Out")]
public sealed record SpaceToDepthOp(int Blocksize) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        int b = Blocksize;
        c.Require(x.Rank == 4, "X must have four dimensions.");
        c.Require(b >= 2, $"blocksize is {b}.", "It must be at least 2.");
        c.Require((x[1] < 0 || x[1] % (b * b) == 0) && (x[2] < 0 || x[2] % b == 0) && (x[3] < 0 || x[3] % b == 0),
            $"blocksize² = {b * b} must divide the channels, and {b} the height and the width.");
        c["Out"] = c["X"] with { Shape = [x[0], x[1] < 0 ? -1 : x[1] * b * b, x[2] < 0 ? -1 : x[2] / b, x[3] < 0 ? -1 : x[3] / b] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Shape x = c["X"].Shape;
        int b = Blocksize;
        Tensor images = c["X"].Reshape([x[0], b, b, x[1] / (b * b), x[2], x[3]]).Transpose([0, 3, 4, 1, 5, 2]);
        c["Out"] = images.Reshape([x[0], x[1] * b * b, x[2] / b, x[3] / b]);
    }
}

/// <summary>Out = X [N, C, H, W] with channels dealt out anew: those of each group go to all groups in turn.</summary>
/// <param name="Group">The number of groups; it divides C.</param>
[Op("shuffle_channel", "X -> Out")]
public sealed record ShuffleChannelOp(int Group = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank == 4, "X must have four dimensions.");
        c.Require(Group > 0 && (x[1] < 0 || x[1] % Group == 0), $"group {Group} does not divide the {x[1]} channels.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = NN.Functional.ChannelShuffle(c["X"], Group);
}

/// <summary>Out = frames X [N · T, C, H, W] of which some channels take the place of the neighbouring frames'.</summary>
/// <param name="SegNum">T, the frames of a clip.</param>
/// <param name="ShiftRatio">How many of the channels move in each direction, 0 to 0.5.</param>
/// <param name="DataFormat">NCHW or NHWC.</param>
[Op("temporal_shift", "X -> Out")]
public sealed record TemporalShiftOp(int SegNum, float ShiftRatio = 0.25f, string DataFormat = "NCHW") : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank == 4, "X must have four dimensions.");
        c.Require(SegNum > 0 && (x[0] < 0 || x[0] % SegNum == 0), $"the {x[0]} frames are not divisible by seg_num {SegNum}.");
        c.Require(ShiftRatio is >= 0 and <= 0.5f, $"shift_ratio is {ShiftRatio}.", "It must be between 0 and 0.5.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = NN.Functional.TemporalShift(c["X"], SegNum, ShiftRatio, dataFormat: DataFormat);
}

/// <summary>Out = X · Scale + Bias for each channel.</summary>
/// <param name="DataLayout">NCHW or NHWC.</param>
[Op("affine_channel", "X, Scale, Bias -> Out")]
public sealed record AffineChannelOp(string DataLayout = "NCHW") : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank == 4, "X must have four dimensions.");
        int channels = x[Trireme.DataLayout.IsLast(DataLayout) ? 3 : 1];
        foreach (string slot in (ReadOnlySpan<string>)["Scale", "Bias"])
            c.Require(channels < 0 || c[slot].Shape.Numel == channels, $"{slot} {c[slot].Shape} must have one value a channel, {channels}.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Shape each = Trireme.DataLayout.IsLast(DataLayout) ? -1 : [-1, 1, 1];
        c["Out"] = (c["X"] * c["Scale"].Reshape(each)) + c["Bias"].Reshape(each);
    }
}

/// <summary>Output [N, H, W, 2] = where an affine transform Theta [N, 2, 3] takes the places of images, for grid_sampler.</summary>
/// <param name="OutputShape">[N, C, H, W]; given by the input OutputShape where there is one.</param>
/// <param name="AlignCorners">Whether ±1 is the middle of the outermost elements instead of their edge.</param>
[Op("affine_grid", "Theta, OutputShape? -> Output")]
public sealed record AffineGridOp(Ints OutputShape = default, bool AlignCorners = true) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["Theta"].Shape is { Rank: 3 } theta && theta[1] is 2 or -1, "Theta must be [N, 2, 3].");
        c.Require(c.Has("OutputShape") || OutputShape.Count == 4, $"output_shape {OutputShape} must have four values.");
        c["Output"] = c["Theta"] with { Shape = c.Has("OutputShape") ? [c["Theta"].Shape[0], -1, -1, 2] : [OutputShape[0], OutputShape[2], OutputShape[3], 2] };
    }

    internal override bool DependsOnValues(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Ints shape = SizeInputs.Read(c, "OutputShape") is { } given ? given : OutputShape;
        c.Require(shape.Count == 4, $"the output shape {shape} must have four values.");
        int images = c["Theta"].Shape[0];
        c.Require(images < 0 || shape[0] < 0 || shape[0] == images, $"Theta has {images} transforms for {shape[0]} images.");
        c["Output"] = NN.Functional.AffineGrid(c["Theta"], [images, shape[1], shape[2], shape[3]], AlignCorners);
    }
}

/// <summary>Out [N, A, B] = X [N, A, H, W] · Y [N, B, H, W] over all places, divided by their number.</summary>
[Op("fsp", "X, Y -> Out")]
public sealed record FspOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, y = c["Y"].Shape;
        c.Require(x.Rank == 4 && y.Rank == 4, "X and Y must have four dimensions.");
        for (int i = 0; i < 4; i++)
            c.Require(i == 1 || x[i] < 0 || y[i] < 0 || x[i] == y[i], $"dimension {i} differs: only the channels may.");
        c["Out"] = c["X"] with { Shape = [x[0], x[1], y[1]] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"].Flatten(2), y = c["Y"].Flatten(2);
        c["Out"] = x.Matmul(y, transposeY: true) * (1.0 / x.Shape[2]);
    }
}
