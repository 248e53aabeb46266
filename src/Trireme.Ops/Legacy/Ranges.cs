namespace Trireme.Operators;

/// <summary>Out = Start, Start + Step, ... below End.</summary>
[Op("range", "Start, End, Step -> Out", NoGradient = "Its result is constant.")]
public sealed record RangeOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["Start"] with { Shape = -1 };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        DType dtype = c["Start"].DType;
        c["Out"] = dtype.IsFloating
            ? Paddle.Arange(Number(c["Start"]), Number(c["End"]), Number(c["Step"]), dtype)
            : Paddle.Arange((long)Number(c["Start"]), (long)Number(c["End"]), (long)Number(c["Step"]), dtype);
    }

    internal static double Number(Tensor x) => x.Cast(DType.Float64).ToArray<double>()[0];
}

/// <summary>Out = Num numbers from Start to Stop, equally far apart.</summary>
/// <param name="Dtype">The element type of the result.</param>
[Op("linspace", "Start, Stop, Num -> Out", NoGradient = "Its result is constant.")]
public sealed record LinspaceOp(DType Dtype = default) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = new TensorMeta(-1, Dtype.Kind == DTypeKind.Undefined ? c["Start"].DType : Dtype);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = Paddle.Linspace(RangeOp.Number(c["Start"]), RangeOp.Number(c["Stop"]), (int)RangeOp.Number(c["Num"]), Dtype.Kind == DTypeKind.Undefined ? c["Start"].DType : Dtype);
}

/// <summary>
/// AUC = the area under the curve of true over false positives, from counts by predicted probability that go on from batch to batch: Predict [N, 2],
/// Label [N, 1], StatPos and StatNeg int64 [.., thresholds + 1].
/// </summary>
/// <param name="Curve">ROC or PR.</param>
/// <param name="NumThresholds">How finely probabilities are told apart.</param>
/// <param name="SlideSteps">How many batches count; 0 for all.</param>
[Op("auc", "Predict, Label, StatPos, StatNeg -> AUC, StatPosOut, StatNegOut", NoGradient = "Its result is a count.")]
public sealed record AucOp(string Curve = "ROC", int NumThresholds = 4095, int SlideSteps = 1) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Curve is "ROC" or "PR", $"curve {Curve} is not known.", "It is ROC or PR.");
        c["AUC"] = new TensorMeta(default, DType.Float64);
        (c["StatPosOut"], c["StatNegOut"]) = (c["StatPos"], c["StatNeg"]);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int width = NumThresholds + 1, columns = c["Predict"].Shape[^1];
        double[] predicted = c["Predict"].Cast(DType.Float64).ToArray<double>();
        long[] labels = Sequences.Integers(c["Label"]), positive = Sequences.Integers(c["StatPos"]), negative = Sequences.Integers(c["StatNeg"]);
        int rows = positive.Length / width;
        c.Require(rows >= Math.Max(1, SlideSteps) && positive.Length == negative.Length, $"StatPos and StatNeg must hold {Math.Max(1, SlideSteps)} x {width} counts.");
        // The latest batch stands first; the oldest falls out.
        if (SlideSteps > 0)
        {
            foreach (long[] counts in new[] { positive, negative })
            {
                Array.Copy(counts, 0, counts, width, (SlideSteps - 1) * width);
                Array.Clear(counts, 0, width);
            }
        }
        for (int i = 0; i < labels.Length; i++)
        {
            double probability = predicted[(i * columns) + columns - 1];
            c.Require(probability is >= 0 and <= 1, $"the prediction {probability} is no probability.");
            (labels[i] > 0 ? positive : negative)[(int)((float)probability * NumThresholds)]++;
        }
        c["AUC"] = Tensor.From<double>([Area(positive, negative, width, Math.Max(1, SlideSteps))], default);
        c["StatPosOut"] = Tensor.From<long>(positive, c["StatPos"].Shape).Cast(c["StatPos"].DType);
        c["StatNegOut"] = Tensor.From<long>(negative, c["StatNeg"].Shape).Cast(c["StatNeg"].DType);
    }

    private double Area(long[] positive, long[] negative, int width, int steps)
    {
        double truePositives = 0, falsePositives = 0, area = 0;
        double allPositives = positive.Take(width * steps).Sum();
        for (int bucket = width - 1; bucket >= 0; bucket--)
        {
            double beforeTrue = truePositives, beforeFalse = falsePositives;
            for (int step = 0; step < steps; step++)
            {
                truePositives += positive[(step * width) + bucket];
                falsePositives += negative[(step * width) + bucket];
            }
            if (Curve == "ROC")
                area += (falsePositives - beforeFalse) * (truePositives + beforeTrue) / 2;
            else if (allPositives > 0 && truePositives + falsePositives > 0)
                area += (truePositives - beforeTrue) / allPositives * truePositives / (truePositives + falsePositives);
        }
        return Curve == "PR" ? area : truePositives > 0 && falsePositives > 0 ? area / truePositives / falsePositives : 0;
    }
}
