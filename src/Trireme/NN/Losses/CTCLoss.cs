using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Connectionist temporal classification: the negative log likelihood of label sequences, summed over all alignments.</summary>
/// <param name="blank">The number of the blank label.</param>
/// <param name="reduction"><c>mean</c> (each loss divided by its label's length), <c>sum</c> or <c>none</c>.</param>
/// <remarks>Mirrors paddle.nn.CTCLoss; Graves et al. 2006.</remarks>
public sealed class CTCLoss(int blank = 0, string reduction = "mean") : Layer
{
    /// <summary>The loss.</summary>
    /// <param name="logProbs">Logits [T, N, classes].</param>
    /// <param name="labels">Labels [N, longest], int32 or int64.</param>
    /// <param name="inputLengths">How many steps of each example count, [N].</param>
    /// <param name="labelLengths">How many labels of each example count, [N].</param>
    /// <param name="normByTimes">Whether gradients are divided by the number of steps.</param>
    public Tensor Forward(Tensor logProbs, Tensor labels, Tensor inputLengths, Tensor labelLengths, bool normByTimes = false)
        => F.CtcLoss(logProbs, labels, inputLengths, labelLengths, blank, reduction, normByTimes);

    /// <summary>The loss of four inputs: logits, labels, input lengths, label lengths.</summary>
    /// <param name="inputs">The inputs.</param>
    public override Tensor[] Forward(params Tensor[] inputs) => [Forward(inputs[0], inputs[1], inputs[2], inputs[3])];
}
