namespace Trireme.Operators;

/// <summary>
/// Transposed convolution, the gradient of a convolution with respect to its input: Input [N, C, …], Filter [C, M / groups, k…],
/// Bias [M] → Output [N, M, …]. The base of conv2d_transpose, depthwise_conv2d_transpose and conv3d_transpose.
/// </summary>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">What is cut off the result: one for each spatial axis, or before and after for each.</param>
/// <param name="OutputPadding">Added to the size of the result; nothing, or one for each spatial axis, each below its stride.</param>
/// <param name="OutputSize">The result's spatial size; nothing, or one for each spatial axis.</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="Dilations">One for each spatial axis.</param>
/// <param name="Groups">Divides C and M.</param>
/// <param name="DataFormat">Channels first; a call with channels last transposes.</param>
public abstract record ConvTransposeOp(Ints Strides, Ints Paddings, Ints OutputPadding, Ints OutputSize, string PaddingAlgorithm, Ints Dilations, int Groups, string DataFormat) : Op, IComposable
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta input = c["Input"], filter = c["Filter"];
        int spatial = Strides.Count;
        ConvRules.Check(c, this, spatial);
        int channels = input.Shape[1], maps = filter.Shape[1] * Groups;
        c.Require(channels < 0 || channels == filter.Shape[0], $"Input has {channels} channels, but Filter {filter.Shape} takes {filter.Shape[0]}.",
            "The filter of a transposed convolution is [input channels, output channels / groups, kernel...].");
        c.Require(filter.Shape[0] % Groups == 0, $"the {filter.Shape[0]} input channels of Filter are not divisible by groups {Groups}.");
        c.Require(OutputSize.Count is 0 || OutputSize.Count == spatial, $"output_size {OutputSize} has {OutputSize.Count} values for {spatial} spatial axes.");
        c.Require(OutputPadding.Count is 0 || OutputPadding.Count == spatial,
            $"output_padding {OutputPadding} has {OutputPadding.Count} values for {spatial} spatial axes.");
        ConvRules.CheckBias(c, maps);
        var dims = new int[spatial + 2];
        (dims[0], dims[1]) = (input.Shape[0], maps);
        SpatialAxes axes = Axes(input.Shape, filter.Shape);
        for (int i = 0; i < spatial; i++)
            dims[i + 2] = OutputDim(c, axes, i, input.Shape[i + 2]);
        c["Output"] = input with { Shape = dims };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = g.D["Output"];
        SpatialAxes axes = Axes(g.Meta("Input").Shape, g.Meta("Filter").Shape);
        if (g.Needs("Input"))
            g.D["Input"] = ConvRules.Forward(axes, Groups).Apply(dy, g["Filter"], null);
        if (g.Needs("Filter"))
            g.D["Filter"] = new ConvFilterGradOp(axes.Kernel, Strides, axes.Pairs, axes.Dilations, Groups).Apply(dy, g["Input"]);
        if (g.Has("Bias") && g.Needs("Bias"))
            g.D["Bias"] = ConvRules.ChannelSums(dy);
    }

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => DataLayout.IsLast(DataFormat);

    void IComposable.Compose(ComposeContext c)
        => c["Output"] = DataLayout.ToChannelLast((this with { DataFormat = DataLayout.First(DataFormat) }).Apply(DataLayout.ToChannelFirst(c["Input"]), c["Filter"], c.Find("Bias")));

    internal SpatialAxes Axes(Shape input, Shape filter)
        => SpatialAxes.Of(input.AsSpan()[2..], filter.AsSpan()[2..], Strides, Paddings, PaddingAlgorithm, Dilations);

    private int OutputDim(InferContext c, SpatialAxes axes, int axis, int input)
    {
        if (input < 0)
            return OutputSize.Count > 0 ? OutputSize[axis] : -1;
        int least = axes.Transposed(axis, input), most = least + axes.Strides[axis] - 1;
        // A dilation above the stride leaves as many elements to choose as it skips.
        most = Math.Max(most, least + axes.Dilations[axis] - 1);
        int dim = OutputSize.Count > 0 ? OutputSize[axis] : least + (OutputPadding.Count > 0 ? OutputPadding[axis] : 0);
        c.Require(dim >= least && dim <= most,
            OutputSize.Count > 0
                ? $"output_size {OutputSize} asks for {dim} elements along spatial axis {axis}; from {input} the possible sizes are {least} to {most}."
                : $"output_padding {OutputPadding} along spatial axis {axis} must be at least 0 and below the stride {axes.Strides[axis]} or the dilation {axes.Dilations[axis]}.");
        c.Require(dim > 0, $"spatial axis {axis} of the output would have {dim} elements.", "Use less padding or a larger kernel.");
        return dim;
    }
}
