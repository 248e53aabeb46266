using Trireme.Cpu.Convolution;

namespace Trireme.Tests.Cpu.Convolution;

/// <summary>Geometries that between them reach every path of the convolution kernels and every ragged edge of each.</summary>
internal static class ConvCases
{
    public static IReadOnlyDictionary<string, ConvShape> All { get; } = new Dictionary<string, ConvShape>
    {
        ["1x1"] = Of(2, 5, [6, 7], 9, [1, 1]),
        ["1x1, many channels, small plane"] = Of(3, 33, [7, 7], 40, [1, 1]),
        ["1x1, large"] = Of(2, 64, [9, 11], 70, [1, 1]),
        ["1x1, single places"] = Of(37, 24, [1, 1], 20, [1, 1]),
        ["1x1, planes of a third of a panel"] = Of(11, 520, [3, 4], 67, [1, 1]),
        ["1x1, blocks of sums"] = Of(2, 1030, [5, 5], 30, [1, 1]),
        ["1x1 stride 2, panels across images"] = Of(3, 20, [13, 9], 70, [1, 1], stride: [2, 2]),
        ["3x3 stride 2, many filters"] = Of(3, 18, [11, 13], 130, [3, 3], stride: [2, 2], before: [1, 1], after: [1, 1]),
        ["3-D, many filters"] = Of(2, 4, [5, 6, 7], 129, [3, 2, 3], stride: [1, 2, 1], before: [1, 1, 0], after: [0, 1, 1], dilation: [1, 1, 2]),
        ["1x1 stride 2"] = Of(2, 17, [9, 8], 18, [1, 1], stride: [2, 2]),
        ["1x1 padded"] = Of(1, 3, [4, 5], 4, [1, 1], before: [1, 2], after: [1, 0]),
        ["3x3"] = Of(2, 3, [9, 7], 5, [3, 3]),
        ["3x3 pad 1, one channel"] = Of(3, 1, [28, 28], 6, [3, 3], before: [1, 1], after: [1, 1]),
        ["3x3 pad 1, many channels"] = Of(2, 36, [13, 10], 37, [3, 3], before: [1, 1], after: [1, 1]),
        ["3x3 pad 1, 64 by 64"] = Of(1, 64, [12, 17], 64, [3, 3], before: [1, 1], after: [1, 1]),
        ["3x3 pad 1, small plane"] = Of(5, 32, [7, 7], 48, [3, 3], before: [1, 1], after: [1, 1]),
        ["3x3 stride 2 pad 1"] = Of(2, 20, [15, 14], 33, [3, 3], stride: [2, 2], before: [1, 1], after: [1, 1]),
        ["5x5 LeNet"] = Of(3, 6, [14, 14], 16, [5, 5]),
        ["5x5 first layer"] = Of(2, 1, [28, 28], 20, [5, 5]),
        ["5x5 second layer"] = Of(2, 20, [12, 12], 20, [5, 5]),
        ["7x7 stride 2 pad 3"] = Of(2, 3, [29, 30], 17, [7, 7], stride: [2, 2], before: [3, 3], after: [3, 3]),
        ["3x7 kernel"] = Of(2, 4, [8, 19], 6, [3, 7], before: [1, 3], after: [1, 3]),
        ["stride 2 and 3, odd"] = Of(2, 4, [17, 23], 7, [3, 5], stride: [2, 3], before: [1, 2], after: [0, 1]),
        ["stride above kernel"] = Of(1, 3, [11, 14], 4, [2, 1], stride: [3, 4]),
        ["dilated"] = Of(2, 4, [15, 13], 5, [3, 3], before: [2, 2], after: [2, 2], dilation: [2, 3]),
        ["dilated, stride 2"] = Of(2, 4, [16, 19], 5, [3, 3], stride: [2, 2], before: [2, 1], after: [2, 3], dilation: [2, 2]),
        ["dilation 3, stride 2"] = Of(1, 2, [21, 20], 3, [3, 2], stride: [2, 2], before: [3, 0], after: [1, 3], dilation: [3, 3]),
        ["padding asymmetric"] = Of(2, 3, [10, 9], 4, [3, 4], before: [0, 3], after: [2, 1]),
        ["padding beyond the kernel"] = Of(1, 2, [4, 3], 3, [2, 3], before: [5, 4], after: [3, 6]),
        ["groups"] = Of(2, 12, [9, 10], 8, [3, 3], before: [1, 1], after: [1, 1], groups: 4),
        ["groups, stride 2"] = Of(2, 6, [11, 12], 9, [3, 3], stride: [2, 2], before: [1, 1], after: [1, 1], groups: 3),
        ["groups, 1x1"] = Of(2, 8, [6, 5], 12, [1, 1], groups: 2),
        ["depthwise 3x3"] = Of(2, 7, [13, 18], 7, [3, 3], before: [1, 1], after: [1, 1], groups: 7),
        ["depthwise 3x3 stride 2"] = Of(2, 5, [14, 35], 5, [3, 3], stride: [2, 2], before: [1, 1], after: [1, 1], groups: 5),
        ["depthwise 3x3 stride 2, asymmetric"] = Of(3, 4, [9, 40], 4, [3, 3], stride: [2, 2], before: [2, 0], after: [1, 2], groups: 4),
        ["depthwise 3x3 stride 2, not padded"] = Of(1, 3, [12, 7], 3, [3, 3], stride: [2, 2], groups: 3),
        ["depthwise 3x3 stride 2, input longer"] = Of(2, 3, [9, 9], 3, [3, 3], stride: [2, 2], groups: 3) with { H = 12, W = 10 },
        ["depthwise 5x5"] = Of(1, 4, [12, 11], 4, [5, 5], before: [2, 2], after: [2, 2], groups: 4),
        ["depthwise 5x5 stride 2"] = Of(1, 4, [13, 15], 4, [5, 5], stride: [2, 2], before: [2, 2], after: [2, 2], groups: 4),
        ["depthwise, two filters a channel"] = Of(2, 3, [8, 9], 6, [3, 3], before: [1, 1], after: [1, 1], groups: 3),
        ["1-D"] = Of(3, 5, [40], 6, [5], before: [2], after: [2]),
        ["1-D causal, dilated"] = Of(2, 4, [33], 5, [3], before: [8], after: [0], dilation: [4]),
        ["1-D stride 4"] = Of(2, 2, [50], 3, [7], stride: [4], before: [1], after: [2]),
        ["3-D"] = Of(2, 3, [5, 6, 7], 4, [3, 3, 3], before: [1, 1, 1], after: [1, 1, 1]),
        ["3-D stride and dilation"] = Of(1, 2, [7, 8, 9], 5, [2, 3, 2], stride: [2, 1, 2], before: [1, 0, 1], after: [0, 2, 1], dilation: [1, 2, 3]),
        ["3-D groups"] = Of(1, 4, [4, 5, 5], 6, [2, 2, 2], groups: 2),
        ["3-D depthwise stride 2"] = Of(1, 3, [7, 7, 8], 3, [3, 3, 3], stride: [2, 2, 2], before: [1, 1, 1], after: [1, 1, 1], groups: 3),
        ["runs of taps, ragged channels"] = Of(3, 21, [9, 7], 19, [3, 5], stride: [2, 1], before: [1, 2], after: [0, 2]),
        ["runs of taps, three channels"] = Of(2, 3, [30, 33], 18, [7, 7], stride: [2, 2], before: [3, 3], after: [3, 3]),
        ["runs of taps, bands of rows"] = Of(1, 16, [256, 260], 16, [2, 1], before: [1, 0], after: [1, 0]),
        ["single taps, dilated columns"] = Of(2, 18, [11, 13], 17, [2, 3], before: [0, 1], after: [1, 2], dilation: [1, 2]),
        ["folded, one image, small plane"] = Of(1, 18, [7, 7], 65, [3, 3], before: [1, 1], after: [1, 1]),
        ["folded, images beside each other"] = Of(4, 16, [7, 7], 64, [3, 3], before: [1, 1], after: [1, 1]),
        ["folded, blocks of sums"] = Of(3, 17, [5, 7], 523, [1, 1], stride: [2, 2]),
        ["folded, one place behind a vector"] = Of(3, 19, [9, 23], 66, [3, 2], stride: [1, 2], before: [1, 0], after: [0, 2], dilation: [2, 3]),
        ["folded, strides 3 and 4"] = Of(2, 16, [13, 18], 64, [3, 5], stride: [3, 4], before: [2, 3], after: [1, 1]),
        ["folded, stride above kernel, input longer"] = Of(2, 21, [9, 40], 64, [1, 2], stride: [3, 3], before: [1, 1]) with { H = 12, W = 43 },
        ["folded, odd padding, wide rows"] = Of(1, 16, [4, 75], 70, [2, 3], stride: [2, 2], before: [0, 1], after: [1, 2]),
        ["folded, chunks of images"] = Of(5, 16, [32, 34], 64, [1, 1], stride: [2, 2]),
        ["a batch, 5x5"] = Of(16, 6, [9, 8], 17, [5, 5]),
        ["a batch, padded"] = Of(15, 2, [7, 6], 6, [3, 3], before: [1, 1], after: [1, 1]),
        ["a batch, dilated, asymmetric"] = Of(31, 3, [8, 9], 5, [3, 2], before: [0, 1], after: [3, 2], dilation: [2, 3]),
        ["a batch in two halves"] = Of(260, 4, [3, 4], 5, [2, 2]),
        ["a batch, 5x5 of one channel, padded"] = Of(9, 1, [12, 11], 6, [7, 7], before: [3, 3], after: [3, 3]),
        ["a batch, strides and padding"] = Of(9, 9, [13, 14], 11, [3, 5], stride: [2, 3], before: [1, 2], after: [1, 3]),
        ["a batch, many channels"] = Of(3, 37, [8, 9], 7, [3, 3], before: [1, 1], after: [0, 2]),
        ["a batch, dilated rows"] = Of(4, 12, [11, 9], 5, [3, 3], before: [2, 1], after: [2, 1], dilation: [2, 1]),
        ["one output"] = Of(4, 8, [5, 5], 10, [5, 5]),
        ["tall, one column"] = Of(1, 2, [40, 1], 3, [3, 1], before: [1, 0], after: [1, 0]),
        ["wide row"] = Of(1, 2, [3, 300], 3, [3, 3], before: [1, 1], after: [1, 1]),
        ["input longer than the output needs"] = Of(1, 3, [9, 9], 4, [3, 3], stride: [2, 2]) with { H = 10, W = 10 },
        ["empty batch"] = Of(0, 3, [9, 9], 4, [3, 3]),
        ["kernel larger than the input"] = Of(1, 3, [2, 9], 4, [3, 3]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static ConvShape Of(int n, int c, int[] input, int m, int[] kernel, int[]? stride = null, int[]? before = null, int[]? after = null,
        int[]? dilation = null, int groups = 1)
    {
        int[] ones = Array.ConvertAll(input, _ => 1), zeros = new int[input.Length];
        return ConvShape.Of(n, c, input, m, kernel, stride ?? ones, before ?? zeros, after ?? zeros, dilation ?? ones, groups);
    }
}
