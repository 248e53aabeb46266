using Trireme.NN;

namespace Trireme.Vision;

/// <summary>Regions of images, by the mean of each of their bins, each bin read from channels of its own: a layer of <see cref="Ops.PsroiPool"/>.</summary>
/// <param name="outputSize">Height and width of the result, one value or two.</param>
/// <param name="spatialScale">What turns the boxes' coordinates into those of the feature map.</param>
/// <remarks>Its inputs are a feature map [N, C, H, W], boxes [R, 4] and how many boxes each image has, [N]. Mirrors paddle.vision.ops.PSRoIPool; Dai et al.
/// 2016.</remarks>
public sealed class PSRoIPool(Ints outputSize, float spatialScale = 1f) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => Ops.PsroiPool(x, y, z, outputSize, spatialScale);
}
