using Trireme.NN;
using Trireme.Operators;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] Normalization =>
    [
        new("batch_norm, training", x => Functional.BatchNorm(x[0], Ones(3), Ones(3), x[1], x[2], training: true), Uniform([4, 3, 2, 3]), Uniform([3], 0.5, 1.5, 1), Uniform([3], seed: 2)),
        new("batch_norm, training, channels last", x => Functional.BatchNorm(x[0], Ones(3), Ones(3), x[1], x[2], training: true, dataFormat: "NHWC"),
            Uniform([2, 2, 3, 3]), Uniform([3], 0.5, 1.5, 1), Uniform([3], seed: 2)),
        new("batch_norm, inference", x => Functional.BatchNorm(x[0], Ones(3), Ones(3), x[1], x[2]), Uniform([4, 3, 2, 3]), Uniform([3], 0.5, 1.5, 1), Uniform([3], seed: 2)),
        new("batch_norm without factors", x => Functional.BatchNorm(x[0], Ones(5), Ones(5), training: true, dataFormat: "NC"), Uniform([6, 5])),
        new("fused_batch_norm_add_act", x => new FusedBatchNormAddActOp().ApplyAll(x[0], x[1], x[2], Ones(3), Ones(3), default)[0], Uniform([4, 3, 2, 3]), Uniform([3], 0.5, 1.5, 1), Uniform([3], seed: 2)),
        new("fused_batch_norm_add_act, relu6, something added", x => new FusedBatchNormAddActOp(ActType: "relu6").ApplyAll(x[0], x[1] * 4, x[2], Ones(3), Ones(3), x[3])[0],
            Uniform([4, 3, 2, 3]), Uniform([3], 0.5, 1.5, 1), Uniform([3], seed: 2), Uniform([4, 3, 2, 3], seed: 3)),
        new("layer_norm", x => Functional.LayerNorm(x[0], [3, 4], x[1], x[2]), Uniform([2, 3, 3, 4]), Uniform([3, 4], 0.5, 1.5, 1), Uniform([3, 4], seed: 2)),
        new("layer_norm without factors", x => Functional.LayerNorm(x[0], 9), Uniform([3, 9])),
        new("group_norm", x => Functional.GroupNorm(x[0], 2, 1e-5, x[1], x[2]), Uniform([2, 4, 2, 3]), Uniform([4], 0.5, 1.5, 1), Uniform([4], seed: 2)),
        new("instance_norm", x => Functional.InstanceNorm(x[0], weight: x[1], bias: x[2]), Uniform([2, 3, 5]), Uniform([3], 0.5, 1.5, 1), Uniform([3], seed: 2)),
        new("local_response_norm", x => Functional.LocalResponseNorm(x[0], 3, 0.5), Uniform([2, 5, 3])),
        new("normalize", x => Functional.Normalize(x[0], 3), Uniform([2, 4, 3], 0.2, 1)),
        new("normalize by the largest", x => Functional.Normalize(x[0], double.PositiveInfinity), Distinct([2, 4, 3])),
        new("rms_norm", x => Incubate.NN.Functional.FusedRmsNorm(x[0], x[1]), Uniform([3, 6]), Uniform([6], seed: 1)),
        new("weight_norm", x => Utils.WeightNorm(x[0], x[1]), Uniform([3, 4]), Uniform([3], seed: 1)),
    ];

    private static Tensor Ones(int n) => Tensor.From<double>(Enumerable.Repeat(1.0, n).ToArray(), n);
}
