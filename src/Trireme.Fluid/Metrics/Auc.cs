namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>The area under the receiver operating characteristic: how often a positive example scores above a negative one.</summary>
    /// <remarks>Mirrors fluid.metrics.Auc. Scores are sorted into buckets, so the result is approximate to about 1 / numThresholds.</remarks>
    public sealed class Auc : MetricBase
    {
        private readonly Trireme.Metrics.Auc _area;
        private readonly int _numThresholds;

        /// <summary>The metric.</summary>
        /// <param name="name">What it is called.</param>
        /// <param name="curve">Only <c>ROC</c>.</param>
        /// <param name="numThresholds">The number of buckets.</param>
        /// <exception cref="InvalidArgumentException">The curve is not ROC, or there are no buckets.</exception>
        public Auc(string name, string curve = "ROC", int numThresholds = 4095)
            : base(name)
            => (_area, _numThresholds) = (new Trireme.Metrics.Auc(curve, numThresholds), numThresholds);

        /// <inheritdoc/>
        public override void Reset() => _area.Reset();

        /// <summary>Takes in a batch.</summary>
        /// <param name="preds">Probabilities [N, 2]; the second column counts.</param>
        /// <param name="labels">The labels 0 or 1 [N, 1].</param>
        /// <exception cref="InvalidArgumentException">A probability is outside [0, 1], or the shapes do not fit.</exception>
        public override void Update(Tensor preds, Tensor labels) => _area.Update(preds, labels);

        /// <summary>Takes in a batch.</summary>
        /// <param name="results">Predictions and labels.</param>
        public override void Update(params Tensor[] results)
        {
            Require(results, 2, "predictions and labels");
            _area.Update(results);
        }

        /// <summary>The area over all batches.</summary>
        /// <returns>One number.</returns>
        public override double[] Eval() => _area.Accumulate();

        /// <inheritdoc/>
        public override IReadOnlyDictionary<string, double> GetConfig() => new Dictionary<string, double> { ["num_thresholds"] = _numThresholds };

        /// <summary>The area of a trapezoid.</summary>
        /// <param name="x1">The left end of its base.</param>
        /// <param name="x2">The right end of its base.</param>
        /// <param name="y1">Its left height.</param>
        /// <param name="y2">Its right height.</param>
        /// <remarks>Mirrors fluid.metrics.Auc.trapezoid_area.</remarks>
        public static double TrapezoidArea(double x1, double x2, double y1, double y2) => Math.Abs(x1 - x2) * (y1 + y2) / 2;
    }
}
