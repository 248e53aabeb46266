using Trireme.Operators;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Measures that go on over batches, and over images.</content>
public static partial class Layers
{
    /// <summary>The area under the curve of true over false positives, over all batches so far and over the last ones.</summary>
    /// <param name="input">Probabilities [N, 2]; the second column is that of a positive.</param>
    /// <param name="label">0 or 1: int64 [N, 1].</param>
    /// <param name="curve"><c>ROC</c>, or <c>PR</c> for precision over recall.</param>
    /// <param name="numThresholds">How finely probabilities are told apart.</param>
    /// <param name="topk">Kept for Paddle's signature.</param>
    /// <param name="slideSteps">How many batches the second value covers; 0 for all.</param>
    /// <returns>Both values, float64 [1], and the counts they come from: those of the last batches, positive and negative, and those of all.</returns>
    /// <exception cref="InvalidArgumentException">The curve is not known, or a number is below its least.</exception>
    /// <remarks>Mirrors fluid.layers.auc. The counts outlive runs; set them to zero to begin anew.</remarks>
    public static (Tensor Auc, Tensor BatchAuc, Tensor[] States) Auc(Tensor input, Tensor label, string curve = "ROC", int numThresholds = 4095, int topk = 1,
        int slideSteps = 1)
    {
        (Tensor all, Tensor batch, Tensor[] states) = Graph.Auc(input, label, curve, numThresholds, topk, slideSteps);
        return (One(all), One(batch), states);
    }

    /// <summary>The mean over classes of intersection over union of predicted and true class numbers.</summary>
    /// <param name="input">Predicted classes, int32 or int64.</param>
    /// <param name="label">True classes, of the same shape.</param>
    /// <param name="numClasses">The number of classes.</param>
    /// <returns>The mean over the classes that occur, float32 [1]; of each class how often it was missed or wrongly predicted, and how often right, int32 [classes].</returns>
    /// <exception cref="InvalidArgumentException">The number of classes is not positive.</exception>
    /// <remarks>Mirrors fluid.layers.mean_iou.</remarks>
    public static (Tensor MeanIou, Tensor OutWrong, Tensor OutCorrect) MeanIou(Tensor input, Tensor label, int numClasses)
    {
        Tensor[] results = new MeanIouOp(numClasses).ApplyAll(input, label);
        return (results[0], results[1], results[2]);
    }
}
