using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>−log of the probability of finding each row's class in a binary tree by logistic decisions.</summary>
    /// <param name="input">[N, D].</param>
    /// <param name="label">Class numbers [N, 1] or [N], integers.</param>
    /// <param name="numClasses">The number of classes; with a tree of one's own that of its inner nodes.</param>
    /// <param name="weight">A row for each inner node: [numClasses − 1, D], or [numClasses, D] with a tree of one's own.</param>
    /// <param name="bias">One number for each inner node, [.., 1]; none where null.</param>
    /// <param name="pathTable">The inner nodes on each row's way [N, depth], -1 behind its end. Instead of the complete binary tree.</param>
    /// <param name="pathCode">The turn at each of them, 0 or 1, likewise.</param>
    /// <param name="isSparse">Whether gradients are sparse; they are dense here either way.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>[N, 1].</returns>
    /// <exception cref="InvalidArgumentException">There are fewer than two classes, the shapes do not fit, or the tree is incomplete.</exception>
    /// <remarks>Mirrors paddle.nn.functional.hsigmoid_loss; Morin and Bengio 2005.</remarks>
    public static Tensor HsigmoidLoss(Tensor input, Tensor label, int numClasses, Tensor weight, Tensor? bias = null, Tensor? pathTable = null,
        Tensor? pathCode = null, bool isSparse = false, string? name = null)
    {
        int nodes = pathTable is null ? numClasses - 1 : numClasses;
        if (input.Ndim != 2 || (pathTable is null) != (pathCode is null) || weight.Shape != (nodes, input.Shape[1])
            || (bias is not null && bias.Shape.Numel != nodes))
        {
            throw new InvalidArgumentException($"hsigmoid_loss: {numClasses} classes over {input.Shape} do not fit.",
                $"weight {weight.Shape}, bias {bias?.Shape.ToString() ?? "none"}, {(pathTable is null ? "no" : "a")} pathTable and "
                + $"{(pathCode is null ? "no" : "a")} pathCode; the tree has {nodes} inner nodes.",
                "Give [N, D], a row of weights for each inner node, and pathTable and pathCode together or not at all.");
        }
        return new HierarchicalSigmoidOp(numClasses, isSparse).ApplyAll(input, weight, label, pathTable, pathCode, bias)[0];
    }
}
