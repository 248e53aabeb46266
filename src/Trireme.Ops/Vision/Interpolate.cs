using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>Images made larger or smaller.</summary>
    /// <param name="x">[N, C, W], [N, C, H, W] or [N, C, D, H, W], or with the channels last.</param>
    /// <param name="size">The result's spatial size, one value or one an axis; this or <paramref name="scaleFactor"/>.</param>
    /// <param name="scaleFactor">How many times larger, one value or one an axis.</param>
    /// <param name="mode">nearest, linear (1 spatial axis), bilinear and bicubic (2), trilinear (3) or area.</param>
    /// <param name="alignCorners">Whether the outermost elements of both images stand in the same place; not with nearest and area.</param>
    /// <param name="alignMode">For the linear modes without aligned corners: 0 takes elements for squares (half pixel), 1 for points.</param>
    /// <param name="dataFormat">NCW, NCHW, NCDHW, NWC, NHWC or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.interpolate. The result has floor(size · factor) elements along an axis.</remarks>
    public static Tensor Interpolate(Tensor x, Ints? size = null, ScaleFactor? scaleFactor = null, string mode = "nearest", bool alignCorners = false,
        int alignMode = 0, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("interpolate", dataFormat, "NCHW", "NCW", "NCL", "NCDHW", "NHWC", "NWC", "NLC", "NDHWC");
        string method = mode.ToLowerInvariant();
        int spatial = x.Ndim - 2;
        bool fits = method switch
        {
            "nearest" or "area" => spatial is >= 1 and <= 3,
            "linear" => spatial == 1,
            "bilinear" or "bicubic" => spatial == 2,
            "trilinear" => spatial == 3,
            _ => throw new InvalidArgumentException($"interpolate: mode \"{mode}\" is not known.", "It is nearest, linear, bilinear, bicubic, trilinear or area."),
        };
        if (!fits)
            throw new InvalidArgumentException($"interpolate: mode {method} does not fit {spatial} spatial axes.", $"x is {x.Shape}.", "linear takes 3 dimensions, bilinear and bicubic 4, trilinear 5.");
        if (alignCorners && (method is "nearest" or "area"))
            throw new InvalidArgumentException($"interpolate: alignCorners does not go with mode {method}.", null, "Leave alignCorners false.");
        if (alignMode is not (0 or 1))
            throw new InvalidArgumentException($"interpolate: alignMode is {alignMode}.", "It must be 0 or 1.");
        if (size is null == scaleFactor is null)
            throw new InvalidArgumentException("interpolate: exactly one of size and scaleFactor must be given.", $"{(size is null ? "Neither is" : "Both are")}.");
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        float[]? scale = scaleFactor?.Resolve(spatial);
        Ints sizes = size?.Repeat(spatial, "size") ?? default;
        Tensor y;
        if (method == "area")
        {
            Ints target = scale is null ? sizes : Enumerable.Range(0, spatial).Select(i => (int)(image.Shape[i + 2] * scale[i])).ToArray();
            y = spatial == 1 ? AdaptiveAvgPool1d(image, target) : spatial == 2 ? AdaptiveAvgPool2d(image, target) : AdaptiveAvgPool3d(image, target);
        }
        else
        {
            y = InterpOp.Of(method, sizes, scale, alignCorners, alignMode).Apply(image);
        }
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>The same as <see cref="Interpolate"/>.</summary>
    /// <param name="x">The images.</param>
    /// <param name="size">The result's spatial size.</param>
    /// <param name="scaleFactor">How many times larger.</param>
    /// <param name="mode">See there.</param>
    /// <param name="alignCorners">See there.</param>
    /// <param name="alignMode">See there.</param>
    /// <param name="dataFormat">See there.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.upsample.</remarks>
    public static Tensor Upsample(Tensor x, Ints? size = null, ScaleFactor? scaleFactor = null, string mode = "nearest", bool alignCorners = false,
        int alignMode = 0, string dataFormat = "NCHW", string? name = null)
        => Interpolate(x, size, scaleFactor, mode, alignCorners, alignMode, dataFormat, name);
}
