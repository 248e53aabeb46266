using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The cross entropy of softmax(logits), one loss an element.</summary>
    /// <param name="logits">Scores [.., C, ..].</param>
    /// <param name="label">Class numbers with 1 in place of the classes, or probabilities of the shape of <paramref name="logits"/>.</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">A class number whose elements have loss 0.</param>
    /// <param name="numericStableMode">There for Paddle's signature; the result is stable either way.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <returns>The losses, with 1 in place of the classes.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
    /// <exception cref="OutOfRangeException">A label is no class.</exception>
    /// <remarks>Mirrors paddle.nn.functional.softmax_with_cross_entropy with return_softmax=False.</remarks>
    public static Tensor SoftmaxWithCrossEntropy(Tensor logits, Tensor label, bool softLabel = false, int ignoreIndex = -100, bool numericStableMode = true, int axis = -1)
    {
        if (logits.Ndim == label.Ndim + 1 && !softLabel)
            label = label.Unsqueeze(axis < 0 ? axis + logits.Ndim : axis);
        return new SoftmaxWithCrossEntropyOp(softLabel, ignoreIndex, numericStableMode, axis).Apply(logits, label);
    }

    /// <summary>The cross entropy of softmax(logits) and the softmax itself.</summary>
    /// <param name="logits">Scores [.., C, ..].</param>
    /// <param name="label">Class numbers with 1 in place of the classes, or probabilities of the shape of <paramref name="logits"/>.</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">A class number whose elements have loss 0.</param>
    /// <param name="numericStableMode">There for Paddle's signature.</param>
    /// <param name="returnSoftmax">Chooses this form; the softmax comes with either value.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
    /// <exception cref="OutOfRangeException">A label is no class.</exception>
    /// <remarks>Mirrors paddle.nn.functional.softmax_with_cross_entropy with return_softmax=True.</remarks>
    public static (Tensor Loss, Tensor Softmax) SoftmaxWithCrossEntropy(Tensor logits, Tensor label, bool softLabel, int ignoreIndex, bool numericStableMode,
        bool returnSoftmax, int axis = -1)
        => (SoftmaxWithCrossEntropy(logits, label, softLabel, ignoreIndex, numericStableMode, axis), Softmax(logits, axis));

    /// <summary>The cross entropy of softmax(logits) and the softmax itself, with <paramref name="returnSoftmax"/> named.</summary>
    /// <param name="logits">Scores [.., C, ..].</param>
    /// <param name="label">Class numbers with 1 in place of the classes, or probabilities of the shape of <paramref name="logits"/>.</param>
    /// <param name="returnSoftmax">Chooses this form; the softmax comes with either value.</param>
    /// <param name="softLabel">Whether labels are probabilities.</param>
    /// <param name="ignoreIndex">A class number whose elements have loss 0.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
    /// <exception cref="OutOfRangeException">A label is no class.</exception>
    /// <remarks>Mirrors paddle.nn.functional.softmax_with_cross_entropy with return_softmax=True.</remarks>
    [OverloadResolutionPriority(-1)]
    public static (Tensor Loss, Tensor Softmax) SoftmaxWithCrossEntropy(Tensor logits, Tensor label, bool returnSoftmax, bool softLabel = false, int ignoreIndex = -100, int axis = -1)
        => SoftmaxWithCrossEntropy(logits, label, softLabel, ignoreIndex, true, returnSoftmax, axis);
}
