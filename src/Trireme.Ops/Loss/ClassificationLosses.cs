using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The binary cross entropy of probabilities.</summary>
    /// <param name="input">Probabilities.</param>
    /// <param name="label">Targets between 0 and 1, of the same shape.</param>
    /// <param name="weight">How much each element counts; broadcasts. Null for all alike.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.binary_cross_entropy. Logarithms below −100 count as −100.</remarks>
    public static Tensor BinaryCrossEntropy(Tensor input, Tensor label, Tensor? weight = null, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("binary_cross_entropy", reduction);
        Tensor loss = new BceLossOp().Apply(input, label);
        return LossReduction.Apply(weight is null ? loss : loss * weight, reduction);
    }

    /// <summary>The binary cross entropy of sigmoid(logit), stable for large scores.</summary>
    /// <param name="logit">Scores.</param>
    /// <param name="label">Targets between 0 and 1, of the same shape.</param>
    /// <param name="weight">How much each element counts; broadcasts. Null for all alike.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="posWeight">How much positive targets count; broadcasts. Null for 1.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.binary_cross_entropy_with_logits.</remarks>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logit, Tensor label, Tensor? weight = null, string reduction = "mean", Tensor? posWeight = null,
        string? name = null)
    {
        LossReduction.Check("binary_cross_entropy_with_logits", reduction);
        Tensor loss = new SigmoidCrossEntropyOp().Apply(logit, label);
        if (posWeight is not null)
        {
            // (posWeight − 1) · label · log(1 + exp(−x)) more than without; that logarithm is the loss of label 1.
            loss += (posWeight - 1) * label * new SigmoidCrossEntropyOp().Apply(logit, label.OnesLike());
        }
        return LossReduction.Apply(weight is null ? loss : loss * weight, reduction);
    }

    /// <summary>The negative log-likelihood: −weight[label] · input[label].</summary>
    /// <param name="input">Log-probabilities, [N, C] or [N, C, ...].</param>
    /// <param name="label">Class numbers, [N] or [N, ...].</param>
    /// <param name="weight">[C]: how much each class counts.</param>
    /// <param name="ignoreIndex">A class number whose elements do not count.</param>
    /// <param name="reduction">mean (over the weights used), sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <exception cref="OutOfRangeException">A label is no class.</exception>
    /// <remarks>Mirrors paddle.nn.functional.nll_loss.</remarks>
    public static Tensor NllLoss(Tensor input, Tensor label, Tensor? weight = null, int ignoreIndex = -100, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("nll_loss", reduction);
        Tensor labels = label.Cast(DType.Int64);
        Tensor loss = new NllLossOp(ignoreIndex).Apply(input, labels, weight);
        if (reduction != "mean")
            return LossReduction.Apply(loss, reduction);
        Tensor factors = weight is null ? LossReduction.Counted(labels, ignoreIndex, input.DType) : HardFactors(labels, weight, ignoreIndex, input.DType);
        return loss.Sum() / NotZero(factors.Sum());
    }

    /// <summary>The Kullback-Leibler divergence of log-probabilities from a target distribution: label · (log label − input).</summary>
    /// <param name="input">Log-probabilities.</param>
    /// <param name="label">Probabilities; terms that are not positive count as 0.</param>
    /// <param name="reduction">mean, batchmean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <param name="logTarget">Whether <paramref name="label"/> holds logarithms.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.kl_div.</remarks>
    public static Tensor KlDiv(Tensor input, Tensor label, string reduction = "mean", string? name = null, bool logTarget = false)
    {
        if (reduction != "batchmean")
            LossReduction.Check("kl_div", reduction);
        Tensor loss = new KldivLossOp(logTarget).Apply(input, label);
        if (reduction != "batchmean")
            return LossReduction.Apply(loss, reduction);
        // A program may not know the number of rows; the mean over them does not need it.
        if (loss.Ndim > 0 && loss.Shape[0] < 0)
            return (loss.Ndim > 1 ? loss.Sum(Enumerable.Range(1, loss.Ndim - 1).ToArray()) : loss).Mean();
        return loss.Sum() / (double)Math.Max(1, loss.Ndim > 0 ? loss.Shape[0] : 1);
    }

    /// <summary>−label · log(input + ε) − (1 − label) · log(1 − input + ε), element by element.</summary>
    /// <param name="input">Probabilities.</param>
    /// <param name="label">Targets between 0 and 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.log_loss.</remarks>
    public static Tensor LogLoss(Tensor input, Tensor label, float epsilon = 1e-4f, string? name = null) => new LogLossOp(epsilon).Apply(input, label);

    /// <summary>The focal loss of sigmoid(logit): easy elements count less.</summary>
    /// <param name="logit">Scores.</param>
    /// <param name="label">Targets between 0 and 1, of the same shape.</param>
    /// <param name="normalizer">What the loss is divided by, one element; null for 1.</param>
    /// <param name="alpha">How much positive targets count against negative ones, 0 to 1.</param>
    /// <param name="gamma">How much less easy elements count; 0 or more.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.sigmoid_focal_loss; Lin et al. 2017.</remarks>
    public static Tensor SigmoidFocalLoss(Tensor logit, Tensor label, Tensor? normalizer = null, float alpha = 0.25f, float gamma = 2f, string reduction = "sum",
        string? name = null)
    {
        LossReduction.Check("sigmoid_focal_loss", reduction);
        if (normalizer is { Size: not 1 })
            throw new InvalidArgumentException($"sigmoid_focal_loss: normalizer {normalizer.Shape} must have one element.");
        Tensor loss = new FocalLossOp(alpha, gamma).Apply(logit, label);
        return LossReduction.Apply(normalizer is null ? loss : loss / normalizer, reduction);
    }

    /// <summary>1 − 2 · |input ∩ label| / (|input| + |label|), averaged over the batch.</summary>
    /// <param name="input">Probabilities, [N, ..., C].</param>
    /// <param name="label">Class numbers, [N, ..., 1].</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.dice_loss.</remarks>
    public static Tensor DiceLoss(Tensor input, Tensor label, float epsilon = 1e-5f, string? name = null)
    {
        if (label.Ndim != input.Ndim || label.Shape[^1] != 1)
            throw new InvalidArgumentException($"dice_loss: label {label.Shape} must have the dimensions of input {input.Shape} with 1 at the end.");
        Tensor target = new OneHotOp(input.Shape[^1], input.DType).Apply(label.Squeeze(-1));
        Ints axes = Enumerable.Range(1, input.Ndim - 1).ToArray();
        Tensor both = (input * target).Sum(axes), all = input.Sum(axes) + target.Sum(axes);
        return (1 - ((both * 2) / (all + epsilon))).Mean();
    }
}
