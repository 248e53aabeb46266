using Trireme.NN;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] VisionRows =>
    [
        new("lookup_table_v2", x => Functional.Embedding(x[1], x[0], 1).Squared(), Uniform([4, 3]), Integers([2, 3], 0, 1, 2, 2, 3, 0)),
        new("lookup_table_v2_grad", x => new Operators.LookupTableGradOp(4, -1).Apply(Integers([3], 2, 0, 2), x[0]), Uniform([3, 2])),
        new("nll_loss_grad", x => new Operators.NllLossGradOp([2, 3], -100).Apply(Integers([2], 2, 0), null, x[0]), Uniform([2])),
        new("cosine_similarity", x => Functional.CosineSimilarity(x[0], x[1]), Uniform([3, 4]), Uniform([3, 4], seed: 1)),
        new("pdist", x => x[0].Pdist(3), Distinct([4, 3])),
        new("pad", x => Functional.Pad(x[0], [1, 0, 2, 1], value: 0.5).Squared(), Uniform([3, 4])),
        new("pad3d, reflected", x => Functional.Pad(x[0], [1, 2, 2, 1], "reflect").Squared(), Uniform([1, 2, 4, 4])),
        new("pad3d, replicated, channels last", x => Functional.Pad(x[0], [1, 2, 2, 1], "replicate", dataFormat: "NHWC").Squared(), Uniform([1, 3, 4, 2])),
        new("pad3d, circular", x => Functional.Pad(x[0], [1, 2], "circular", dataFormat: "NCL").Squared(), Uniform([2, 2, 4])),
        new("nearest_interp_v2", x => Functional.Interpolate(x[0], [5, 7]).Squared(), Uniform([1, 2, 3, 4])),
        new("linear_interp_v2", x => Functional.Interpolate(x[0], 7, mode: "linear", alignMode: 1, dataFormat: "NCW").Squared(), Uniform([1, 2, 4])),
        new("bilinear_interp_v2", x => Functional.Interpolate(x[0], scaleFactor: 1.5, mode: "bilinear").Squared(), Uniform([1, 2, 4, 4])),
        new("bicubic_interp_v2", x => Functional.Interpolate(x[0], [5, 7], mode: "bicubic", alignCorners: true).Squared(), Uniform([1, 2, 3, 4])),
        new("trilinear_interp_v2", x => Functional.Interpolate(x[0], [3, 4, 5], mode: "trilinear", dataFormat: "NCDHW").Squared(), Uniform([1, 2, 2, 3, 3])),
        new("im2col", x => Functional.Unfold(x[0], [2, 3], 2, 1).Squared(), Uniform([1, 2, 4, 5])),
        new("col2im", x => Functional.Fold(x[0], [4, 5], 2).Squared(), Uniform([1, 8, 12])),
        new("affine_grid", x => Functional.AffineGrid(x[0], [1, 1, 3, 4]), Uniform([1, 2, 3])),
        new("grid_sampler", x => Functional.GridSample(x[0], x[1]), Uniform([1, 2, 4, 5]), Uniform([1, 3, 2, 2], -0.9, 0.9, 1)) { SecondOrder = false },
        new("grid_sampler, reflection", x => Functional.GridSample(x[0], x[1], paddingMode: "reflection", alignCorners: false), Uniform([1, 2, 4, 5]), Uniform([1, 3, 2, 2], -2, 2, 1))
            { SecondOrder = false },
        new("grid_sampler in space", x => Functional.GridSample(x[0], x[1], paddingMode: "border"), Uniform([1, 2, 3, 4, 5]), Uniform([1, 2, 2, 2, 3], -0.9, 0.9, 1)) { SecondOrder = false },
        new("pixel_shuffle", x => Functional.PixelShuffle(x[0], 2).Squared(), Uniform([1, 8, 2, 3])),
        new("temporal_shift", x => Functional.TemporalShift(x[0], 2).Squared(), Uniform([4, 4, 2, 2])),
        new("roi_align", x => Trireme.Vision.Ops.RoiAlign(x[0], Boxes, Integers([1], 2), 2).Squared(), Uniform([1, 2, 6, 7])),
        new("roi_pool", x => Trireme.Vision.Ops.RoiPool(x[0], Boxes, Integers([1], 2), 2), Distinct([1, 2, 6, 7])) { SecondOrder = false },
        new("deform_conv2d", x => Trireme.Vision.Ops.DeformConv2d(x[0], x[1], x[2], x[3], 1, 1, mask: x[4]), Uniform([1, 2, 4, 4]), Uniform([1, 18, 4, 4], 0.1, 0.4, 1),
            Uniform([3, 2, 3, 3], seed: 2), Uniform([3], seed: 3), Uniform([1, 9, 4, 4], 0, 1, 4)) { SecondOrder = false },
        new("psroi_pool", x => Trireme.Vision.Ops.PsroiPool(x[0], Boxes, Integers([1], 2), 2), Uniform([1, 8, 6, 7])) { SecondOrder = false },
        new("cvm", x => new Operators.CvmOp(false).Apply(x[0], Tensor.From<double>(new double[6], [3, 2])), Uniform([3, 5])),
        new("space_to_depth", x => new Operators.SpaceToDepthOp(2).Apply(x[0]).Squared(), Uniform([1, 4, 2, 4])),
        new("spectral_norm", x => new Operators.SpectralNormOp(0, 0).Apply(x[0], Fixed(1, 0.5), Fixed(0.3, 0.4, 0.9)), Uniform([2, 3], 1, 2)),
        new("yolov3_loss", x => Trireme.Vision.Ops.YoloLoss(x[0], Fixed(0.3, 0.4, 0.45, 0.3, 0.8, 0.9, 0.6, 0.7).Reshape([1, 2, 4]), Integers([1, 2], 0, 2), [6, 8, 14, 10, 20, 24], [1, 2], 3, 0.5, 8),
            Uniform([1, 16, 4, 4])),
        new("deformable_psroi_pooling", x => new Operators.DeformablePsRoiPoolingOp(2, (2, 2), 2, 2, (2, 2), SpatialScale: 0.9f, SamplePerPart: 2).ApplyAll(x[0], Boxes, x[1])[1].Squared(),
            Uniform([1, 8, 6, 7]), Uniform([2, 2, 2, 2], seed: 3)),
        new("sigmoid_focal_loss, rows of classes", x => new Operators.SigmoidFocalLossOp().Apply(x[0], Integers([3, 1], 1, 0, 2), Integers([1], 2)), Uniform([3, 2])),
        new("clip_by_tensors", x => new Operators.ClipByTensorsOp().Apply(x[0], x[1], x[2]), Distinct([3, 4]), Fixed(-0.31), Fixed(0.29)),
        new("pow_by_tensor", x => new Operators.PowByTensorOp().Apply(x[0], x[1]), Uniform([3, 4], 0.5, 2), Fixed(1.7)),
        new("roi_perspective_transform", x => new Operators.RoiPerspectiveTransformOp(3, 4).ApplyAll(x[0], Tensor.From<double>([0.6, 0.4, 4.3, 1.1, 5.2, 4.4, 1, 3.7], [1, 8]))[0].Squared(),
            Uniform([1, 2, 6, 7])),
        new("tree_conv", x => new Operators.TreeConvOp(3).Apply(x[0], Integers([1, 4, 2], 1, 2, 1, 3, 3, 4, 0, 0), x[1]), Uniform([1, 5, 2]), Uniform([2, 3, 2, 2], seed: 1)),
    ];

    private static Tensor Fixed(params double[] values) => Tensor.From<double>(values, values.Length);

    private static Tensor Boxes => Tensor.From<double>([0.5, 1, 4, 4.5, 1, 0, 6, 3], [2, 4]);
}
