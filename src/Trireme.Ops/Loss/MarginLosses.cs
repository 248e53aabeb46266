using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>max(0, −label · (input − other) + margin): label 1 wants input larger, −1 other.</summary>
    /// <param name="input">One score.</param>
    /// <param name="other">The other score.</param>
    /// <param name="label">1 or −1.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.margin_ranking_loss.</remarks>
    public static Tensor MarginRankingLoss(Tensor input, Tensor other, Tensor label, float margin = 0f, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("margin_ranking_loss", reduction);
        return LossReduction.Apply(new MarginRankingLossOp(margin).Apply(input, other, label.Cast(input.DType)), reduction);
    }

    /// <summary>input where label is 1, max(0, margin − input) where it is −1.</summary>
    /// <param name="input">Distances.</param>
    /// <param name="label">1 or −1.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.hinge_embedding_loss.</remarks>
    public static Tensor HingeEmbeddingLoss(Tensor input, Tensor label, float margin = 1f, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("hinge_embedding_loss", reduction);
        return LossReduction.Apply(new HingeEmbeddingLossOp(margin).Apply(input, label.Cast(input.DType)), reduction);
    }

    /// <summary>log(1 + exp(−label · input)).</summary>
    /// <param name="input">Scores.</param>
    /// <param name="label">1 or −1.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.soft_margin_loss.</remarks>
    public static Tensor SoftMarginLoss(Tensor input, Tensor label, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("soft_margin_loss", reduction);
        return LossReduction.Apply(new SoftMarginLossOp().Apply(input, label.Cast(input.DType)), reduction);
    }

    /// <summary>1 − cos where label is 1, max(0, cos − margin) where it is −1.</summary>
    /// <param name="input1">[N, M] or [M].</param>
    /// <param name="input2">Of the same shape.</param>
    /// <param name="label">1 or −1, [N] or a scalar.</param>
    /// <param name="margin">−1 to 1.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.cosine_embedding_loss.</remarks>
    public static Tensor CosineEmbeddingLoss(Tensor input1, Tensor input2, Tensor label, double margin = 0, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("cosine_embedding_loss", reduction);
        if (input1.Shape != input2.Shape)
            throw new InvalidArgumentException("cosine_embedding_loss: the inputs differ in shape.", $"input1 is {input1.Shape}, input2 {input2.Shape}.");
        Tensor dot = (input1 * input2).Sum([-1]), left = (input1 * input1).Sum([-1]), right = (input2 * input2).Sum([-1]);
        Expr cos = Expr.Input(0) / Expr.Sqrt((Expr.Input(1) + 1e-11) * (Expr.Input(2) + 1e-11)), sign = Expr.Input(3), far = cos - margin;
        Expr loss = Expr.Select(Expr.Of(ExprKind.Equal, sign, 1), 1 - cos, 0)
            + Expr.Select(Expr.Of(ExprKind.Equal, sign, -1), Expr.Select(far > 0, far, 0), 0);
        return LossReduction.Apply(Formula.Apply(loss, dot, left, right, label.Cast(input1.DType)), reduction);
    }

    /// <summary>max(0, d(input, positive) − d(input, negative) + margin) with d a p-norm.</summary>
    /// <param name="input">Anchors, [N, D].</param>
    /// <param name="positive">Of the same shape.</param>
    /// <param name="negative">Of the same shape.</param>
    /// <param name="margin">The margin; positive.</param>
    /// <param name="p">The norm.</param>
    /// <param name="epsilon">Added to differences.</param>
    /// <param name="swap">Whether d(positive, negative) counts where it is smaller than d(input, negative).</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.triplet_margin_loss.</remarks>
    public static Tensor TripletMarginLoss(Tensor input, Tensor positive, Tensor negative, double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false,
        string reduction = "mean", string? name = null)
        => TripletMarginWithDistanceLoss(input, positive, negative, (x, y) => PairwiseDistance(x, y, p, epsilon), margin, swap, reduction, name);

    /// <summary>max(0, d(input, positive) − d(input, negative) + margin) with a distance of one's own.</summary>
    /// <param name="input">Anchors, [N, D].</param>
    /// <param name="positive">Of the same shape.</param>
    /// <param name="negative">Of the same shape.</param>
    /// <param name="distanceFunction">d; the Euclidean distance where null.</param>
    /// <param name="margin">The margin; positive.</param>
    /// <param name="swap">Whether d(positive, negative) counts where it is smaller than d(input, negative).</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.triplet_margin_with_distance_loss.</remarks>
    public static Tensor TripletMarginWithDistanceLoss(Tensor input, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distanceFunction = null,
        double margin = 1, bool swap = false, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("triplet_margin_loss", reduction);
        if (!(margin > 0))
            throw new InvalidArgumentException($"triplet_margin_loss: margin is {margin}.", "It must be positive.");
        Func<Tensor, Tensor, Tensor> d = distanceFunction ?? ((x, y) => PairwiseDistance(x, y));
        Tensor near = d(input, positive), far = d(input, negative);
        Expr other = Expr.Input(1);
        Tensor[] inputs = [near, far];
        if (swap)
        {
            inputs = [near, far, d(positive, negative)];
            other = Expr.Select(Expr.Input(1) < Expr.Input(2), Expr.Input(1), Expr.Input(2));
        }
        Expr loss = Expr.Input(0) - other + margin;
        return LossReduction.Apply(Formula.Apply(Expr.Select(loss > 0, loss, 0), inputs), reduction);
    }

    /// <summary>The binary cross entropy of each class's sigmoid, averaged over the classes.</summary>
    /// <param name="input">Scores, [N, C].</param>
    /// <param name="label">0 or 1, of the same shape.</param>
    /// <param name="weight">How much each class counts; broadcasts.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.multi_label_soft_margin_loss.</remarks>
    public static Tensor MultiLabelSoftMarginLoss(Tensor input, Tensor label, Tensor? weight = null, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("multi_label_soft_margin_loss", reduction);
        if (input.Shape != label.Shape)
            throw new InvalidArgumentException("multi_label_soft_margin_loss: input and label differ in shape.", $"input is {input.Shape}, label {label.Shape}.");
        Tensor loss = new SigmoidCrossEntropyOp().Apply(input, label.Cast(input.DType));
        return LossReduction.Apply((weight is null ? loss : loss * weight).Mean([-1]), reduction);
    }

    /// <summary>Σ over the wrong classes j of max(0, weight[label] · (margin − input[label] + input[j]))^p, divided by the number of classes.</summary>
    /// <param name="input">Scores, [N, C].</param>
    /// <param name="label">Class numbers, [N].</param>
    /// <param name="p">The power, 1 or 2 as a rule.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="weight">[C]: how much each class counts.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <exception cref="OutOfRangeException">A label is no class.</exception>
    /// <remarks>Mirrors paddle.nn.functional.multi_margin_loss.</remarks>
    public static Tensor MultiMarginLoss(Tensor input, Tensor label, int p = 1, double margin = 1, Tensor? weight = null, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("multi_margin_loss", reduction);
        if (input.Ndim != 2)
            throw new InvalidArgumentException($"multi_margin_loss: input {input.Shape} must be [N, C].");
        Tensor labels = label.Cast(DType.Int64);
        Tensor right = new NllLossOp(int.MinValue).Apply(input, labels, null).Unsqueeze(1);
        Tensor hit = new OneHotOp(input.Shape[1], input.DType).Apply(labels);
        // The score of the right class arrives negated.
        Expr gap = margin + Expr.Input(1) + Expr.Input(0);
        Tensor[] inputs = [input, right, hit];
        if (weight is not null)
        {
            inputs = [.. inputs, HardFactors(labels, weight, int.MinValue, input.DType).Unsqueeze(1)];
            gap = Expr.Input(3) * gap;
        }
        Expr cost = p == 1 ? gap : p == 2 ? Expr.Square(gap) : Expr.Pow(gap, p);
        Expr loss = Expr.Select(Expr.Of(ExprKind.Equal, Expr.Input(2), 1), 0, Expr.Select(gap > 0, cost, 0));
        return LossReduction.Apply(Formula.Apply(loss, inputs).Mean([1]), reduction);
    }

    /// <summary>The N-pair loss: the cross entropy of the anchors' similarities to all positives, plus a penalty on their size.</summary>
    /// <param name="anchor">[N, D].</param>
    /// <param name="positive">[N, D].</param>
    /// <param name="labels">[N]: which rows belong together.</param>
    /// <param name="l2Reg">How much size is penalized.</param>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.npair_loss; Sohn 2016.</remarks>
    public static Tensor NpairLoss(Tensor anchor, Tensor positive, Tensor labels, double l2Reg = 0.002)
    {
        int n = anchor.Shape[0];
        Tensor same = labels.Reshape([n, 1]).Equal(labels.Reshape([1, n])).Cast(anchor.DType);
        Tensor target = same / same.Sum([1], keepdim: true);
        Tensor size = ((anchor * anchor).Sum([1]).Mean() + (positive * positive).Sum([1]).Mean()) * (0.25 * l2Reg);
        Tensor loss = new SoftmaxWithCrossEntropyOp(true).Apply(anchor.Matmul(positive, transposeY: true), target);
        return size + (target * loss).Sum([0]).Mean();
    }
}
