namespace Trireme.Operators;

/// <summary>
/// A convolution whose taps are moved by Offset [N, 2 · deformable groups · taps, H', W'] and weighted by Mask [N, deformable groups · taps, H', W']:
/// Input [N, C, H, W], Filter [M, C / groups, h, w] → Output [N, M, H', W'].
/// </summary>
/// <param name="Strides">The distances of windows.</param>
/// <param name="Paddings">Zeros around the images.</param>
/// <param name="Dilations">The distances of taps.</param>
/// <param name="Groups">Divides C and M.</param>
/// <param name="DeformableGroups">Groups of channels with offsets of their own.</param>
/// <param name="Im2colStep">Kept for files: how many images Paddle takes at a time.</param>
[Op("deformable_conv", "Input, Offset, Mask, Filter -> Output")]
public sealed record DeformableConvOp(Ints Strides, Ints Paddings, Ints Dilations, int Groups = 1, int DeformableGroups = 1, int Im2colStep = 64) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Output"] = DeformableRules.Infer(c);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Output"] = Vision.Ops.DeformConv2d(c["Input"], c["Offset"], c["Filter"], null, Strides, Paddings, Dilations, DeformableGroups, Groups, c["Mask"]);
}

/// <inheritdoc cref="DeformableConvOp"/>
/// <remarks>Without a mask.</remarks>
[Op("deformable_conv_v1", "Input, Offset, Filter -> Output")]
public sealed record DeformableConvV1Op(Ints Strides, Ints Paddings, Ints Dilations, int Groups = 1, int DeformableGroups = 1, int Im2colStep = 64)
    : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Output"] = DeformableRules.Infer(c);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Output"] = Vision.Ops.DeformConv2d(c["Input"], c["Offset"], c["Filter"], null, Strides, Paddings, Dilations, DeformableGroups, Groups);
}

internal static class DeformableRules
{
    public static TensorMeta Infer(InferContext c)
    {
        Shape x = c["Input"].Shape, offset = c["Offset"].Shape, filter = c["Filter"].Shape;
        c.Require(x.Rank == 4 && offset.Rank == 4 && filter.Rank == 4, "Input, Offset and Filter must have four dimensions.");
        return c["Input"] with { Shape = [x[0], filter[0], offset[2], offset[3]] };
    }
}
