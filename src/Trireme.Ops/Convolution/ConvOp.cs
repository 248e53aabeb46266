namespace Trireme.Operators;

/// <summary>
/// Convolution over two or three spatial axes: Input [N, C, …], Filter [M, C / groups, k…], Bias [M] → Output [N, M, …]. The base of
/// conv2d, depthwise_conv2d and conv3d.
/// </summary>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="Dilations">One for each spatial axis.</param>
/// <param name="Groups">Divides C and M.</param>
/// <param name="DataFormat">Channels first; a call with channels last transposes.</param>
public abstract record ConvOp(Ints Strides, Ints Paddings, string PaddingAlgorithm, Ints Dilations, int Groups, string DataFormat) : Op, IComposable
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Output"] = InferOutput(c);

    private protected TensorMeta InferOutput(InferContext c)
    {
        TensorMeta input = c["Input"], filter = c["Filter"];
        int spatial = Strides.Count;
        ConvRules.Check(c, this, spatial);
        int channels = input.Shape[1], maps = filter.Shape[0];
        c.Require(channels < 0 || channels == filter.Shape[1] * Groups,
            $"Input has {channels} channels, but Filter {filter.Shape} with groups {Groups} takes {filter.Shape[1] * Groups}.",
            "Filter is [output channels, input channels / groups, kernel...].");
        c.Require(maps % Groups == 0, $"the {maps} output channels of Filter are not divisible by groups {Groups}.");
        ConvRules.CheckBias(c, maps);
        var dims = new int[spatial + 2];
        (dims[0], dims[1]) = (input.Shape[0], maps);
        SpatialAxes axes = Axes(input.Shape, filter.Shape);
        for (int i = 0; i < spatial; i++)
        {
            int size = input.Shape[i + 2];
            dims[i + 2] = size < 0 ? -1 : axes.Output(i, size);
            c.Require(size < 0 || dims[i + 2] > 0,
                $"a kernel of {axes.Kernel[i]} with dilation {axes.Dilations[i]} does not fit spatial axis {i}, which has {size} elements and paddings {axes.Before[i]} and {axes.After[i]}.",
                "Pad more or use a smaller kernel.");
        }
        return input with { Shape = dims };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => Grad(g, g.D["Output"]);

    private protected void Grad(GradContext g, Tensor dy)
    {
        SpatialAxes axes = Axes(g.Meta("Input").Shape, g.Meta("Filter").Shape);
        if (g.Needs("Input"))
            g.D["Input"] = ConvRules.Transposed(axes, Groups, g.Meta("Input").Shape[2..]).Apply(dy, g["Filter"], null);
        if (g.Needs("Filter"))
            g.D["Filter"] = new ConvFilterGradOp(axes.Kernel, Strides, axes.Pairs, axes.Dilations, Groups).Apply(g["Input"], dy);
        if (g.Has("Bias") && g.Needs("Bias"))
            g.D["Bias"] = ConvRules.ChannelSums(dy);
    }

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => DataLayout.IsLast(DataFormat);

    void IComposable.Compose(ComposeContext c)
        => c["Output"] = DataLayout.ToChannelLast(Dispatcher.Run(this with { DataFormat = DataLayout.First(DataFormat) }, ChannelsFirst(c))[0]);

    private protected virtual Tensor?[] ChannelsFirst(ComposeContext c) => [DataLayout.ToChannelFirst(c["Input"]), c["Filter"], c.Find("Bias")];

    /// <summary>What is done to the results last: relu, relu6 or identity.</summary>
    internal virtual string Ending => "identity";

    /// <summary>Whether negative results become 0.</summary>
    internal bool IsRectified => Ending is "relu" or "relu6";

    /// <summary>Whether results above six become 6, besides.</summary>
    internal bool IsAtMostSix => Ending == "relu6";

    internal SpatialAxes Axes(Shape input, Shape filter)
        => SpatialAxes.Of(input.AsSpan()[2..], filter.AsSpan()[2..], Strides, Paddings, PaddingAlgorithm, Dilations);
}
