using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The tensor with something around it.</summary>
    /// <param name="x">1 to 5 dimensions with a constant and two values for each axis; else 3 to 5: batch, channels and spatial axes.</param>
    /// <param name="pad">
    /// Two values for each spatial axis, the last axis first: [left, right, top, bottom, front, back]. With a constant also two values for
    /// every axis, from the first to the last. One value stands for all.
    /// </param>
    /// <param name="mode">constant, reflect, replicate or circular.</param>
    /// <param name="value">The constant.</param>
    /// <param name="dataFormat">NCL, NCHW, NCDHW, NLC, NHWC or NDHWC: where the channels stand.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.pad.</remarks>
    public static Tensor Pad(Tensor x, Ints pad, string mode = "constant", double value = 0, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("pad", dataFormat, NormFormats);
        if (mode == "constant" && pad.Count == 2 * x.Ndim)
            return new PadOp(pad, (float)value).Apply(x);
        int spatial = x.Ndim - 2;
        if (spatial is < 1 or > 3)
            throw new InvalidArgumentException($"pad: x {x.Shape} must have 3 to 5 dimensions.", $"pad is {pad}, mode {mode}.", "With mode constant, pass two values for every axis.");
        Ints given = pad.Count == 1 ? pad.Repeat(2 * spatial, "pad") : pad;
        if (given.Count != 2 * spatial)
            throw new InvalidArgumentException($"pad: pad {pad} has {pad.Count} values.", $"x {x.Shape} has {spatial} spatial axes, so it must have {2 * spatial}.");
        var all = new int[6];
        given.AsSpan().CopyTo(all);
        // As five dimensions: the missing spatial axes, of size 1, stand before the others.
        Ints missing = Enumerable.Range(last ? 1 : 2, 3 - spatial).ToArray();
        Tensor volume = missing.Count == 0 ? x : x.Unsqueeze(missing);
        Tensor y = new Pad3DOp(new Ints(all), mode, (float)value, last ? "NDHWC" : "NCDHW").Apply(volume);
        return missing.Count == 0 ? y : y.Squeeze(missing);
    }

    /// <summary>Zeros around images.</summary>
    /// <param name="x">[N, C, H, W] or [N, H, W, C].</param>
    /// <param name="padding">[left, right, top, bottom], or one value for all.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.zeropad2d.</remarks>
    public static Tensor Zeropad2d(Tensor x, Ints padding, string dataFormat = "NCHW", string? name = null)
    {
        DataLayout.RequireRank("zeropad2d", x, 4);
        return Pad(x, padding.Repeat(4, "padding"), "constant", 0, dataFormat);
    }
}
