namespace Trireme.Operators;

/// <summary>
/// OutMeanIou [1] = the mean over the classes that occur of right / (right + wrong): Predictions and Labels are class numbers of one shape. A wrong prediction
/// counts for both classes. OutWrong, OutCorrect [classes] = the counts.
/// </summary>
/// <param name="NumClasses">The number of classes.</param>
[Op("mean_iou", "Predictions, Labels, InWrongs*, InCorrects*, InMeanIou* -> OutMeanIou, OutWrong, OutCorrect", NoGradient = "Its inputs are labels.")]
public sealed record MeanIouOp(int NumClasses) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(NumClasses > 0, $"num_classes is {NumClasses}; it must be positive.");
        c["OutMeanIou"] = new TensorMeta(1, DType.Float32);
        c["OutWrong"] = c["OutCorrect"] = new TensorMeta(NumClasses, DType.Int32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        long[] predictions = Sequences.Integers(c["Predictions"]), labels = Sequences.Integers(c["Labels"]);
        c.Require(predictions.Length == labels.Length, "Predictions and Labels have different sizes.");
        int[] wrong = Given("InWrongs"), right = Given("InCorrects");
        for (int i = 0; i < labels.Length; i++)
        {
            c.Require(predictions[i] >= 0 && predictions[i] < NumClasses && labels[i] >= 0 && labels[i] < NumClasses, $"the classes {predictions[i]} and {labels[i]} are not both in [0, {NumClasses - 1}].");
            if (predictions[i] == labels[i])
            {
                right[labels[i]]++;
                continue;
            }
            wrong[predictions[i]]++;
            wrong[labels[i]]++;
        }
        double[] shares = Enumerable.Range(0, NumClasses).Where(i => right[i] + wrong[i] > 0).Select(i => (double)right[i] / (right[i] + wrong[i])).ToArray();
        double mean = (shares.Length == 0 ? 0 : shares.Average()) + c.List("InMeanIou").Sum(t => t.Cast(DType.Float64).ToArray<double>()[0]);
        c["OutMeanIou"] = Tensor.From<float>([(float)mean], 1);
        (c["OutWrong"], c["OutCorrect"]) = (Tensor.From<int>(wrong, NumClasses), Tensor.From<int>(right, NumClasses));

        int[] Given(string slot)
        {
            var sums = new int[NumClasses];
            foreach (Tensor counts in c.List(slot))
            {
                int[] values = counts.ToArray<int>();
                c.Require(values.Length == NumClasses, $"{slot} must have {NumClasses} counts.");
                for (int i = 0; i < sums.Length; i++)
                    sums[i] += values[i];
            }
            return sums;
        }
    }
}
