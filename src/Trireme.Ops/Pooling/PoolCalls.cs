using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    private static readonly string[][] PoolFormats = [["NCL", "NLC"], ["NCHW", "NHWC"], ["NCDHW", "NDHWC"]];

    // The input with channels first and at least two spatial axes, and the windows over it.
    private static (Tensor Image, PoolWindows Windows, bool ChannelLast) Pooled(string function, int spatial, Tensor x, Ints kernelSize, Ints? stride,
        Padding padding, bool ceilMode, string dataFormat)
    {
        bool last = DataLayout.IsChannelLast(function, dataFormat, PoolFormats[spatial - 1]);
        DataLayout.RequireRank(function, x, spatial + 2);
        Ints kernel = kernelSize.Repeat(spatial, "kernelSize"), strides = (stride ?? kernelSize).Repeat(spatial, "stride"), pads = padding.Resolve(spatial, last);
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        if (spatial == 1)
        {
            image = image.Unsqueeze(2);
            (kernel, strides) = ([1, kernel[0]], [1, strides[0]]);
            pads = pads.Count == 2 ? [0, 0, pads[0], pads[1]] : [0, pads[0]];
        }
        return (image, new PoolWindows(kernel, strides, pads, ceilMode, false, false, padding.Algorithm, "NCHW"), last);
    }

    private static (Tensor Image, PoolWindows Windows, bool ChannelLast) Adaptive(string function, int spatial, Tensor x, OutputSize outputSize, string dataFormat)
    {
        bool last = DataLayout.IsChannelLast(function, dataFormat, PoolFormats[spatial - 1]);
        DataLayout.RequireRank(function, x, spatial + 2);
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        Ints size = outputSize.Resolve(image.Shape[2..]);
        if (spatial == 1)
        {
            image = image.Unsqueeze(2);
            size = [1, size[0]];
        }
        Ints ones = ((Ints)1).Repeat(size.Count, "strides"), none = ((Ints)0).Repeat(size.Count, "paddings");
        return (image, new PoolWindows(size, ones, none, false, false, true, "EXPLICIT", "NCHW"), last);
    }

    private static Op PoolOf(PoolWindows w, string type, bool exclusive, int divisorOverride)
        => w.Ksize.Count == 3
            ? new Pool3DOp(type, w.Ksize, w.Strides, w.Paddings, w.CeilMode, exclusive, false, w.Adaptive, w.PaddingAlgorithm, "NCDHW", divisorOverride)
            : new Pool2DOp(type, w.Ksize, w.Strides, w.Paddings, w.CeilMode, exclusive, false, w.Adaptive, w.PaddingAlgorithm, "NCHW", divisorOverride);

    private static Tensor Unpooled(Tensor y, int spatial, bool channelLast)
    {
        if (spatial == 1)
            y = y.Squeeze(2);
        return channelLast ? DataLayout.ToChannelLast(y) : y;
    }
}
