using Trireme.NN;

namespace Trireme.Vision;

/// <summary>Regions of images, by the maximum of each of their bins: a layer of <see cref="Ops.RoiPool"/>.</summary>
/// <param name="outputSize">Height and width of the result, one value or two.</param>
/// <param name="spatialScale">What turns the boxes' coordinates into those of the feature map.</param>
/// <remarks>Its inputs are a feature map [N, C, H, W], boxes [R, 4] and how many boxes each image has, [N]. Mirrors paddle.vision.ops.RoIPool; Girshick
/// 2015.</remarks>
public sealed class RoIPool(Ints outputSize, float spatialScale = 1f) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => Ops.RoiPool(x, y, z, outputSize, spatialScale);
}
