using Trireme.Operators;

namespace Trireme.Fluid;

/// <content>Images whose elements are rearranged, moved or scaled.</content>
public static partial class Layers
{
    /// <summary>Channels become places: [N, C · r², H, W] → [N, C, H · r, W · r].</summary>
    /// <param name="x">The images.</param>
    /// <param name="upscaleFactor">r.</param>
    /// <exception cref="InvalidArgumentException">r² does not divide the channels.</exception>
    /// <remarks>Mirrors fluid.layers.pixel_shuffle.</remarks>
    public static Tensor PixelShuffle(Tensor x, int upscaleFactor) => new PixelShuffleOp(upscaleFactor).Apply(x);

    /// <summary>Places become channels: [N, C, H, W] → [N, C · b², H / b, W / b].</summary>
    /// <param name="x">The images.</param>
    /// <param name="blocksize">b, at least 2; b² divides C, b divides H and W.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The numbers are not divisible.</exception>
    /// <remarks>Mirrors fluid.layers.space_to_depth, whose order of elements is that of <see cref="SpaceToDepthOp"/>.</remarks>
    public static Tensor SpaceToDepth(Tensor x, int blocksize, string? name = null) => new SpaceToDepthOp(blocksize).Apply(x);

    /// <summary>Channels dealt out anew: those of each group go to all groups in turn.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="group">The number of groups; it divides C.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The groups do not divide the channels.</exception>
    /// <remarks>Mirrors fluid.layers.shuffle_channel.</remarks>
    public static Tensor ShuffleChannel(Tensor x, int group, string? name = null) => new ShuffleChannelOp(group).Apply(x);

    /// <summary>Some channels of each frame take the place of the neighbouring frames'.</summary>
    /// <param name="x">[N · T, C, H, W].</param>
    /// <param name="segNum">T, the frames of a clip.</param>
    /// <param name="shiftRatio">How many of the channels move in each direction, 0 to 0.5.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.temporal_shift.</remarks>
    public static Tensor TemporalShift(Tensor x, int segNum, double shiftRatio = 0.25, string? name = null) => new TemporalShiftOp(segNum,
        (float)shiftRatio).Apply(x);

    /// <summary>x · scale + bias for each channel.</summary>
    /// <param name="x">[N, C, H, W] or [N, H, W, C].</param>
    /// <param name="scale">[C].</param>
    /// <param name="bias">[C].</param>
    /// <param name="dataLayout">NCHW or NHWC.</param>
    /// <param name="name">Not used.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <exception cref="InvalidArgumentException">There is not one value a channel.</exception>
    /// <remarks>Mirrors fluid.layers.affine_channel.</remarks>
    public static Tensor AffineChannel(Tensor x, Tensor scale, Tensor bias, string dataLayout = "NCHW", string? name = null, string? act = null)
        => Activate(new AffineChannelOp(dataLayout).Apply(x, scale, bias), act);

    /// <summary>Where an affine transform takes the places of images, for <see cref="GridSampler"/>.</summary>
    /// <param name="theta">[N, 2, 3].</param>
    /// <param name="outShape">[N, C, H, W].</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N, H, W, 2], with coordinates from −1 to 1.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.affine_grid.</remarks>
    public static Tensor AffineGrid(Tensor theta, Ints outShape, string? name = null) => new AffineGridOp(outShape).ApplyAll(theta, default)[0];

    /// <summary>Where an affine transform takes the places of images whose size only a run knows.</summary>
    /// <param name="theta">[N, 2, 3].</param>
    /// <param name="outShape">int32 [4]: N, C, H, W.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N, H, W, 2], with coordinates from −1 to 1.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.affine_grid.</remarks>
    public static Tensor AffineGrid(Tensor theta, Tensor outShape, string? name = null) => new AffineGridOp().Apply(theta, outShape);

    /// <summary>Images read at the places of a grid, their elements blended; outside there are zeros.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="grid">[N, H', W', 2], with coordinates from −1, the middle of the first element, to 1, that of the last.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N, C, H', W'].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.grid_sampler; Jaderberg et al. 2015.</remarks>
    public static Tensor GridSampler(Tensor x, Tensor grid, string? name = null) => new GridSampleOp().Apply(x, grid);

    /// <summary>The patches of images as rows: those of one image are one sequence.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="filterSize">The height and width of a patch; 1 where null.</param>
    /// <param name="stride">The distances of patches; 1 where null.</param>
    /// <param name="padding">Zeros above, left, below and right of the image, or one or two numbers for them; none where null.</param>
    /// <param name="inputImageSize">Not taken: only null, all images have one size.</param>
    /// <param name="outStride">Only used with <paramref name="inputImageSize"/>.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N · H' · W', C · h · w].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit, or sizes of single images are given.</exception>
    /// <remarks>Mirrors fluid.layers.im2sequence.</remarks>
    public static Tensor Im2sequence(Tensor input, Ints? filterSize = null, Ints? stride = null, Ints? padding = null, Tensor? inputImageSize = null,
        Ints? outStride = null, string? name = null)
    {
        Ints p = padding ?? 0;
        p = p.Count == 2 ? [p[0], p[1], p[0], p[1]] : p.Repeat(4, "padding");
        return new Im2SequenceOp((filterSize ?? 1).Repeat(2, "filterSize"), (stride ?? 1).Repeat(2, "stride"), p, (outStride ?? 1).Repeat(2, "outStride"))
            .Apply(input, inputImageSize);
    }

    /// <summary>How two feature maps go together: the product of their channels, averaged over all places.</summary>
    /// <param name="x">[N, A, H, W].</param>
    /// <param name="y">[N, B, H, W].</param>
    /// <returns>[N, A, B].</returns>
    /// <exception cref="InvalidArgumentException">The maps differ in more than channels.</exception>
    /// <remarks>Mirrors fluid.layers.fsp_matrix; Yim et al. 2017.</remarks>
    public static Tensor FspMatrix(Tensor x, Tensor y) => new FspOp().Apply(x, y);

    /// <summary>A mask of the places where chosen channels are strongest, each row and column taken once.</summary>
    /// <param name="input">[N, A, B, C].</param>
    /// <param name="axis">The axis of the channels: 1, 2 or 3.</param>
    /// <param name="indexes">Which of its elements are looked at; their masks are joined.</param>
    /// <param name="name">Not used.</param>
    /// <returns>Zeros and ones in the input's shape, the same along the axis.</returns>
    /// <exception cref="InvalidArgumentException">The axis or an index is outside the input.</exception>
    /// <remarks>Mirrors fluid.layers.similarity_focus; He and Lin 2016.</remarks>
    public static Tensor SimilarityFocus(Tensor input, int axis, Ints indexes, string? name = null) => new SimilarityFocusOp(axis, indexes).Apply(input);

    /// <summary>A part of each instance, at a random place.</summary>
    /// <param name="x">The instances; all dimensions before those of <paramref name="shape"/> count them.</param>
    /// <param name="shape">The part's dimensions.</param>
    /// <param name="seed">Where random numbers begin; null for the program's.</param>
    /// <exception cref="InvalidArgumentException">The part is larger than an instance.</exception>
    /// <remarks>Mirrors fluid.layers.random_crop.</remarks>
    public static Tensor RandomCrop(Tensor x, Ints shape, int? seed = null) => new RandomCropOp(shape, seed ?? 0).ApplyAll(x, default)[0];
}
