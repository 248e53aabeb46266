namespace Trireme.Operators;

/// <summary>What the convolutions share: the checks of their inputs, and each as the gradient of the other.</summary>
internal static class ConvRules
{
    public static void Check(InferContext c, ConvOp op, int spatial)
        => Check(c, spatial, op.Strides, op.Paddings, op.PaddingAlgorithm, op.Dilations, op.Groups, op.DataFormat);

    public static void Check(InferContext c, ConvTransposeOp op, int spatial)
        => Check(c, spatial, op.Strides, op.Paddings, op.PaddingAlgorithm, op.Dilations, op.Groups, op.DataFormat);

    public static void CheckBias(InferContext c, int channels)
    {
        if (c.Has("Bias"))
        {
            TensorMeta bias = c["Bias"];
            c.Require(bias.Shape.Numel == channels && bias.Shape.Rank == 1, $"Bias {bias.Shape} must be [{channels}], one value an output channel.");
            c.Require(bias.DType == c["Input"].DType, "the element types differ.", "Cast one of them.");
        }
    }

    /// <summary>Checks what a convolution does to its results: the activation is known, and what is added, if anything is, looks like the output.</summary>
    public static TensorMeta CheckFused(InferContext c, TensorMeta output, string activation)
    {
        c.Require(activation is "relu" or "relu6" or "identity", $"the activation '{activation}' is not known.", "Use relu, relu6 or identity.");
        if (c.Has("ResidualData"))
        {
            TensorMeta residual = c["ResidualData"];
            c.Require(residual.Shape == output.Shape && residual.DType == output.DType,
                $"ResidualData {residual.Shape} {residual.DType} must look like the result, {output.Shape} {output.DType}.");
        }
        return output;
    }

    /// <summary>The convolution with explicit geometry.</summary>
    public static Op Forward(SpatialAxes axes, int groups)
        => axes.Count == 3
            ? new Conv3DOp(axes.Strides, axes.Pairs, "EXPLICIT", axes.Dilations, groups)
            : new Conv2DOp(axes.Strides, axes.Pairs, "EXPLICIT", axes.Dilations, groups);

    /// <summary>The transposed convolution with explicit geometry.</summary>
    public static Op Transposed(SpatialAxes axes, int groups, Shape outputSize)
        => axes.Count == 3
            ? new Conv3DTransposeOp(axes.Strides, axes.Pairs, default, outputSize, "EXPLICIT", axes.Dilations, groups)
            : new Conv2DTransposeOp(axes.Strides, axes.Pairs, default, outputSize, "EXPLICIT", axes.Dilations, groups);

    /// <summary>The sum over all axes but the channels, which is what a bias receives.</summary>
    public static Tensor ChannelSums(Tensor dy)
    {
        var axes = new int[dy.Ndim - 1];
        for (int i = 1; i < axes.Length; i++)
            axes[i] = i + 1;
        return dy.Sum(new Ints(axes));
    }

    private static void Check(InferContext c, int spatial, Ints strides, Ints paddings, string algorithm, Ints dilations, int groups, string format)
    {
        TensorMeta input = c["Input"], filter = c["Filter"];
        c.Require(input.DType.IsFloating, "Input must be floating point.");
        c.Require(filter.DType == input.DType, "the element types differ.", "Cast one of them.");
        c.Require(input.Shape.Rank == spatial + 2, $"Input {input.Shape} must have {spatial + 2} dimensions: batch, channels and {spatial} spatial axes.");
        c.Require(filter.Shape.Rank == spatial + 2, $"Filter {filter.Shape} must have {spatial + 2} dimensions.");
        c.Require(groups > 0, $"groups is {groups}; it must be positive.");
        c.Require(!format.EndsWith('C'), $"data_format {format} is not channels first.", "Transpose the input, or call the function, which does.");
        SpatialAxes.Check(c, spatial, strides, paddings, algorithm, dilations);
    }
}
