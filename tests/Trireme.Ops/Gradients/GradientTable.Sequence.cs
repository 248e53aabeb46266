using Trireme.Operators;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] Sequence =>
    [
        new("sequence_pool", x => new[] { "SUM", "AVERAGE", "SQRT", "MAX", "LAST", "FIRST" }.Select(k => new SequencePoolOp(k).Apply(Lengths(x[0])).Square()).ToArray(), Distinct([5, 2])),
        new("sequence_softmax", x => new SequenceSoftmaxOp().Apply(Lengths(x[0])), Uniform([5, 1])),
        new("sequence_conv", x => new SequenceConvOp(-1, 3, PaddingTrainable: true).Apply(Lengths(x[0]), x[1], x[2]), Uniform([5, 2]), Uniform([2, 2], seed: 1), Uniform([6, 2], seed: 2)),
        new("sequence_pad", x => new SequencePadOp().Apply(Lengths(x[0]), x[1]).Square(), Uniform([5, 2]), Uniform(1)),
        new("row_conv", x => new RowConvOp().Apply(Lengths(x[0]), x[1]), Uniform([5, 2]), Uniform([2, 2], seed: 1)),
        new("lstm", x => new LstmOp().ApplyAll(Lengths(x[0]), x[1], x[2], x[3], x[4])[0], Uniform([5, 8]), Uniform([2, 2], seed: 1), Uniform([2, 2], seed: 2), Uniform([2, 8], seed: 3), Uniform([1, 14], seed: 4)),
        new("gru", x => new GruOp(IsReverse: true).ApplyAll(Lengths(x[0]), x[1], x[2], x[3])[0], Uniform([5, 6]), Uniform([2, 2], seed: 1), Uniform([2, 6], seed: 2), Uniform([1, 6], seed: 3)),
        new("linear_chain_crf", x => new LinearChainCrfOp().Apply(Lengths(x[0]), x[1], Integers([5, 1], 0, 2, 1, 1, 0)), Uniform([5, 3]), Uniform([5, 3], seed: 1)),
        new("elementwise_add, axis", x => new ElementwiseAddOp(1).Apply(x[0], x[1]).Square(), Uniform([2, 3, 4]), Uniform(3, seed: 1)),
        new("conv2d, channels last", x => new Conv2DOp([1, 1], [1, 1], "EXPLICIT", [1, 1], DataFormat: "NHWC").Apply(x[0], x[1], null), Uniform([1, 4, 4, 2]), Uniform([3, 2, 3, 3], seed: 1)),
        new("mul", x => new MulOp(2).Apply(x[0], x[1]), Uniform([2, 2, 3]), Uniform([3, 2], seed: 1)),
        new("smooth_l1_loss", x => new SmoothL1LossOp(2f).ApplyAll(x[0], x[1])[1], Distinct([2, 3]), Distinct([2, 3], 4) * 0.7),
        new("nce", x => new NceOp(6, 3, 5).ApplyAll(x[0], Integers([2, 1], 1, 4), x[1], x[2])[0], Uniform([2, 3]), Uniform([6, 3], seed: 1), Uniform([6, 1], seed: 2)),
        new("sample_logits", x => new SampleLogitsOp(NumSamples: 3, Seed: 5).ApplyAll(x[0], Integers([2, 1], 1, 4), default, default)[2], Uniform([2, 6])),
        new("bpr_loss", x => new BprLossOp().Apply(x[0], Integers([2, 1], 1, 3)), Uniform([2, 4])),
        new("teacher_student_sigmoid_loss", x => new TeacherStudentSigmoidLossOp().Apply(x[0], Uniform([4, 1], -2, 2, 3)), Uniform([4, 1])),
        new("add_position_encoding", x => new AddPositionEncodingOp(0.5f, 2f).Apply(x[0]).Square(), Uniform([2, 3, 4])),
        new("hierarchical_sigmoid", x => new HierarchicalSigmoidOp(5).ApplyAll(x[0], x[1], Integers([2, 1], 1, 4), default, default, x[2])[0], Uniform([2, 3]), Uniform([4, 3], seed: 1), Uniform([4, 1], seed: 2)),
    ];

    private static Tensor Lengths(Tensor x) => new LodResetOp([0, 3, 5]).Apply(x);
}
