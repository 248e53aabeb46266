namespace Trireme.Operators;

/// <summary>Out = X as a matrix: the dimensions before an axis are rows, the others columns.</summary>
/// <param name="Axis">The first dimension that belongs to the columns; 0 makes one row.</param>
[Op("flatten2", "X -> Out, XShape~")]
public sealed record Flatten2Op(int Axis = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = Matrix(c, c["X"].Shape) };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = AsMatrix(c["X"], Axis);

    internal static Tensor AsMatrix(Tensor x, int axis)
    {
        if (axis < 0)
            axis += x.Ndim;
        Tensor rows = axis == 0 ? x.Unsqueeze(0) : x.Flatten(0, axis - 1);
        return axis == x.Ndim ? rows.Unsqueeze(1) : rows.Flatten(1);
    }

    private Shape Matrix(InferContext c, Shape x)
    {
        int axis = Axis < 0 ? Axis + x.Rank : Axis;
        c.Require(axis >= 0 && axis <= x.Rank, $"axis {Axis} is outside [0, {x.Rank}].");
        Shape rows = x[..axis], columns = x[axis..];
        return (rows.IsKnown ? (int)rows.Numel : -1, columns.IsKnown ? (int)columns.Numel : -1);
    }
}

/// <inheritdoc cref="Flatten2Op"/>
[Op("flatten", "X -> Out")]
public sealed record FlattenOp(int Axis = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = Flatten2Op.AsMatrix(c["X"], Axis);
}

/// <summary>Out = X with other dimensions, as <see cref="Reshape2Op"/> has it.</summary>
/// <param name="Shape">The dimensions: 0 takes X's dimension at that place, one -1 is what is left.</param>
[Op("reshape", "X, Shape?, ShapeTensor* -> Out")]
public sealed record ReshapeOp(Shape Shape) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = new Reshape2Op(Shape).ApplyAll(c["X"], c.Find("Shape"), c.List("ShapeTensor"))[0];
}

/// <summary>Out = X without dimensions of size 1, as <see cref="Squeeze2Op"/> has it.</summary>
/// <param name="Axes">The axes to remove where their size is 1; all such axes where empty.</param>
[Op("squeeze", "X -> Out")]
public sealed record SqueezeOp(Ints Axes = default) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = new Squeeze2Op(Axes).Apply(c["X"]);
}

/// <summary>Out = X with new dimensions of size 1, as <see cref="Unsqueeze2Op"/> has it.</summary>
/// <param name="Axes">Where they stand in the result; applied one after the other.</param>
[Op("unsqueeze", "X, AxesTensor?, AxesTensorList* -> Out")]
public sealed record UnsqueezeOp(Ints Axes = default) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = new Unsqueeze2Op(Axes).ApplyAll(c["X"], c.Find("AxesTensor"), c.List("AxesTensorList"))[0];
}

/// <summary>Out = X with its dimensions in another order.</summary>
/// <param name="Axis">Which of X's dimensions stands at each place.</param>
[Op("transpose", "X -> Out")]
public sealed record TransposeOp(Ints Axis) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = c["X"].Transpose(Axis);
}

/// <summary>Out = X repeated along every axis, as <see cref="TileOp"/> has it.</summary>
/// <param name="ExpandTimes">How often, one for each axis.</param>
[Op("expand", "X, ExpandTimes?, expand_times_tensor* -> Out")]
public sealed record ExpandOp(Ints ExpandTimes = default) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = new TileOp(ExpandTimes).ApplyAll(c["X"], c.Find("ExpandTimes"), c.List("expand_times_tensor"))[0];
}

/// <summary>Out = X repeated along every axis until it has the shape of another tensor.</summary>
[Op("expand_as", "X, target_tensor -> Out")]
public sealed record ExpandAsOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = c["target_tensor"].Shape };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Shape x = c["X"].Shape, target = c["target_tensor"].Shape;
        c.Require(x.Rank == target.Rank, "X and the target must have as many dimensions.");
        int[] times = new int[x.Rank];
        for (int i = 0; i < times.Length; i++)
        {
            c.Require(x[i] > 0 && target[i] % x[i] == 0, $"dimension {i} of the target is {target[i]}, not a multiple of {x[i]}.");
            times[i] = target[i] / x[i];
        }
        c["Out"] = c["X"].Tile(times);
    }
}

/// <summary>Out = X stretched to a shape, that of Y or of an attribute.</summary>
/// <param name="TargetShape">The shape where there is no Y.</param>
[Op("expand_as_v2", "X, Y? -> Out")]
public sealed record ExpandAsV2Op(Shape TargetShape = default) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = c.Has("Y") ? c["Y"].Shape : TargetShape };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = c["X"].Expand(c.Find("Y")?.Shape ?? TargetShape);
}

/// <summary>Out [N, C / r², H·r, W·r] = X [N, C, H, W] with channels spread over squares.</summary>
/// <param name="UpscaleFactor">r.</param>
/// <param name="DataFormat">NCHW or NHWC.</param>
[Op("pixel_shuffle", "X -> Out")]
public sealed record PixelShuffleOp(int UpscaleFactor = 1, string DataFormat = "NCHW") : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        int axis = DataFormat == "NHWC" ? 3 : 1, square = UpscaleFactor * UpscaleFactor, rows = axis == 1 ? 2 : 1;
        c.Require(x.Rank == 4, "X must have four dimensions.");
        c.Require(UpscaleFactor > 0 && (x[axis] < 0 || x[axis] % square == 0), $"the {x[axis]} channels are not divisible by {square}.");
        int[] dims = x.ToArray();
        dims[axis] = dims[axis] < 0 ? -1 : dims[axis] / square;
        for (int i = rows; i < rows + 2; i++)
            dims[i] = dims[i] < 0 ? -1 : dims[i] * UpscaleFactor;
        c["Out"] = c["X"] with { Shape = dims };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = NN.Functional.PixelShuffle(c["X"], UpscaleFactor, DataFormat);
}
