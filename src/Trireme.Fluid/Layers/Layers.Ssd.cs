using Trireme.Operators;
using Trireme.Vision.Transforms;

namespace Trireme.Fluid;

/// <content>The single shot detector: which boxes stand for which objects, its loss, its heads.</content>
public static partial class Layers
{
    /// <summary>Pairs rows with columns by the largest distances, greedily.</summary>
    /// <param name="distMatrix">[rows, M], the rows of one image as one sequence.</param>
    /// <param name="matchType">bipartite, or per_prediction: then columns left over take their nearest row; bipartite where null.</param>
    /// <param name="distThreshold">The least distance for that; 0.5 where null.</param>
    /// <param name="name">Not used.</param>
    /// <returns>int32 [images, M]: each column's row, -1 for none; and their distances.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.bipartite_match.</remarks>
    public static (Tensor MatchedIndices, Tensor MatchedDistance) BipartiteMatch(Tensor distMatrix, string? matchType = null, double? distThreshold = null,
        string? name = null)
    {
        Tensor[] y = new BipartiteMatchOp(matchType ?? "bipartite", (float)(distThreshold ?? 0.5)).ApplyAll(distMatrix);
        return (y[0], y[1]);
    }

    /// <summary>What each prediction shall become: the row of its match; elsewhere a fixed value that does not count.</summary>
    /// <param name="input">[rows, P, K], the rows of one image as one sequence.</param>
    /// <param name="matchedIndices">int32 [images, M].</param>
    /// <param name="negativeIndices">int32 [chosen, 1]: predictions that count with the fixed value, those of one image as one sequence.</param>
    /// <param name="mismatchValue">The fixed value; 0 where null.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[images, M, K], and [images, M, 1]: 1 where it counts.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.target_assign.</remarks>
    public static (Tensor Out, Tensor OutWeight) TargetAssign(Tensor input, Tensor matchedIndices, Tensor? negativeIndices = null, int? mismatchValue = null,
        string? name = null)
    {
        Tensor[] y = new TargetAssignOp(mismatchValue ?? 0).ApplyAll(input, matchedIndices, negativeIndices);
        return (y[0], y[1]);
    }

