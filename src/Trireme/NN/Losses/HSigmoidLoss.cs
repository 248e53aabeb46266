using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>−log of the probability of finding each row's class in a binary tree by logistic decisions: [N, D] and [N, 1] → [N, 1].</summary>
/// <remarks>Mirrors paddle.nn.HSigmoidLoss; Morin and Bengio 2005. Costs O(log C) for each row, a softmax O(C).</remarks>
public sealed class HSigmoidLoss : Layer
{
    private readonly int _numClasses;
    private readonly bool _isCustom, _isSparse;

    /// <summary>The layer.</summary>
    /// <param name="featureSize">D.</param>
    /// <param name="numClasses">The number of classes, at least 2; with a tree of one's own that of its inner nodes.</param>
    /// <param name="weightAttr">How the weights are made: a row for each inner node.</param>
    /// <param name="biasAttr">How the bias is made: one for each inner node; <c>false</c> for none.</param>
    /// <param name="isCustom">Whether the tree is one's own; its paths are then given with each call.</param>
    /// <param name="isSparse">Whether gradients are sparse; they are dense here either way.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">There are no features, or fewer than two classes.</exception>
    public HSigmoidLoss(int featureSize, int numClasses, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, bool isCustom = false, bool isSparse = false,
        string? name = null)
    {
        if (featureSize < 1 || numClasses < (isCustom ? 1 : 2))
            throw new InvalidArgumentException($"HSigmoidLoss: {numClasses} classes over {featureSize} features are not possible.",
                "There must be at least 1 feature and 2 classes.");
        (_numClasses, _isCustom, _isSparse, Name) = (numClasses, isCustom, isSparse, name);
        int nodes = isCustom ? numClasses : numClasses - 1;
        Weight = CreateParameter((nodes, featureSize), weightAttr);
        Bias = CreateBias((nodes, 1), biasAttr);
    }

    /// <summary>The weights: a row for each inner node.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, one number for each inner node; or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label)
        => !_isCustom ? F.HsigmoidLoss(input, label, _numClasses, Weight, Bias, isSparse: _isSparse)
            : throw new InvalidArgumentException("HSigmoidLoss: the tree is one's own, but its paths are not given.", null,
                "Call it with input, label, pathTable and pathCode.");

    /// <summary>The cost in a tree of one's own.</summary>
    /// <param name="inputs">The input, the label, the inner nodes on each row's way and the turns there; or the first two alone.</param>
    /// <exception cref="InvalidArgumentException">The layer was made for the complete tree.</exception>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        if (inputs.Length != 4)
            return base.Forward(inputs);
        return _isCustom ? [F.HsigmoidLoss(inputs[0], inputs[1], _numClasses, Weight, Bias, inputs[2], inputs[3], _isSparse)]
            : throw new InvalidArgumentException("HSigmoidLoss: paths are given, but the tree is the complete one.", null,
                "Make the layer with isCustom: true.");
    }
}
