namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>Channels become places: [N, C · r², H, W] → [N, C, H · r, W · r].</summary>
    /// <param name="x">The input.</param>
    /// <param name="upscaleFactor">r.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The channels are not divisible by r².</exception>
    /// <remarks>Mirrors paddle.nn.functional.pixel_shuffle; Shi et al. 2016.</remarks>
    public static Tensor PixelShuffle(Tensor x, int upscaleFactor, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("pixel_shuffle", dataFormat, "NCHW", "NHWC");
        DataLayout.RequireRank("pixel_shuffle", x, 4);
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        int r = upscaleFactor, n = image.Shape[0], c = image.Shape[1], h = image.Shape[2], w = image.Shape[3];
        if (r < 1 || c % (r * r) != 0)
            throw new InvalidArgumentException($"pixel_shuffle: the {c} channels are not divisible by upscaleFactor² = {(long)r * r}.", $"x is {x.Shape}.");
        Tensor y = image.Reshape([n, c / (r * r), r, r, h, w]).Transpose([0, 1, 4, 2, 5, 3]).Reshape([n, c / (r * r), h * r, w * r]);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>Places become channels: [N, C, H · r, W · r] → [N, C · r², H, W].</summary>
    /// <param name="x">The input.</param>
    /// <param name="downscaleFactor">r.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The spatial size is not divisible by r.</exception>
    /// <remarks>Mirrors paddle.nn.functional.pixel_unshuffle.</remarks>
    public static Tensor PixelUnshuffle(Tensor x, int downscaleFactor, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("pixel_unshuffle", dataFormat, "NCHW", "NHWC");
        DataLayout.RequireRank("pixel_unshuffle", x, 4);
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        int r = downscaleFactor, n = image.Shape[0], c = image.Shape[1], h = image.Shape[2], w = image.Shape[3];
        if (r < 1 || h % r != 0 || w % r != 0)
            throw new InvalidArgumentException($"pixel_unshuffle: {h} x {w} places are not divisible by downscaleFactor {r}.", $"x is {x.Shape}.");
        Tensor y = image.Reshape([n, c, h / r, r, w / r, r]).Transpose([0, 1, 3, 5, 2, 4]).Reshape([n, c * r * r, h / r, w / r]);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>Channels dealt out anew: those of each group go to all groups in turn.</summary>
    /// <param name="x">[N, C, H, W] or [N, H, W, C].</param>
    /// <param name="groups">Divides C.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The channels are not divisible by <paramref name="groups"/>.</exception>
    /// <remarks>Mirrors paddle.nn.functional.channel_shuffle; Zhang et al. 2018.</remarks>
    public static Tensor ChannelShuffle(Tensor x, int groups, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("channel_shuffle", dataFormat, "NCHW", "NHWC");
        DataLayout.RequireRank("channel_shuffle", x, 4);
        int c = last ? x.Shape[3] : x.Shape[1];
        if (groups < 1 || c % groups != 0)
            throw new InvalidArgumentException($"channel_shuffle: the {c} channels are not divisible by groups {groups}.", $"x is {x.Shape}.");
        return last
            ? x.Reshape([x.Shape[0], x.Shape[1], x.Shape[2], groups, c / groups]).Transpose([0, 1, 2, 4, 3]).Reshape(x.Shape)
            : x.Reshape([x.Shape[0], groups, c / groups, x.Shape[2], x.Shape[3]]).Transpose([0, 2, 1, 3, 4]).Reshape(x.Shape);
    }

    /// <summary>Some channels of each frame take the place of the neighbouring frames': the first from the frame before, the next from the one behind.</summary>
    /// <param name="x">[N · T, C, H, W] or with the channels last.</param>
    /// <param name="segNum">T, the frames of a clip.</param>
    /// <param name="shiftRatio">How many of the channels move in each direction, 0 to 0.5.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.temporal_shift; Lin et al. 2019.</remarks>
    public static Tensor TemporalShift(Tensor x, int segNum, double shiftRatio = 0.25, string? name = null, string dataFormat = "NCHW")
    {
        bool last = DataLayout.IsChannelLast("temporal_shift", dataFormat, "NCHW", "NHWC");
        DataLayout.RequireRank("temporal_shift", x, 4);
        if (segNum < 1 || x.Shape[0] % segNum != 0)
            throw new InvalidArgumentException($"temporal_shift: the {x.Shape[0]} frames are not divisible by segNum {segNum}.", $"x is {x.Shape}.");
        if (shiftRatio is < 0 or > 0.5)
            throw new InvalidArgumentException($"temporal_shift: shiftRatio is {shiftRatio}.", "It must be between 0 and 0.5.");
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        int t = segNum, c = image.Shape[1], first = (int)(c * shiftRatio), second = (int)(c * 2 * shiftRatio);
        Tensor clips = image.Reshape([image.Shape[0] / t, t, c, image.Shape[2], image.Shape[3]]);
        // Before the first and behind the last frame there are zeros.
        Tensor padded = Pad(clips, [0, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
        Tensor before = padded.Slice([1, 2], [0, 0], [t, first]);
        Tensor behind = padded.Slice([1, 2], [2, first], [t + 2, second]);
        Tensor same = clips.Slice([2], [second], [c]);
        Tensor[] parts = new[] { before, behind, same }.Where(p => p.Size > 0).ToArray();
        Tensor y = Paddle.Concat(parts, 2).Reshape(image.Shape);
        return last ? DataLayout.ToChannelLast(y) : y;
    }
}