    /// <summary>The loss of a single shot detector: where its boxes are, and what is in them.</summary>
    /// <param name="location">[N, M, 4]: the predicted boxes, relative to the prior ones.</param>
    /// <param name="confidence">[N, M, classes]: scores before the softmax.</param>
    /// <param name="gtBox">[objects, 4], those of one image as one sequence.</param>
    /// <param name="gtLabel">int32 or int64 [objects, 1], likewise.</param>
    /// <param name="priorBox">[M, 4].</param>
    /// <param name="priorBoxVar">[M, 4], or null for 1.</param>
    /// <param name="backgroundLabel">The class of boxes without an object.</param>
    /// <param name="overlapThreshold">A box with per_prediction stands for an object that it overlaps by as much.</param>
    /// <param name="negPosRatio">How many boxes without an object count for each with one: those with the largest loss.</param>
    /// <param name="negOverlap">Only those that overlap every object by less.</param>
    /// <param name="locLossWeight">The factor of the places' loss.</param>
    /// <param name="confLossWeight">The factor of the classes' loss.</param>
    /// <param name="matchType">bipartite or per_prediction.</param>
    /// <param name="miningType">max_negative.</param>
    /// <param name="normalize">Whether the loss is divided by the number of boxes with an object.</param>
    /// <param name="sampleSize">Not used with max_negative.</param>
    /// <returns>[N, 1].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.ssd_loss; Liu et al. 2016. Gradients reach <paramref name="location"/> and <paramref name="confidence"/>.</remarks>
    public static Tensor SsdLoss(Tensor location, Tensor confidence, Tensor gtBox, Tensor gtLabel, Tensor priorBox, Tensor? priorBoxVar = null,
        int backgroundLabel = 0,
        double overlapThreshold = 0.5, double negPosRatio = 3, double negOverlap = 0.5, double locLossWeight = 1, double confLossWeight = 1,
        string matchType = "per_prediction", string miningType = "max_negative", bool normalize = true, int? sampleSize = null)
    {
        if (miningType != "max_negative")
            throw new InvalidArgumentException($"ssd_loss: miningType '{miningType}' is not known.", "It is max_negative.");
        if (location.Ndim != 3 || confidence.Ndim != 3 || priorBox.Ndim != 2 || priorBox.Shape[0] < 1)
            throw new InvalidArgumentException($"ssd_loss: location {location.Shape}, confidence {confidence.Shape} and priorBox {priorBox.Shape} do not fit.",
                "They must be [N, M, 4], [N, M, classes] and [M, 4] with a known M.");
        int priors = priorBox.Shape[0], classes = confidence.Shape[2];
        (Tensor matched, Tensor distance) = BipartiteMatch(IouSimilarity(gtBox, priorBox), matchType, overlapThreshold);
        // The classes' loss as things stand says which boxes without an object are hardest.
        Tensor label = gtLabel.Reshape([-1, 1, 1]), scores = confidence.Reshape([-1, classes]);
        Tensor loss = ClassLoss(scores, TargetAssign(label, matched, null, backgroundLabel).Out).Reshape([-1, priors]);
        Tensor[] mined = new MineHardExamplesOp((float)negPosRatio, (float)negOverlap, sampleSize ?? 0, miningType).ApplyAll(loss, default, matched, distance);
        (Tensor boxes, Tensor boxCounts) = TargetAssign(BoxCoder(priorBox, priorBoxVar, gtBox), mined[1], null, backgroundLabel);
        (Tensor labels, Tensor labelCounts) = TargetAssign(label, mined[1], mined[0], backgroundLabel);
        Tensor confidenceLoss = ClassLoss(scores, labels) * labelCounts.Reshape([-1, 1]);
        Tensor placeLoss = new SmoothL1LossOp().ApplyAll(location.Reshape([-1, 4]), boxes.Reshape([-1, 4]), default, default)[1] * boxCounts.Reshape([-1, 1]);
        Tensor sum = ((confidenceLoss * confLossWeight) + (placeLoss * locLossWeight)).Reshape([-1, priors]).Sum(1, keepdim: true);
        return normalize ? sum / boxCounts.Sum() : sum;
    }

    private static Tensor ClassLoss(Tensor scores, Tensor labels) => new SoftmaxWithCrossEntropyOp().ApplyAll(scores, labels.Reshape([-1,
        1]).Cast(DType.Int64))[0];

