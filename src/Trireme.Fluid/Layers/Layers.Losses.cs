using Trireme.Operators;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

/// <content>Losses and measures. Those over a batch have the shape [N, 1]; means have [1].</content>
public static partial class Layers
{
    /// <summary>The mean of all elements; shape [1].</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.mean.</remarks>
    public static Tensor Mean(Tensor x, string? name = null) => One(new MeanOp().Apply(x));

    /// <summary>−log of the probability that belongs to the label: [N, 1].</summary>
    /// <param name="input">Probabilities [N, D], as softmax gives them.</param>
    /// <param name="label">Class numbers [N, 1], int64; with <paramref name="softLabel"/> probabilities [N, D].</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">The class number whose rows count 0.</param>
    /// <remarks>Mirrors fluid.layers.cross_entropy. For logits use <see cref="SoftmaxWithCrossEntropy(Tensor, Tensor, bool, int, bool, int)"/>.</remarks>
    public static Tensor CrossEntropy(Tensor input, Tensor label, bool softLabel = false, int ignoreIndex = -100) => new CrossEntropyV1Op(softLabel,
        ignoreIndex).Apply(input, label);

    /// <summary>−log of the probability that softmax gives the label: [N, 1].</summary>
    /// <param name="logits">[N, D].</param>
    /// <param name="label">Class numbers [N, 1], int64; with <paramref name="softLabel"/> probabilities [N, D].</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">The class number whose rows count 0.</param>
    /// <param name="numericStableMode">Kept for Paddle's signature; it always is.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <remarks>Mirrors fluid.layers.softmax_with_cross_entropy.</remarks>
    public static Tensor SoftmaxWithCrossEntropy(Tensor logits, Tensor label, bool softLabel = false, int ignoreIndex = -100, bool numericStableMode = true,
        int axis = -1)
        => F.SoftmaxWithCrossEntropy(logits, label, softLabel, ignoreIndex, numericStableMode, axis);

    /// <summary>The same with the probabilities.</summary>
    /// <param name="logits">[N, D].</param>
    /// <param name="label">Class numbers [N, 1], int64; with <paramref name="softLabel"/> probabilities [N, D].</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">The class number whose rows count 0.</param>
    /// <param name="numericStableMode">Kept for Paddle's signature; it always is.</param>
    /// <param name="returnSoftmax">Whether the probabilities are wanted; they come either way.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <remarks>Mirrors fluid.layers.softmax_with_cross_entropy.</remarks>
    public static (Tensor Loss, Tensor Softmax) SoftmaxWithCrossEntropy(Tensor logits, Tensor label, bool softLabel, int ignoreIndex,
        bool numericStableMode, bool returnSoftmax, int axis = -1)
        => F.SoftmaxWithCrossEntropy(logits, label, softLabel, ignoreIndex, numericStableMode, returnSoftmax, axis);

    /// <summary>The same with <paramref name="returnSoftmax"/> named.</summary>
    /// <param name="logits">[N, D].</param>
    /// <param name="label">Class numbers [N, 1], int64; with <paramref name="softLabel"/> probabilities [N, D].</param>
    /// <param name="returnSoftmax">Whether the probabilities are wanted; they come either way.</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">The class number whose rows count 0.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <remarks>Mirrors fluid.layers.softmax_with_cross_entropy.</remarks>
    public static (Tensor Loss, Tensor Softmax) SoftmaxWithCrossEntropy(Tensor logits, Tensor label, bool returnSoftmax, bool softLabel = false,
        int ignoreIndex = -100, int axis = -1)
        => F.SoftmaxWithCrossEntropy(logits, label, returnSoftmax, softLabel, ignoreIndex, axis);

    /// <summary>(input − label)², element by element.</summary>
    /// <param name="input">The prediction.</param>
    /// <param name="label">The truth, of the same shape.</param>
    /// <remarks>Mirrors fluid.layers.square_error_cost.</remarks>
    public static Tensor SquareErrorCost(Tensor input, Tensor label) => F.SquareErrorCost(input, label);

    /// <summary>−label · log(sigmoid(x)) − (1 − label) · log(1 − sigmoid(x)), element by element.</summary>
    /// <param name="x">Logits.</param>
    /// <param name="label">Probabilities of the same shape.</param>
    /// <param name="ignoreIndex">The label that counts 0.</param>
    /// <param name="name">Not used.</param>
    /// <param name="normalize">Whether the result is divided by the number of elements that count.</param>
    /// <remarks>Mirrors fluid.layers.sigmoid_cross_entropy_with_logits.</remarks>
    public static Tensor SigmoidCrossEntropyWithLogits(Tensor x, Tensor label, int ignoreIndex = -100, string? name = null, bool normalize = false)
    {
        Tensor counts = (label - ignoreIndex).Abs().GreaterThan(Paddle.FullLike(label, 1e-5)).Cast(x.DType);
        Tensor loss = F.BinaryCrossEntropyWithLogits(x, label, reduction: "none") * counts;
        return normalize ? loss / counts.Sum().Clip(min: 1.0) : loss;
    }

