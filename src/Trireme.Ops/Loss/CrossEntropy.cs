using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The cross entropy of class scores and labels.</summary>
    /// <param name="input">Scores [.., C, ..], or probabilities where <paramref name="useSoftmax"/> is false.</param>
    /// <param name="label">Class numbers without the class axis or with 1 there, or probabilities of the shape of <paramref name="input"/>.</param>
    /// <param name="weight">[C]: how much each class counts.</param>
    /// <param name="ignoreIndex">A class number whose elements do not count.</param>
    /// <param name="reduction">mean (over what counts; with weights over their sum), sum or none.</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="useSoftmax">Whether the input are scores.</param>
    /// <param name="labelSmoothing">How much of each label is spread evenly over the classes, 0 to 1.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>A scalar; with "none" the shape of the labels, soft ones with 1 in place of the classes.</returns>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <exception cref="OutOfRangeException">A label is no class.</exception>
    /// <remarks>Mirrors paddle.nn.functional.cross_entropy.</remarks>
    public static Tensor CrossEntropy(Tensor input, Tensor label, Tensor? weight = null, int ignoreIndex = -100, string reduction = "mean", bool softLabel = false,
        int axis = -1, bool useSoftmax = true, double labelSmoothing = 0, string? name = null)
    {
        LossReduction.Check("cross_entropy", reduction);
        int place = axis < 0 ? axis + input.Ndim : axis;
        if (place < 0 || place >= input.Ndim)
            throw new InvalidArgumentException($"cross_entropy: axis {axis} is outside [{-input.Ndim}, {input.Ndim - 1}].", $"input is {input.Shape}.");
        if (labelSmoothing is < 0 or > 1)
            throw new InvalidArgumentException($"cross_entropy: labelSmoothing is {labelSmoothing}.", "It must be between 0 and 1.");
        if (label.Ndim != input.Ndim && label.Ndim != input.Ndim - 1)
        {
            throw new InvalidArgumentException($"cross_entropy: the label has {label.Ndim} dimensions; the input has {input.Ndim}.",
                $"input is {input.Shape}, label {label.Shape}.", "Labels have as many dimensions as the input, or one less: the class axis left out.");
        }
        if (weight is not null && (weight.Ndim != 1 || weight.Shape[0] != input.Shape[place]))
            throw new InvalidArgumentException($"cross_entropy: weight {weight.Shape} must be [{input.Shape[place]}].", "It has one value a class.");
        bool dropAxis = label.Ndim == input.Ndim - 1;
        if (labelSmoothing > 0)
        {
            if (!softLabel)
                label = OneHotAlong(dropAxis ? label : label.Squeeze(place), input, place);
            (softLabel, dropAxis) = (true, false);
            label = (label.Cast(input.DType) * (1 - labelSmoothing)) + (labelSmoothing / input.Shape[place]);
        }
        else if (dropAxis)
        {
            label = label.Unsqueeze(place);
        }
        if (!softLabel && label.DType.Kind is not (DTypeKind.Int64 or DTypeKind.Int32))
            label = label.Cast(DType.Int64);
        Tensor loss = useSoftmax
            ? new SoftmaxWithCrossEntropyOp(softLabel, ignoreIndex, true, place).Apply(input, label)
            : EntropyOfProbabilities(input, label, softLabel, ignoreIndex, place);
        Tensor? factors = weight is null ? null : softLabel ? SoftFactors(label, weight, place) : HardFactors(label, weight, ignoreIndex, input.DType);
        if (factors is not null)
            loss *= factors;
        if (reduction == "none")
            return dropAxis ? loss.Squeeze(place) : loss;
        if (reduction == "sum")
            return loss.Sum();
        if (factors is not null)
            return loss.Sum() / NotZero(factors.Sum());
        return softLabel ? loss.Mean() : MeanOfCounted(loss, label, ignoreIndex);
    }

    // [.., 1, ..] or [..] class numbers as one-hot vectors along the class axis.
    private static Tensor OneHotAlong(Tensor label, Tensor input, int axis)
    {
        Tensor vectors = new OneHotOp(input.Shape[axis], input.DType).Apply(label.DType == DType.Int32 ? label : label.Cast(DType.Int64));
        return axis == input.Ndim - 1 ? vectors : vectors.Moveaxis(-1, axis);
    }

    private static Tensor EntropyOfProbabilities(Tensor input, Tensor label, bool softLabel, int ignoreIndex, int axis)
    {
        Tensor logs = new ExprOp(Expr.Log(Expr.Input(0))).ApplyAll(input)[0];
        if (softLabel)
            return -(label * logs).Sum([axis], keepdim: true);
        if (input.Ndim == 1)
            return new NllLossOp(ignoreIndex).Apply(logs.Unsqueeze(0), label.Cast(DType.Int64), null);
        Tensor aligned = axis == 1 ? logs : logs.Moveaxis(axis, 1);
        return new NllLossOp(ignoreIndex).Apply(aligned, label.Squeeze(axis).Cast(DType.Int64), null).Unsqueeze(axis);
    }

    // Σ label · weight along the classes.
    private static Tensor SoftFactors(Tensor label, Tensor weight, int axis)
    {
        var shape = new int[label.Ndim];
        Array.Fill(shape, 1);
        shape[axis] = weight.Shape[0];
        return (label * weight.Reshape(shape)).Sum([axis], keepdim: true);
    }

    // weight[label], 0 where the label is ignored.
    private static Tensor HardFactors(Tensor label, Tensor weight, int ignoreIndex, DType dtype)
    {
        Tensor counted = LossReduction.Counted(label, ignoreIndex, label.DType);
        Tensor rows = new LookupTableOp().Apply(weight.Reshape([weight.Shape[0], 1]), label * counted).Reshape(label.Shape);
        return rows * counted.Cast(dtype);
    }

    private static Tensor MeanOfCounted(Tensor loss, Tensor label, int ignoreIndex)
        => CountsAll(label, ignoreIndex) ? loss.Mean() : loss.Sum() / NotZero(LossReduction.Counted(label, ignoreIndex, loss.DType).Sum());

    // Whether no label is ignored, known without an operator where the labels have values.
    private static bool CountsAll(Tensor label, int ignoreIndex)
    {
        if (label.IsSymbolic)
            return false;
        return label.DType == DType.Int64 ? !label.Span<long>().Contains(ignoreIndex) : !label.Span<int>().Contains(ignoreIndex);
    }

    // The sum itself, 1 where it is 0: the mean of nothing is 0.
    private static Tensor NotZero(Tensor sum) => sum + sum.Equal(sum.ZerosLike()).Cast(sum.DType);
}
