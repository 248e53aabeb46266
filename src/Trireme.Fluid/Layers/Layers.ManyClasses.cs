using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;
using F = Trireme.NN.Functional;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Losses over many classes, and losses for rankings.</content>
public static partial class Layers
{
    /// <inheritdoc cref="Graph.NN.Nce"/>
    public static Tensor Nce(Tensor input, Tensor label, int numTotalClasses, Tensor? sampleWeight = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
        int? numNegSamples = null, string? name = null, string sampler = "uniform", IReadOnlyList<double>? customDist = null, int seed = 0, bool isSparse = false)
        => Graph.NN.Nce(input, label, numTotalClasses, sampleWeight, paramAttr, biasAttr, numNegSamples, name, sampler, customDist, seed, isSparse);

    /// <summary>−log of the probability of finding each row's class in a binary tree by logistic decisions: [N, 1].</summary>
    /// <param name="input">[N, D].</param>
    /// <param name="label">Class numbers [N, 1], int64.</param>
    /// <param name="numClasses">The number of classes; with a tree of one's own that of its inner nodes.</param>
    /// <param name="paramAttr">How the weights are made: a row for each inner node.</param>
    /// <param name="biasAttr">How the bias is made: one for each inner node; false for none.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <param name="pathTable">The inner nodes on each row's way [N, depth], -1 behind its end. Instead of the complete binary tree.</param>
    /// <param name="pathCode">The turn at each of them, 0 or 1, likewise.</param>
    /// <param name="isCustom">Whether the tree is one's own.</param>
    /// <param name="isSparse">Whether gradients are sparse; they are dense here either way.</param>
    /// <exception cref="InvalidArgumentException">There are fewer than two classes, or the tree is incomplete.</exception>
    /// <remarks>Mirrors fluid.layers.hsigmoid; Morin and Bengio 2005.</remarks>
    public static Tensor Hsigmoid(Tensor input, Tensor label, int numClasses, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string? name = null,
        Tensor? pathTable = null, Tensor? pathCode = null, bool isCustom = false, bool isSparse = false)
    {
        if (input.Ndim != 2 || (!isCustom && numClasses < 2) || isCustom != (pathTable is not null) || isCustom != (pathCode is not null))
        {
            throw new InvalidArgumentException($"hsigmoid: {numClasses} classes over {input.Shape} with {(pathTable is null ? "no" : "a")} pathTable and {(pathCode is null ? "no" : "a")} pathCode do not fit.",
                "The input is [N, D]; there are at least two classes.", "Give pathTable, pathCode and isCustom: true together or not at all.");
        }
        int nodes = isCustom ? numClasses : numClasses - 1;
        var layer = new LayerParameters("hierarchical_sigmoid", name);
        Tensor weight = layer.Require((nodes, input.Shape[1]), input.DType, paramAttr);
        Tensor? bias = layer.Create((nodes, 1), input.DType, biasAttr, isBias: true);
        return new HierarchicalSigmoidOp(numClasses, isSparse).ApplyAll(input, weight, label, pathTable, pathCode, bias)[0];
    }

    /// <summary>The cross entropy of a softmax over each row's own classes and some that are drawn: [N, 1].</summary>
    /// <param name="logits">Scores [N, classes].</param>
    /// <param name="label">Class numbers [N, numTrue], int64.</param>
    /// <param name="numSamples">How many classes are drawn; all rows share them.</param>
    /// <param name="numTrue">How many classes each row has; its loss is their mean.</param>
    /// <param name="removeAccidentalHits">Whether drawn classes that are a row's own count nothing there.</param>
    /// <param name="useCustomizedSamples">Whether samples are given instead of drawn.</param>
    /// <param name="customizedSamples">Class numbers [N, numTrue + numSamples], each row's own first.</param>
    /// <param name="customizedProbabilities">Their probabilities, likewise.</param>
    /// <param name="seed">Where the draws begin; 0 takes the generator's.</param>
    /// <exception cref="InvalidArgumentException">Numbers or shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.sampled_softmax_with_cross_entropy; Jean et al. 2014.</remarks>
    public static Tensor SampledSoftmaxWithCrossEntropy(Tensor logits, Tensor label, int numSamples, int numTrue = 1, bool removeAccidentalHits = true,
        bool useCustomizedSamples = false, Tensor? customizedSamples = null, Tensor? customizedProbabilities = null, int seed = 0)
    {
        if (label.Ndim != 2 || label.Shape[1] != numTrue)
            throw new InvalidArgumentException($"sampled_softmax_with_cross_entropy: the label is {label.Shape}.", $"Each row has {numTrue} classes: [N, {numTrue}] is needed.", "Give numTrue.");
        Tensor[] sampled = new SampleLogitsOp(useCustomizedSamples, true, removeAccidentalHits, numSamples, seed)
            .ApplyAll(logits, label, useCustomizedSamples ? customizedSamples : null, useCustomizedSamples ? customizedProbabilities : null);
        // The own classes stand first, whichever they are.
        Tensor targets = new OneHotOp(numTrue + numSamples, logits.DType).Apply(sampled[3], null).Sum([1]) / numTrue;
        return F.SoftmaxWithCrossEntropy(sampled[2], targets, softLabel: true);
    }

    /// <summary>Bayesian personalized ranking: the mean of −log(sigmoid(score of the label − score of another)) over all others, [N, 1].</summary>
    /// <param name="input">Scores [N, classes].</param>
    /// <param name="label">Class numbers [N, 1], int64.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">There is only one class.</exception>
    /// <remarks>Mirrors fluid.layers.bpr_loss; Hidasi et al. 2016.</remarks>
    public static Tensor BprLoss(Tensor input, Tensor label, string? name = null) => new BprLossOp().Apply(input, label);

    /// <summary>A logistic loss for clicks, and one for what a teacher thinks of them: [N, 1].</summary>
    /// <param name="input">Scores [N, 1].</param>
    /// <param name="label">−2: no click, −1: click; from 0 to 1: no click and the teacher's probability, from 1 to 2: click and that probability + 1.</param>
    /// <param name="softMaxUpBound">Above it scores have no gradient.</param>
    /// <param name="softMaxLowerBound">Below it scores have no gradient.</param>
    /// <exception cref="InvalidArgumentException">The bounds leave nothing between them.</exception>
    /// <remarks>Mirrors fluid.layers.teacher_student_sigmoid_loss.</remarks>
    public static Tensor TeacherStudentSigmoidLoss(Tensor input, Tensor label, double softMaxUpBound = 15.0, double softMaxLowerBound = -15.0)
        => new TeacherStudentSigmoidLossOp((float)softMaxUpBound, (float)softMaxLowerBound).Apply(input, label);
}
