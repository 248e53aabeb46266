namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>Several metrics of the same results.</summary>
    /// <param name="name">What it is called; the class name where null.</param>
    /// <remarks>Mirrors fluid.metrics.CompositeMetric.</remarks>
    public sealed class CompositeMetric(string? name = null) : MetricBase(name)
    {
        private readonly List<MetricBase> _metrics = [];

        /// <summary>Adds a metric.</summary>
        /// <param name="metric">The metric.</param>
        public void AddMetric(MetricBase metric)
        {
            ArgumentNullException.ThrowIfNull(metric);
            _metrics.Add(metric);
        }

        /// <inheritdoc/>
        public override void Reset() => _metrics.ForEach(m => m.Reset());

        /// <summary>Gives every metric the results of a batch.</summary>
        /// <param name="preds">Predictions.</param>
        /// <param name="labels">Labels.</param>
        public override void Update(Tensor preds, Tensor labels) => _metrics.ForEach(m => m.Update([preds, labels]));

        /// <summary>Gives every metric the results of a batch.</summary>
        /// <param name="results">Predictions and labels.</param>
        public override void Update(params Tensor[] results) => _metrics.ForEach(m => m.Update(results));

        /// <summary>What the metrics say.</summary>
        /// <returns>Their numbers one after the other, in the order in which they were added.</returns>
        public override double[] Eval() => _metrics.SelectMany(m => m.Eval()).ToArray();

        /// <inheritdoc/>
        public override IReadOnlyDictionary<string, double> GetConfig()
            => _metrics.SelectMany((m, i) => m.GetConfig().Select(p => KeyValuePair.Create($"{m.Name}_{i}.{p.Key}", p.Value))).ToDictionary();
    }
}