    /// <summary>−label · log(input + ε) − (1 − label) · log(1 − input + ε), element by element.</summary>
    /// <param name="input">Probabilities.</param>
    /// <param name="label">0 or 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.log_loss.</remarks>
    public static Tensor LogLoss(Tensor input, Tensor label, double epsilon = 1e-4, string? name = null) => F.LogLoss(input, label, (float)epsilon);

    /// <summary>½d² where |d| ≤ delta, else delta · (|d| − ½ delta), of d = label − input.</summary>
    /// <param name="input">The prediction.</param>
    /// <param name="label">The truth.</param>
    /// <param name="delta">Where the parabola becomes a line.</param>
    /// <remarks>Mirrors fluid.layers.huber_loss.</remarks>
    public static Tensor HuberLoss(Tensor input, Tensor label, double delta) => F.SmoothL1Loss(input, label, "none", (float)delta);

    /// <summary>The smooth L1 loss of each row: [N, 1].</summary>
    /// <param name="x">[N, …].</param>
    /// <param name="y">[N, …].</param>
    /// <param name="insideWeight">Factors of the differences, or null.</param>
    /// <param name="outsideWeight">Factors of the terms, or null.</param>
    /// <param name="sigma">σ; 1 where null.</param>
    /// <remarks>Mirrors fluid.layers.smooth_l1.</remarks>
    public static Tensor SmoothL1(Tensor x, Tensor y, Tensor? insideWeight = null, Tensor? outsideWeight = null, double? sigma = null)
        => new SmoothL1LossOp((float)(sigma ?? 1)).ApplyAll(x, y, insideWeight, outsideWeight)[1];

    /// <summary>max(0, −label · (left − right) + margin).</summary>
    /// <param name="label">1 where left should rank higher, −1 where right should.</param>
    /// <param name="left">Scores.</param>
    /// <param name="right">Scores.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.margin_rank_loss.</remarks>
    public static Tensor MarginRankLoss(Tensor label, Tensor left, Tensor right, double margin = 0.1, string? name = null)
        => F.Relu((label * -1.0 * (left - right)) + margin);

    /// <summary>log(1 + exp(left − right)) − label · (left − right).</summary>
    /// <param name="label">The probability that left ranks higher.</param>
    /// <param name="left">Scores.</param>
    /// <param name="right">Scores.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.rank_loss.</remarks>
    public static Tensor RankLoss(Tensor label, Tensor left, Tensor right, string? name = null) => F.Softplus(left - right) - (label * (left - right));

    /// <summary>label · (log(label) − x), summed or averaged.</summary>
    /// <param name="x">Logarithms of probabilities.</param>
    /// <param name="target">Probabilities.</param>
    /// <param name="reduction"><c>none</c>, <c>mean</c>, <c>batchmean</c> or <c>sum</c>.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.kldiv_loss.</remarks>
    public static Tensor KldivLoss(Tensor x, Tensor target, string reduction = "mean", string? name = null) => One(F.KlDiv(x, target, reduction));

    /// <summary>1 − Dice coefficient of predicted and true classes; shape [1].</summary>
    /// <param name="input">Probabilities [.., D].</param>
    /// <param name="label">Class numbers [.., 1].</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <remarks>Mirrors fluid.layers.dice_loss.</remarks>
    public static Tensor DiceLoss(Tensor input, Tensor label, double epsilon = 1e-5) => One(F.DiceLoss(input, label, (float)epsilon));

    /// <summary>The N-pair loss; shape [1].</summary>
    /// <param name="anchor">[N, D].</param>
    /// <param name="positive">[N, D].</param>
    /// <param name="labels">[N].</param>
    /// <param name="l2Reg">The weight of the penalty on lengths.</param>
    /// <remarks>Mirrors fluid.layers.npair_loss.</remarks>
    public static Tensor NpairLoss(Tensor anchor, Tensor positive, Tensor labels, double l2Reg = 0.002) => One(F.NpairLoss(anchor, positive, labels, l2Reg));

    /// <summary>Labels mixed with a distribution: (1 − ε) · label + ε · prior.</summary>
    /// <param name="label">One-hot labels.</param>
    /// <param name="priorDist">The distribution; uniform where null.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="dtype">Kept for Paddle's signature.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.label_smooth.</remarks>
    public static Tensor LabelSmooth(Tensor label, Tensor? priorDist = null, double epsilon = 0.1, DType? dtype = null, string? name = null)
        => F.LabelSmooth(label, priorDist, epsilon);

    /// <summary>Which part of the rows has its label among the k largest scores; shape [1].</summary>
    /// <param name="input">Scores [N, D].</param>
    /// <param name="label">Class numbers [N, 1].</param>
    /// <param name="k">How many scores count.</param>
    /// <param name="correct">The variable that receives the number of such rows, or null.</param>
    /// <param name="total">The variable that receives the number of rows, or null.</param>
    /// <remarks>Mirrors fluid.layers.accuracy.</remarks>
    public static Tensor Accuracy(Tensor input, Tensor label, int k = 1, Tensor? correct = null, Tensor? total = null)
    {
        Tensor[] top = new TopKV1Op(k).ApplyAll(input), found = new AccuracyOp().ApplyAll(top[0], top[1], label);
        if (correct is not null)
            One(found[1]).Assign(correct);
        if (total is not null)
            One(found[2]).Assign(total);
        return One(found[0]);
    }
}
