namespace Trireme.Operators;

/// <summary>
/// The gradient of a convolution with respect to its filter: Input [N, C, …], OutputGrad [N, M, …] → FilterGrad [M, C / groups, k…].
/// Bilinear, like the convolution itself, so the three are each other's gradients to any order.
/// </summary>
/// <param name="Kernel">The filter's spatial size.</param>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">Before and after for each spatial axis.</param>
/// <param name="Dilations">One for each spatial axis.</param>
/// <param name="Groups">Divides C and M.</param>
[Op("conv_filter_grad", "Input, OutputGrad -> FilterGrad", Saves = "Input, OutputGrad")]
public sealed record ConvFilterGradOp(Ints Kernel, Ints Strides, Ints Paddings, Ints Dilations, int Groups = 1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta input = c["Input"], grad = c["OutputGrad"];
        var dims = new int[Kernel.Count + 2];
        (dims[0], dims[1]) = (grad.Shape[1], input.Shape[1] < 0 ? -1 : input.Shape[1] / Groups);
        Kernel.AsSpan().CopyTo(dims.AsSpan(2));
        c["FilterGrad"] = input with { Shape = dims };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dw = g.D["FilterGrad"];
        SpatialAxes axes = Axes(g.Meta("Input").Shape);
        if (g.Needs("Input"))
            g.D["Input"] = ConvRules.Transposed(axes, Groups, g.Meta("Input").Shape[2..]).Apply(g["OutputGrad"], dw, null);
        if (g.Needs("OutputGrad"))
            g.D["OutputGrad"] = ConvRules.Forward(axes, Groups).Apply(g["Input"], dw, null);
    }

    internal SpatialAxes Axes(Shape input) => SpatialAxes.Of(input.AsSpan()[2..], Kernel.AsSpan(), Strides, Paddings, "EXPLICIT", Dilations);
}
