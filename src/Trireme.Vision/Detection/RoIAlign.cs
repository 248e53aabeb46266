using Trireme.NN;

namespace Trireme.Vision;

/// <summary>Regions of images, pooled to one size by bilinear samples: a layer of <see cref="Ops.RoiAlign"/>.</summary>
/// <param name="outputSize">Height and width of the result, one value or two.</param>
/// <param name="spatialScale">What turns the boxes' coordinates into those of the feature map.</param>
/// <remarks>Its inputs are a feature map [N, C, H, W], boxes [R, 4] and how many boxes each image has, [N]. Mirrors paddle.vision.ops.RoIAlign; He et al.
/// 2017.</remarks>
public sealed class RoIAlign(Ints outputSize, float spatialScale = 1f) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => Ops.RoiAlign(x, y, z, outputSize, spatialScale);

    /// <summary>Pools regions.</summary>
    /// <param name="x">The feature map [N, C, H, W].</param>
    /// <param name="boxes">[R, 4]: x1, y1, x2, y2; those of the first image first.</param>
    /// <param name="boxesNum">[N]: how many boxes each image has.</param>
    /// <param name="aligned">Whether boxes are shifted by half an element.</param>
    /// <returns>[R, C, height, width].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor boxes, Tensor boxesNum, bool aligned) => Ops.RoiAlign(x, boxes, boxesNum, outputSize, spatialScale,
        aligned: aligned);
}
