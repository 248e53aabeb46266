using Trireme.Operators;
using Trireme.Programs;
using F = Trireme.NN.Functional;

namespace Trireme.Static;

/// <content>How good predictions are, computed by the program.</content>
public static partial class Static
{
    /// <summary>Which part of the rows has its label among the k largest scores.</summary>
    /// <param name="input">Scores [N, D].</param>
    /// <param name="label">Class numbers [N, 1], int64.</param>
    /// <param name="k">How many scores count.</param>
    /// <param name="correct">The variable that receives the number of such rows, or null.</param>
    /// <param name="total">The variable that receives the number of rows, or null.</param>
    /// <returns>A 0-D float32 variable.</returns>
    /// <remarks>Mirrors paddle.static.accuracy.</remarks>
    public static Tensor Accuracy(Tensor input, Tensor label, int k = 1, Tensor? correct = null, Tensor? total = null)
    {
        (Tensor values, Tensor indices) = input.Topk(k);
        Tensor[] found = new AccuracyOp().ApplyAll(values, indices, label);
        if (correct is not null)
            found[1].Reshape(correct.Shape).Assign(correct);
        if (total is not null)
            found[2].Reshape(total.Shape).Assign(total);
        return found[0].Reshape(default(Shape));
    }

    /// <summary>The area under the curve of true over false positives, for all batches so far and for the latest ones.</summary>
    /// <param name="input">Probabilities [N, 2]; the last column is that of the positive class.</param>
    /// <param name="label">Classes [N, 1], int64: 0 or 1.</param>
    /// <param name="curve">"ROC" or "PR".</param>
    /// <param name="numThresholds">How finely probabilities are told apart.</param>
    /// <param name="topk">Kept for Paddle's signature.</param>
    /// <param name="slideSteps">How many batches the second area is about; 0 for all.</param>
    /// <param name="insTagWeight">Kept for Paddle's signature: every row counts.</param>
    /// <returns>Both areas, float64, and the counts behind them: of the latest batches, then of all; positive before negative.</returns>
    /// <exception cref="InvalidArgumentException">The curve is not known, or a number is below its least.</exception>
    /// <remarks>Mirrors paddle.static.auc. The counts outlive runs; set them to zeros to begin again.</remarks>
    public static (Tensor AucOut, Tensor BatchAucOut, Tensor[] States) Auc(Tensor input, Tensor label, string curve = "ROC", int numThresholds = 4095, int topk = 1,
        int slideSteps = 1, Tensor? insTagWeight = null)
    {
        if (numThresholds < 1 || slideSteps < 0)
        {
            throw new InvalidArgumentException($"Auc: numThresholds is {numThresholds}, slideSteps {slideSteps}.", null,
                "At least 1 threshold, and 0 steps or more.");
        }
        Tensor[] batch = Counts(Math.Max(1, slideSteps) * (numThresholds + 1)), all = Counts(numThresholds + 1);
        return (Area(all, 0), Area(batch, slideSteps), [.. batch, .. all]);

        Tensor[] Counts(int size) => [Zeros(size), Zeros(size)];

        Tensor Zeros(int size) => CreateGlobalVar([1, size], 0, DType.Int64, persistable: true, name: UniqueName.Generate("auc"));

        Tensor Area(Tensor[] counts, int steps)
        {
            Tensor[] found = new AucOp(curve, numThresholds, steps).ApplyAll(input, label, counts[0], counts[1]);
            found[1].Assign(counts[0]);
            found[2].Assign(counts[1]);
            return found[0];
        }
    }

    /// <summary>Sums over all batches so far from which the measures of click rates follow.</summary>
    /// <param name="input">Predicted probabilities [N, 1].</param>
    /// <param name="label">0 or 1 [N, 1].</param>
    /// <param name="insTagWeight">What the first row says counts for the batch: 0 leaves its number and its q out; 1 where null.</param>
    /// <returns>float32 [1] each: the sums of squared errors, of absolute errors, of predictions, of q (the sigmoid of predictions), of labels, and the number of
    /// rows. The mean error is the second by the last, and so on.</returns>
    /// <exception cref="InvalidArgumentException">The shapes differ.</exception>
    /// <remarks>Mirrors paddle.static.ctr_metric_bundle. The sums outlive runs; set them to zeros to begin again.</remarks>
    public static (Tensor LocalSqrerr, Tensor LocalAbserr, Tensor LocalProb, Tensor LocalQ, Tensor LocalPosNum, Tensor LocalInsNum) CtrMetricBundle(Tensor input,
        Tensor label, Tensor? insTagWeight = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(label);
        if (input.Shape != label.Shape)
            throw new InvalidArgumentException($"CtrMetricBundle: input is {input.Shape}, label {label.Shape}.", "Both are [N, 1].");
        Tensor truth = label.Cast(DType.Float32), prediction = input.Cast(DType.Float32), error = prediction - truth;
        Tensor rows = truth.OnesLike().Sum(), q = F.Sigmoid(prediction).Sum();
        if (insTagWeight is not null)
        {
            Tensor weight = insTagWeight.Cast(DType.Float32).Slice(0, 0, 1).Flatten().Slice(0, 0, 1).Sum();
            (rows, q) = (rows * weight, q * weight);
        }
        return (Total(error.Square().Sum()), Total(error.Abs().Sum()), Total(prediction.Sum()), Total(q), Total(truth.Sum()), Total(rows));

        static Tensor Total(Tensor batch)
        {
            Tensor sum = CreateGlobalVar(1, 0, DType.Float32, persistable: true, name: UniqueName.Generate("ctr_metric_bundle"));
            return (sum + batch.Reshape(1)).Assign(sum);
        }
    }
}
