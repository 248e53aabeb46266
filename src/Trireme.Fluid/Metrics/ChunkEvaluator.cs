namespace Trireme.Fluid;

public static partial class Metrics
{
    /// <summary>Precision, recall and F1 of chunks, such as the names that a tagger finds.</summary>
    /// <param name="name">What it is called; the class name where null.</param>
    /// <remarks>Mirrors fluid.metrics.ChunkEvaluator.</remarks>
    public sealed class ChunkEvaluator(string? name = null) : MetricBase(name)
    {
        private long _inferred, _labelled, _correct;

        /// <inheritdoc/>
        public override void Reset() => (_inferred, _labelled, _correct) = (0, 0, 0);

        /// <summary>Takes in a batch.</summary>
        /// <param name="numInferChunks">How many chunks were found.</param>
        /// <param name="numLabelChunks">How many there are.</param>
        /// <param name="numCorrectChunks">How many of those found are right.</param>
        /// <exception cref="InvalidArgumentException">A number is negative.</exception>
        public void Update(long numInferChunks, long numLabelChunks, long numCorrectChunks)
        {
            if (numInferChunks < 0 || numLabelChunks < 0 || numCorrectChunks < 0)
                throw new InvalidArgumentException($"ChunkEvaluator.Update: {numInferChunks}, {numLabelChunks} and {numCorrectChunks} cannot be numbers of chunks.", "None may be negative.");
            _inferred += numInferChunks;
            _labelled += numLabelChunks;
            _correct += numCorrectChunks;
        }

        /// <summary>Takes in a batch.</summary>
        /// <param name="results">The three numbers, as a program computed them; one element each.</param>
        public override void Update(params Tensor[] results)
        {
            Require(results, 3, "the numbers of chunks found, labelled and right");
            Update((long)results[0].Item(), (long)results[1].Item(), (long)results[2].Item());
        }

        /// <summary>Precision, recall and their harmonic mean.</summary>
        /// <returns>Three numbers; 0 where there is nothing to count.</returns>
        public override double[] Eval()
        {
            double precision = _inferred == 0 ? 0 : (double)_correct / _inferred, recall = _labelled == 0 ? 0 : (double)_correct / _labelled;
            return [precision, recall, _correct == 0 ? 0 : 2 * precision * recall / (precision + recall)];
        }

        /// <inheritdoc/>
        public override IReadOnlyDictionary<string, double> GetConfig() => new Dictionary<string, double>
        {
            ["num_infer_chunks"] = _inferred,
            ["num_label_chunks"] = _labelled,
            ["num_correct_chunks"] = _correct,
        };
    }
}
