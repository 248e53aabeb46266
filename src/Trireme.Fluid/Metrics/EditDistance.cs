namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>The mean edit distance of sequences, and the share of them that are not right.</summary>
    /// <param name="name">What it is called; the class name where null.</param>
    /// <remarks>Mirrors fluid.metrics.EditDistance.</remarks>
    public sealed class EditDistance(string? name = null) : MetricBase(name)
    {
        private double _distance;
        private long _sequences, _errors;

        /// <inheritdoc/>
        public override void Reset() => (_distance, _sequences, _errors) = (0, 0, 0);

        /// <summary>Takes in a batch.</summary>
        /// <param name="distances">The distance of each sequence [N, 1].</param>
        /// <param name="seqNum">How many sequences there are.</param>
        /// <exception cref="InvalidArgumentException">There are more distances of 0 than sequences.</exception>
        public void Update(Tensor distances, long seqNum)
        {
            double[] values = distances.Cast(DType.Float64).ToArray<double>();
            int right = values.Count(d => d == 0);
            if (seqNum < right)
                throw new InvalidArgumentException($"EditDistance.Update: {right} of the distances {distances.Shape} are 0, but there are {seqNum} sequences.");
            _distance += values.Sum();
            _sequences += seqNum;
            _errors += seqNum - right;
        }

        /// <summary>Takes in a batch.</summary>
        /// <param name="results">The distances and the number of sequences, as a program computed them.</param>
        public override void Update(params Tensor[] results)
        {
            Require(results, 2, "distances and the number of sequences");
            Update(results[0], (long)results[1].Item());
        }

        /// <summary>The mean distance, and the share of sequences with a distance.</summary>
        /// <returns>Two numbers.</returns>
        /// <exception cref="PreconditionNotMetException">There was no sequence.</exception>
        public override double[] Eval() => _sequences == 0 ? throw Empty("distances, seqNum") : [_distance / _sequences, (double)_errors / _sequences];

        /// <inheritdoc/>
        public override IReadOnlyDictionary<string, double> GetConfig() => new Dictionary<string, double>
        {
            ["total_distance"] = _distance,
            ["seq_num"] = _sequences,
            ["instance_error"] = _errors,
        };
    }
}
