using System.Runtime.CompilerServices;
using Trireme.Operators;
using Trireme.Vision;
using Trireme.Vision.Transforms;

namespace Trireme.Fluid;

/// <content>Boxes that stand at each place of a feature map, and boxes beside boxes.</content>
public static partial class Layers
{
    /// <summary>Boxes that stand at each place of a feature map, as parts of an image.</summary>
    /// <param name="input">The feature map [N, C, H, W].</param>
    /// <param name="image">The images [N, C', H', W'].</param>
    /// <param name="minSizes">Sides of the smaller squares, in pixels of the image.</param>
    /// <param name="maxSizes">Sides that give a further square between each two; as many, or null.</param>
    /// <param name="aspectRatios">Widths over heights of further boxes; 1 where null.</param>
    /// <param name="variance">Four numbers; 0.1, 0.1, 0.2, 0.2 where null.</param>
    /// <param name="flip">Whether each ratio is taken upside down, too.</param>
    /// <param name="clip">Whether boxes end at the image's borders.</param>
    /// <param name="steps">The distances of places along the width and the height; the image's size over the map's where null or 0.</param>
    /// <param name="offset">Where in its cell a place lies.</param>
    /// <param name="name">Not used.</param>
    /// <param name="minMaxAspectRatiosOrder">Whether both squares come before the boxes of other ratios.</param>
    /// <returns>Boxes [H, W, boxes, 4] and their variances, of the same shape.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or lists do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.prior_box; Liu et al. 2016.</remarks>
    public static (Tensor Boxes, Tensor Variances) PriorBox(Tensor input, Tensor image, Numbers minSizes, Numbers maxSizes = default,
        Numbers? aspectRatios = null,
        IReadOnlyList<double>? variance = null, bool flip = false, bool clip = false, IReadOnlyList<double>? steps = null, double offset = 0.5,
        string? name = null,
        bool minMaxAspectRatiosOrder = false)
        => Ops.PriorBox(input, image, Doubles(minSizes), Doubles(maxSizes), aspectRatios is { } ratios ? Doubles(ratios) : null, variance, flip, clip, steps,
        offset,
            minMaxAspectRatiosOrder);

    /// <summary>Boxes at each place of a feature map, several of one size side by side.</summary>
    /// <param name="input">The feature map [N, C, H, W].</param>
    /// <param name="image">The images [N, C', H', W'].</param>
    /// <param name="densities">For each size how many stand side by side along each axis.</param>
    /// <param name="fixedSizes">Sides of the boxes, in pixels of the image.</param>
    /// <param name="fixedRatios">Widths over heights.</param>
    /// <param name="variance">Four numbers; 0.1, 0.1, 0.2, 0.2 where null.</param>
    /// <param name="clip">Whether boxes end at the image's borders.</param>
    /// <param name="steps">The distances of places along the width and the height; the image's size over the map's where null or 0.</param>
    /// <param name="offset">Where in its cell a place lies.</param>
    /// <param name="flattenTo2d">Whether the results are [all boxes, 4].</param>
    /// <param name="name">Not used.</param>
    /// <returns>Boxes [H, W, boxes, 4] and their variances, of the same shape.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or lists do not fit, or one of the three lists is missing.</exception>
    /// <remarks>Mirrors fluid.layers.density_prior_box; Zhang et al. 2017.</remarks>
    public static (Tensor Boxes, Tensor Variances) DensityPriorBox(Tensor input, Tensor image, Ints? densities = null, IReadOnlyList<double>? fixedSizes = null,
        IReadOnlyList<double>? fixedRatios = null, IReadOnlyList<double>? variance = null, bool clip = false, IReadOnlyList<double>? steps = null,
        double offset = 0.5,
        bool flattenTo2d = false, string? name = null)
    {
        if (densities is not { } many || fixedSizes is null || fixedRatios is null)
            throw new InvalidArgumentException("density_prior_box: densities, fixedSizes or fixedRatios are missing.", null, "Give all three.");
        (float stepW, float stepH) = Ops.Steps("density_prior_box", steps);
        Tensor[] y = new DensityPriorBoxOp(Ops.Floats(fixedSizes), Ops.Floats(fixedRatios), many.ToArray(), Ops.Floats(variance ?? Ops.DefaultVariance),
            clip, stepW, stepH,
            (float)offset, flattenTo2d).ApplyAll(input, image);
        return (y[0], y[1]);
    }

