using Trireme.NN;
using Trireme.Operators;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] Convolutions =>
    [
        new("conv1d", x => Functional.Conv1d(x[0], x[1], x[2], 2, 1), Uniform([2, 4, 7]), Uniform([6, 4, 3], seed: 1), Uniform([6], seed: 2)),
        new("conv2d", x => Functional.Conv2d(x[0], x[1], x[2], (2, 1), (1, 2), groups: 2), Uniform([2, 4, 5, 6]), Uniform([6, 2, 3, 2], seed: 1), Uniform([6], seed: 2)),
        new("conv2d, dilated, padded unevenly", x => Functional.Conv2d(x[0], x[1], null, 1, (1, 0, 2, 1), (1, 2)), Uniform([1, 2, 6, 7]), Uniform([3, 2, 3, 3], seed: 1)),
        new("conv2d, SAME", x => Functional.Conv2d(x[0], x[1], null, 2, "SAME"), Uniform([1, 2, 5, 6]), Uniform([3, 2, 3, 3], seed: 1)),
        new("fused_conv2d_add_act", x => new FusedConv2DAddActOp([1, 1], [1, 1], "EXPLICIT", [1, 1]).Apply(x[0], x[1], x[2]), Uniform([1, 2, 4, 4]), Uniform([3, 2, 3, 3], seed: 1), Uniform([3], seed: 2)),
        new("fused_conv2d_add_act, relu6, residual", x => new FusedConv2DAddActOp([1, 1], [1, 1], "EXPLICIT", [1, 1], Activation: "relu6").ApplyAll(x[0] * 4, x[1], x[2], x[3])[0], Uniform([1, 2, 4, 4]), Uniform([3, 2, 3, 3], seed: 1), Uniform([3], seed: 2), Uniform([1, 3, 4, 4], seed: 3)),
        new("fused_conv2d_add_act, identity, channels last", x => new FusedConv2DAddActOp([1, 1], [0, 0], "EXPLICIT", [1, 1], 1, "NHWC", "identity").Apply(x[0], x[1], x[2]), Uniform([1, 4, 4, 2]), Uniform([3, 2, 3, 3], seed: 1), Uniform([3], seed: 2)),
        new("depthwise_conv2d", x => Functional.Conv2d(x[0], x[1], x[2], 1, 1, groups: 3), Uniform([2, 3, 4, 5]), Uniform([6, 1, 3, 3], seed: 1), Uniform([6], seed: 2)),
        new("conv3d", x => Functional.Conv3d(x[0], x[1], x[2], 1, 1), Uniform([1, 2, 3, 4, 3]), Uniform([2, 2, 2, 3, 2], seed: 1), Uniform([2], seed: 2)),
        new("conv2d_transpose", x => Functional.Conv2dTranspose(x[0], x[1], x[2], 2, 1, 1, groups: 2), Uniform([2, 4, 3, 4]), Uniform([4, 3, 3, 3], seed: 1), Uniform([6], seed: 2)),
        new("depthwise_conv2d_transpose", x => Functional.Conv2dTranspose(x[0], x[1], x[2], 2, groups: 3), Uniform([1, 3, 3, 4]), Uniform([3, 1, 3, 2], seed: 1), Uniform([3], seed: 2)),
        new("conv3d_transpose", x => Functional.Conv3dTranspose(x[0], x[1], x[2], 2, 1), Uniform([1, 2, 2, 3, 3]), Uniform([2, 3, 3, 3, 2], seed: 1), Uniform([3], seed: 2)),
        new("conv_filter_grad", x => new ConvFilterGradOp([3, 3], [1, 1], [1, 1, 1, 1], [1, 1]).Apply(x[0], x[1]), Uniform([2, 2, 4, 5]), Uniform([2, 3, 4, 5], seed: 1)),
    ];

    public static GradientRow[] Pooling =>
    [
        new("max_pool2d", x => Functional.MaxPool2d(x[0], 3, 2, 1, true).Squared(), Distinct([2, 2, 5, 6])),
        new("max_pool2d with positions", x => Functional.MaxPool2d(x[0], 2, returnMask: true).Out.Squared(), Distinct([2, 2, 5, 6])),
        new("max_pool3d", x => Functional.MaxPool3d(x[0], 2, 1, 1).Squared(), Distinct([1, 2, 3, 4, 3])),
        new("max_pool3d with positions", x => Functional.MaxPool3d(x[0], 2, returnMask: true).Out.Squared(), Distinct([1, 2, 4, 4, 3])),
        new("avg_pool2d", x => Functional.AvgPool2d(x[0], 3, 2, (1, 0), true).Squared(), Uniform([2, 2, 5, 6])),
        new("avg_pool2d, padding counted", x => Functional.AvgPool2d(x[0], 3, 2, 1, exclusive: false).Squared(), Uniform([2, 2, 5, 6])),
        new("avg_pool3d", x => Functional.AvgPool3d(x[0], 2, 1, 1, divisorOverride: 3).Squared(), Uniform([1, 2, 3, 4, 3])),
        new("adaptive_avg_pool2d", x => Functional.AdaptiveAvgPool2d(x[0], (3, 4)).Squared(), Uniform([2, 2, 5, 6])),
        new("adaptive_max_pool1d", x => Functional.AdaptiveMaxPool1d(x[0], 3).Squared(), Distinct([2, 2, 7])),
        new("unpool", x => Functional.MaxUnpool1d(x[0], x[1], 2).Squared(), Uniform([1, 2, 2]), Integers([1, 2, 2], 0, 3, 1, 2)),
        new("plane_gather", x => new PlaneGatherOp().Apply(x[0], Positions), Uniform([1, 2, 3])),
        new("plane_scatter", x => new PlaneScatterOp(4).Apply(x[0], Positions), Uniform([1, 2, 2])),
    ];

    private static Tensor Positions => Tensor.From<int>([0, 2, 1, -1], [1, 2, 2]);
}