    /// <summary>The heads of a single shot detector: convolutions that predict boxes and classes on several feature maps.</summary>
    /// <param name="inputs">The feature maps, the finest first.</param>
    /// <param name="image">The images.</param>
    /// <param name="baseSize">The images' side, of which <paramref name="minRatio"/> and <paramref name="maxRatio"/> are percents.</param>
    /// <param name="numClasses">The number of classes, the background among them.</param>
    /// <param name="aspectRatios">Widths over heights, for each map.</param>
    /// <param name="minRatio">The smallest boxes of the second map, in percent.</param>
    /// <param name="maxRatio">The smallest boxes of the last map, in percent.</param>
    /// <param name="minSizes">Sides of the smaller squares for each map, in pixels; from the ratios where null. Needed with one or two maps.</param>
    /// <param name="maxSizes">Sides that give a further square, for each map.</param>
    /// <param name="steps">The distances of places for each map, along both axes.</param>
    /// <param name="stepW">The same along the width.</param>
    /// <param name="stepH">The same along the height.</param>
    /// <param name="offset">Where in its cell a place lies.</param>
    /// <param name="variance">Four numbers; 0.1, 0.1, 0.2, 0.2 where null.</param>
    /// <param name="flip">Whether each ratio is taken upside down, too.</param>
    /// <param name="clip">Whether boxes end at the image's borders.</param>
    /// <param name="kernelSize">The convolutions' filters.</param>
    /// <param name="pad">Zeros around the maps.</param>
    /// <param name="stride">The filters' steps.</param>
    /// <param name="name">Not used.</param>
    /// <param name="minMaxAspectRatiosOrder">Whether both squares come before the boxes of other ratios.</param>
    /// <returns>Places [N, M, 4], scores [N, M, classes], and for all maps together the prior boxes [M, 4] and their variances.</returns>
    /// <exception cref="InvalidArgumentException">There is not one entry for each map, or sizes can be had from nothing.</exception>
    /// <remarks>Mirrors fluid.layers.multi_box_head; Liu et al. 2016. The maps' channels, heights and widths must be known.</remarks>
    public static (Tensor MboxLocs, Tensor MboxConfs, Tensor Box, Tensor Var) MultiBoxHead(IReadOnlyList<Tensor> inputs, Tensor image, double baseSize,
        int numClasses,
        IReadOnlyList<Numbers> aspectRatios, int? minRatio = null, int? maxRatio = null, IReadOnlyList<Numbers>? minSizes = null,
        IReadOnlyList<Numbers>? maxSizes = null,
        IReadOnlyList<double>? steps = null, IReadOnlyList<double>? stepW = null, IReadOnlyList<double>? stepH = null, double offset = 0.5,
        IReadOnlyList<double>? variance = null, bool flip = true, bool clip = false, int kernelSize = 1, int pad = 0, int stride = 1, string? name = null,
        bool minMaxAspectRatiosOrder = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (minSizes is null)
            (minSizes, maxSizes) = SizesFromRatios(inputs.Count, baseSize, minRatio, maxRatio);
        RequireEach(aspectRatios.Count, "aspectRatios");
        RequireEach(minSizes.Count, "minSizes");
        RequireEach(maxSizes?.Count ?? inputs.Count, "maxSizes");
        RequireEach((steps ?? stepW)?.Count ?? inputs.Count, steps is null ? "stepW" : "steps");
        RequireEach((steps ?? stepH)?.Count ?? inputs.Count, "stepH");
        var places = new List<Tensor>();
        var scores = new List<Tensor>();
        var boxes = new List<Tensor>();
        var variances = new List<Tensor>();
        for (int i = 0; i < inputs.Count; i++)
        {
            double[] step = [(steps ?? stepW)?[i] ?? 0, (steps ?? stepH)?[i] ?? 0];
            (Tensor box, Tensor var) = PriorBox(inputs[i], image, minSizes[i], maxSizes?[i] ?? default, aspectRatios[i], variance, flip, clip, step, offset,
                minMaxAspectRatiosOrder: minMaxAspectRatiosOrder);
            int each = box.Shape[2];
            boxes.Add(box.Reshape([-1, 4]));
            variances.Add(var.Reshape([-1, 4]));
            places.Add(Head(inputs[i], each, 4));
            scores.Add(Head(inputs[i], each, numClasses));
        }
        return (Paddle.Concat(places, 1), Paddle.Concat(scores, 1), Paddle.Concat(boxes), Paddle.Concat(variances));

        Tensor Head(Tensor map, int each, int width)
        {
            Tensor rows = Conv2d(map, each * width, kernelSize, stride, pad).Transpose([0, 2, 3, 1]);
            bool known = rows.Shape[1] > 0 && rows.Shape[2] > 0;
            return rows.Reshape(known ? [-1, rows.Shape[1] * rows.Shape[2] * each, width] : [0, -1, width]);
        }

        void RequireEach(int count, string what)
        {
            if (count != inputs.Count)
                throw new InvalidArgumentException($"multi_box_head: {what} has {count} entries for {inputs.Count} inputs.", null, "Give one for each.");
        }
    }

    private static (Numbers[] Min, Numbers[] Max) SizesFromRatios(int maps, double baseSize, int? minRatio, int? maxRatio)
    {
        if (maps <= 2 || minRatio is not { } least || maxRatio is not { } most || most < least)
            throw new InvalidArgumentException($"multi_box_head: sizes for {maps} inputs cannot be had from minRatio {minRatio} and maxRatio {maxRatio}.", null,
                "Give minSizes, or both ratios with three inputs or more.");
        int step = Math.Max(1, (int)Math.Floor((most - least) / (double)(maps - 2)));
        var min = new List<Numbers> { baseSize * 0.1 };
        var max = new List<Numbers> { baseSize * 0.2 };
        for (int ratio = least; ratio <= most; ratio += step)
        {
            min.Add(baseSize * ratio / 100);
            max.Add(baseSize * (ratio + step) / 100);
        }
        return (min.ToArray(), max.ToArray());
    }
}