    /// <summary>Anchors of a region proposal network, in pixels, at each place of a feature map.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="anchorSizes">Sides of squares of the same area.</param>
    /// <param name="aspectRatios">Heights over widths.</param>
    /// <param name="variance">Four numbers; 0.1, 0.1, 0.2, 0.2 where null.</param>
    /// <param name="stride">The distances of places along the width and the height, in pixels.</param>
    /// <param name="offset">Where in its cell a place lies.</param>
    /// <param name="name">Not used.</param>
    /// <returns>Anchors [H, W, anchors, 4] and their variances, of the same shape.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or lists do not fit, or sizes, ratios or strides are missing.</exception>
    /// <remarks>Mirrors fluid.layers.anchor_generator; Ren et al. 2015.</remarks>
    public static (Tensor Anchors, Tensor Variances) AnchorGenerator(Tensor input, Numbers? anchorSizes = null, Numbers? aspectRatios = null,
        IReadOnlyList<double>? variance = null, IReadOnlyList<double>? stride = null, double offset = 0.5, string? name = null)
    {
        if (anchorSizes is not { } sizes || aspectRatios is not { } ratios || stride is null)
            throw new InvalidArgumentException("anchor_generator: anchorSizes, aspectRatios or stride are missing.", null, "Give all three.");
        Tensor[] y = new AnchorGeneratorOp(Ops.Floats(Doubles(sizes)), Ops.Floats(Doubles(ratios)), Ops.Floats(variance ?? Ops.DefaultVariance),
            Ops.Floats(stride), (float)offset)
            .ApplyAll(input);
        return (y[0], y[1]);
    }

    /// <summary>Boxes said relative to others, and back.</summary>
    /// <param name="priorBox">The others, [M, 4].</param>
    /// <param name="priorBoxVar">Their variances, [M, 4]; null for 1.</param>
    /// <param name="targetBox">[N, 4] to encode; [N, M, 4] to decode.</param>
    /// <param name="codeType">encode_center_size or decode_center_size.</param>
    /// <param name="boxNormalized">Whether sides are differences of coordinates; else pixels, one more.</param>
    /// <param name="name">Not used.</param>
    /// <param name="axis">When decoding: 0 for boxes [M, 4] beside [N, M, 4], 1 for [N, 4].</param>
    /// <returns>[N, M, 4].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.box_coder.</remarks>
    [OverloadResolutionPriority(1)]
    public static Tensor BoxCoder(Tensor priorBox, Tensor? priorBoxVar, Tensor targetBox, string codeType = "encode_center_size", bool boxNormalized = true,
        string? name = null,
        int axis = 0)
        => Ops.BoxCoder(priorBox, priorBoxVar, targetBox, codeType, boxNormalized, axis);

    /// <summary>Boxes said relative to others, and back, with one variance for all.</summary>
    /// <param name="priorBox">The others, [M, 4].</param>
    /// <param name="priorBoxVar">Four factors for all boxes.</param>
    /// <param name="targetBox">[N, 4] to encode; [N, M, 4] to decode.</param>
    /// <param name="codeType">encode_center_size or decode_center_size.</param>
    /// <param name="boxNormalized">Whether sides are differences of coordinates; else pixels, one more.</param>
    /// <param name="name">Not used.</param>
    /// <param name="axis">When decoding: 0 for boxes [M, 4] beside [N, M, 4], 1 for [N, 4].</param>
    /// <returns>[N, M, 4].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.box_coder.</remarks>
    public static Tensor BoxCoder(Tensor priorBox, IReadOnlyList<double> priorBoxVar, Tensor targetBox, string codeType = "encode_center_size",
        bool boxNormalized = true,
        string? name = null, int axis = 0)
        => Ops.BoxCoder(priorBox, priorBoxVar, targetBox, codeType, boxNormalized, axis);

    /// <summary>Boxes cut off at the borders of their image.</summary>
    /// <param name="input">[.., 4], the boxes of one image as one sequence.</param>
    /// <param name="imInfo">[N, 3]: height, width and scale of each image.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.box_clip.</remarks>
    public static Tensor BoxClip(Tensor input, Tensor imInfo, string? name = null) => new BoxClipOp().Apply(input, imInfo);

    /// <summary>Intersection over union of boxes.</summary>
    /// <param name="x">[N, 4].</param>
    /// <param name="y">[M, 4].</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N, M].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.iou_similarity.</remarks>
    public static Tensor IouSimilarity(Tensor x, Tensor y, string? name = null) => new IouSimilarityOp().Apply(x, y);

    /// <summary>Offsets of corners as places: 4 · column − input on even channels, 4 · row − input on odd ones.</summary>
    /// <param name="input">[N, 2 · corners, H, W].</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The number of channels is odd.</exception>
    /// <remarks>Mirrors fluid.layers.polygon_box_transform; Zhou et al. 2017.</remarks>
    public static Tensor PolygonBoxTransform(Tensor input, string? name = null) => new PolygonBoxTransformOp().Apply(input);

    private static double[] Doubles(Numbers numbers) => numbers.AsSpan().ToArray();
}
