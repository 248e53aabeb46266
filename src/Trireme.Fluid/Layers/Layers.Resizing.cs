using Trireme.Operators;

namespace Trireme.Fluid;

/// <content>Images in other sizes, and with something around them.</content>
public static partial class Layers
{
    /// <summary>Images in another size.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="outShape">The new height and width; where null, <paramref name="scale"/> says.</param>
    /// <param name="scale">The factor of both.</param>
    /// <param name="name">Not used.</param>
    /// <param name="resample"><c>BILINEAR</c> or <c>NEAREST</c>.</param>
    /// <param name="actualShape">int32 [2]: the new height and width where only a run knows them; it wins.</param>
    /// <param name="alignCorners">Whether the corners' centres stay where they are.</param>
    /// <param name="alignMode">0: pixels are squares; 1: pixels are points. For bilinear without aligned corners.</param>
    /// <exception cref="InvalidArgumentException">The method is not known, or no size is given.</exception>
    /// <remarks>Mirrors fluid.layers.image_resize. Sizes from a factor are rounded down.</remarks>
    public static Tensor ImageResize(Tensor input, Ints? outShape = null, double? scale = null, string? name = null, string resample = "BILINEAR",
        Tensor? actualShape = null, bool alignCorners = true, int alignMode = 1)
    {
        if (outShape is null && scale is not > 0)
            throw new InvalidArgumentException("image_resize: there is no size.", $"outShape is null, scale {scale}.", "Give outShape, or a scale above 0.");
        Ints size = (outShape ?? -1).Repeat(2, "outShape");
        float factor = outShape is null ? (float)scale!.Value : 0;
        Op resize = resample switch
        {
            "BILINEAR" => new BilinearInterpV1Op("NCHW", -1, size[0], size[1], factor, "bilinear", alignCorners, alignMode),
            "NEAREST" => new NearestInterpV1Op("NCHW", -1, size[0], size[1], factor, "nearest", alignCorners, alignMode),
            _ => throw new InvalidArgumentException($"image_resize: the method '{resample}' is not known.", "It is BILINEAR or NEAREST."),
        };
        return resize.ApplyAll(input, actualShape)[0];
    }

    /// <summary>Images in another size, their elements blended.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="outShape">The new height and width; where null, <paramref name="scale"/> says.</param>
    /// <param name="scale">The factor of both.</param>
    /// <param name="name">Not used.</param>
    /// <param name="actualShape">int32 [2]: the new height and width where only a run knows them; it wins.</param>
    /// <param name="alignCorners">Whether the corners' centres stay where they are.</param>
    /// <param name="alignMode">0: pixels are squares; 1: pixels are points. Without aligned corners.</param>
    /// <exception cref="InvalidArgumentException">No size is given.</exception>
    /// <remarks>Mirrors fluid.layers.resize_bilinear.</remarks>
    public static Tensor ResizeBilinear(Tensor input, Ints? outShape = null, double? scale = null, string? name = null, Tensor? actualShape = null,
        bool alignCorners = true, int alignMode = 1)
        => ImageResize(input, outShape, scale, name, "BILINEAR", actualShape, alignCorners, alignMode);

    /// <summary>Images in another size, each element the nearest.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="outShape">The new height and width; where null, <paramref name="scale"/> says.</param>
    /// <param name="scale">The factor of both.</param>
    /// <param name="name">Not used.</param>
    /// <param name="actualShape">int32 [2]: the new height and width where only a run knows them; it wins.</param>
    /// <param name="alignCorners">Whether the corners' centres stay where they are.</param>
    /// <exception cref="InvalidArgumentException">No size is given.</exception>
    /// <remarks>Mirrors fluid.layers.resize_nearest.</remarks>
    public static Tensor ResizeNearest(Tensor input, Ints? outShape = null, double? scale = null, string? name = null, Tensor? actualShape = null,
        bool alignCorners = true)
        => ImageResize(input, outShape, scale, name, "NEAREST", actualShape, alignCorners);

