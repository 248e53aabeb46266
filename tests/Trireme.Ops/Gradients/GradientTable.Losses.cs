using Trireme.NN;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] Losses =>
    [
        new("softmax_with_cross_entropy", x => Functional.SoftmaxWithCrossEntropy(x[0], x[1]), Uniform([3, 4]), Integers([3, 1], 0, 3, 2)),
        new("cross_entropy over axis 1", x => Functional.CrossEntropy(x[0], x[1], axis: 1, ignoreIndex: 1), Uniform([2, 3, 4]), Integers([2, 4], 0, 1, 2, 0, 2, 2, 1, 0)),
        new("cross_entropy, soft labels", x => Functional.CrossEntropy(x[0], Uniform([3, 4], 0, 1, 5), softLabel: true), Uniform([3, 4])),
        new("cross_entropy, weighted", x => Functional.CrossEntropy(x[0], x[1], Uniform([4], 0.5, 1, 3), labelSmoothing: 0.1), Uniform([3, 4]), Integers([3], 0, 3, 2)),
        new("cross_entropy of probabilities", x => Functional.CrossEntropy(x[0], x[1], useSoftmax: false), Uniform([3, 4], 0.1, 0.9), Integers([3], 0, 3, 2)),
        new("nll_loss", x => Functional.NllLoss(x[0], x[1], Uniform([4], 0.5, 1, 3), 2), Uniform([3, 4, 2]), Integers([3, 2], 0, 3, 2, 1, 1, 2)),
        new("square_error_cost", x => Functional.SquareErrorCost(x[0], x[1]), Uniform([3, 4]), Uniform([3, 4], seed: 1)),
        new("l1_loss", x => Functional.L1Loss(x[0], x[1]), Uniform([3, 4]), Uniform([3, 4], 2, 3, 1)),
        new("huber_loss", x => Functional.SmoothL1Loss(x[0], x[1], delta: 0.7f), Uniform([3, 4]), Uniform([3, 4], seed: 1)),
        new("bce_loss", x => Functional.BinaryCrossEntropy(x[0], x[1]), Uniform([3, 4], 0.1, 0.9), Uniform([3, 4], 0, 1, 1)),
        new("sigmoid_cross_entropy_with_logits", x => Functional.BinaryCrossEntropyWithLogits(x[0], x[1], posWeight: Uniform([4], 1, 2, 5)), Uniform([3, 4]), Uniform([3, 4], 0, 1, 1)),
        new("kldiv_loss", x => Functional.KlDiv(x[0], x[1], "batchmean"), Uniform([3, 4]), Uniform([3, 4], 0.1, 1, 1)),
        new("log_loss", x => Functional.LogLoss(x[0], x[1]), Uniform([3, 1], 0.1, 0.9), Uniform([3, 1], 0, 1, 1)),
        new("soft_margin_loss", x => Functional.SoftMarginLoss(x[0], x[1]), Uniform([3, 4]), Uniform([3, 4], seed: 1)),
        new("hinge_embedding_loss", x => Functional.HingeEmbeddingLoss(x[0], Signs), Uniform([4], 0.1, 0.9)),
        new("margin_ranking_loss", x => Functional.MarginRankingLoss(x[0], x[1], Signs, 0.1f), Distinct([4]), Distinct([4], 3)),
        new("gaussian_nll_loss", x => Functional.GaussianNllLoss(x[0], x[1], x[2], true), Uniform([3, 4]), Uniform([3, 4], seed: 1), Uniform([3, 4], 0.5, 1, 2)),
        new("poisson_nll_loss", x => Functional.PoissonNllLoss(x[0], x[1], false, true), Uniform([3, 4], 0.2, 1), Uniform([3, 4], 1.5, 3, 1)),
        new("sigmoid_focal_loss", x => Functional.SigmoidFocalLoss(x[0], x[1]), Uniform([3, 4]), Uniform([3, 4], 0, 1, 1)),
        new("cosine_embedding_loss", x => Functional.CosineEmbeddingLoss(x[0], x[1], Signs, -0.5), Uniform([4, 3]), Uniform([4, 3], seed: 1)),
        new("triplet_margin_loss", x => Functional.TripletMarginLoss(x[0], x[1], x[2], 5, swap: true), Uniform([4, 3]), Uniform([4, 3], seed: 1), Uniform([4, 3], seed: 2)),
        new("multi_margin_loss", x => Functional.MultiMarginLoss(x[0], x[1], 2), Uniform([3, 4]), Integers([3], 0, 3, 2)),
        new("dice_loss", x => Functional.DiceLoss(x[0], x[1]), Uniform([2, 3, 4], 0.1, 1), Integers([2, 3, 1], 0, 1, 2, 3, 0, 1)),
        new("npair_loss", x => Functional.NpairLoss(x[0], x[1], Integers([4], 0, 1, 0, 2)), Uniform([4, 3]), Uniform([4, 3], seed: 1)),
        new("warpctc", x => Functional.CtcLoss(x[0], x[1], Integers([2], 5, 4), Integers([2], 3, 2), 0, "none"), Uniform([5, 2, 4]), Integers([2, 3], 1, 2, 2, 3, 1, 0)) { SecondOrder = false },
    ];

    private static Tensor Signs => Tensor.From<double>([1, -1, 1, -1], 4);
}
