namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>The mean of the accuracies of batches, weighted by their sizes.</summary>
    /// <param name="name">What it is called; the class name where null.</param>
    /// <remarks>Mirrors fluid.metrics.Accuracy. <see cref="Layers.Accuracy"/> computes the accuracy of a batch.</remarks>
    public sealed class Accuracy(string? name = null) : MetricBase(name)
    {
        private double _value, _weight;

        /// <inheritdoc/>
        public override void Reset() => (_value, _weight) = (0, 0);

        /// <summary>Takes in a batch.</summary>
        /// <param name="value">The batch's accuracy.</param>
        /// <param name="weight">The batch's size; not negative.</param>
        /// <exception cref="InvalidArgumentException">The weight is negative, or a number is not finite.</exception>
        public void Update(double value, double weight)
        {
            if (!double.IsFinite(value) || !double.IsFinite(weight) || weight < 0)
                throw new InvalidArgumentException($"Accuracy.Update: the value {value} with the weight {weight} is not usable.", "Both are finite; the weight is not negative.");
            _value += value * weight;
            _weight += weight;
        }

        /// <summary>Takes in a batch.</summary>
        /// <param name="value">The batch's accuracy, as a program computed it; one element.</param>
        /// <param name="weight">The batch's size; not negative.</param>
        /// <exception cref="InvalidArgumentException">The weight is negative, or a number is not finite.</exception>
        public void Update(Tensor value, double weight) => Update(value.Item(), weight);

        /// <summary>Takes in a batch.</summary>
        /// <param name="results">The accuracy and the size; one element each.</param>
        public override void Update(params Tensor[] results)
        {
            Require(results, 2, "the accuracy and the size of a batch");
            Update(results[0].Item(), results[1].Item());
        }

        /// <summary>The accuracy of all batches.</summary>
        /// <returns>One number.</returns>
        /// <exception cref="PreconditionNotMetException">There was no batch.</exception>
        public override double[] Eval() => _weight == 0 ? throw Empty("accuracy, batchSize") : [_value / _weight];

        /// <inheritdoc/>
        public override IReadOnlyDictionary<string, double> GetConfig() => new Dictionary<string, double> { ["value"] = _value, ["weight"] = _weight };
    }
}
