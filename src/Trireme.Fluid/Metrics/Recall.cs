namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>Of the positive examples, the share that was predicted positive.</summary>
    /// <param name="name">What it is called; the class name where null.</param>
    /// <remarks>Mirrors fluid.metrics.Recall. A prediction above 0.5 is positive; 0 where there is nothing to count.</remarks>
    public sealed class Recall(string? name = null) : MetricBase(name)
    {
        private long _true, _false;

        /// <inheritdoc/>
        public override void Reset() => (_true, _false) = (0, 0);

        /// <summary>Takes in a batch.</summary>
        /// <param name="preds">The probabilities of the positive class.</param>
        /// <param name="labels">The labels 0 or 1, as many.</param>
        /// <exception cref="InvalidArgumentException">Not as many labels as predictions came.</exception>
        public override void Update(Tensor preds, Tensor labels)
        {
            if (preds.Size != labels.Size)
                throw new InvalidArgumentException($"Recall.Update: the predictions {preds.Shape} and labels {labels.Shape} are not as many.");
            double[] probabilities = preds.Cast(DType.Float64).ToArray<double>();
            foreach ((int i, long label) in labels.Cast(DType.Int64).ToArray<long>().Index())
            {
                bool positive = Math.Round(probabilities[i]) == 1;
                if (positive && label == 1)
                    _true++;
                else if (!positive && label == 1)
                    _false++;
            }
        }

        /// <summary>Takes in a batch.</summary>
        /// <param name="results">Predictions and labels.</param>
        public override void Update(params Tensor[] results)
        {
            Require(results, 2, "predictions and labels");
            Update(results[0], results[1]);
        }

        /// <summary>The share over all batches.</summary>
        /// <returns>One number.</returns>
        public override double[] Eval() => [_true + _false == 0 ? 0 : (double)_true / (_true + _false)];

        /// <inheritdoc/>
        public override IReadOnlyDictionary<string, double> GetConfig() => new Dictionary<string, double> { ["tp"] = _true, ["fn"] = _false };
    }
}