    /// <summary>Images whose shorter side has a given size; the other follows.</summary>
    /// <param name="input">[N, C, H, W]; H and W must be known.</param>
    /// <param name="outShortLen">The size.</param>
    /// <param name="resample"><c>BILINEAR</c> or <c>NEAREST</c>.</param>
    /// <exception cref="InvalidArgumentException">The input has not four dimensions, or its size is not known.</exception>
    /// <remarks>Mirrors fluid.layers.image_resize_short.</remarks>
    public static Tensor ImageResizeShort(Tensor input, int outShortLen, string resample = "BILINEAR")
    {
        if (input.Ndim != 4 || input.Shape[2] < 1 || input.Shape[3] < 1)
            throw new InvalidArgumentException($"image_resize_short: images {input.Shape} cannot be resized.",
            "They must be [N, C, H, W] of known height and width.");
        int height = input.Shape[2], width = input.Shape[3], shorter = Math.Min(height, width);
        int Side(int side) => side == shorter ? outShortLen : (int)((side * ((double)outShortLen / shorter)) + 0.5);
        return ImageResize(input, (Side(height), Side(width)), resample: resample);
    }

    /// <summary>A tensor with constants around it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="paddings">Before and behind each axis, from the first axis to the last.</param>
    /// <param name="padValue">The constant.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">There are not two numbers for each axis, or one is negative.</exception>
    /// <remarks>Mirrors fluid.layers.pad.</remarks>
    public static Tensor Pad(Tensor x, Ints paddings, double padValue = 0, string? name = null) => new PadOp(paddings, (float)padValue).Apply(x);

    /// <summary>Images with constants, their mirror image or their border around them.</summary>
    /// <param name="input">[N, C, H, W] or [N, H, W, C].</param>
    /// <param name="paddings">Above, below, left, right; nothing where null.</param>
    /// <param name="mode">constant, reflect or edge.</param>
    /// <param name="padValue">The constant.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.pad2d.</remarks>
    public static Tensor Pad2d(Tensor input, Ints? paddings = null, string mode = "constant", double padValue = 0, string dataFormat = "NCHW",
        string? name = null)
        => new Pad2DOp(paddings ?? [0, 0, 0, 0], mode, (float)padValue, dataFormat).ApplyAll(input, default)[0];

    /// <summary>Images with something around them, how much only a run knows.</summary>
    /// <param name="input">[N, C, H, W] or [N, H, W, C].</param>
    /// <param name="paddings">int32 [4]: above, below, left, right.</param>
    /// <param name="mode">constant, reflect or edge.</param>
    /// <param name="padValue">The constant.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.pad2d.</remarks>
    public static Tensor Pad2d(Tensor input, Tensor paddings, string mode = "constant", double padValue = 0, string dataFormat = "NCHW", string? name = null)
        => new Pad2DOp([0, 0, 0, 0], mode, (float)padValue, dataFormat).Apply(input, paddings);

    /// <summary>y with constants behind it along each axis, until it has x's shape.</summary>
    /// <param name="x">Says the shape.</param>
    /// <param name="y">At most as large.</param>
    /// <param name="padValue">The constant.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">y is larger, or has another number of dimensions.</exception>
    /// <remarks>Mirrors fluid.layers.pad_constant_like.</remarks>
    public static Tensor PadConstantLike(Tensor x, Tensor y, double padValue = 0, string? name = null) => new PadConstantLikeOp((float)padValue).Apply(x, y);

    /// <summary>A part of a tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">The part's dimensions, -1 for x's.</param>
    /// <param name="offsets">Where it begins; at the beginning where null.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The part does not lie inside x.</exception>
    /// <remarks>Mirrors fluid.layers.crop.</remarks>
    public static Tensor Crop(Tensor x, Ints shape, Ints? offsets = null, string? name = null)
        => new CropOp(offsets ?? new int[x.Ndim], shape).ApplyAll(x, default, default)[0];

    /// <summary>A part of a tensor, of the shape of another, or beginning where only a run knows.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="shape">Has the part's dimensions.</param>
    /// <param name="offsets">int32 [dimensions]: where it begins; at the beginning where null.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The part does not lie inside x.</exception>
    /// <remarks>Mirrors fluid.layers.crop.</remarks>
    public static Tensor Crop(Tensor x, Tensor shape, Tensor? offsets = null, string? name = null) => new CropOp().ApplyAll(x, shape, offsets)[0];
}
