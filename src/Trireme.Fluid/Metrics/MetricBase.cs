namespace Trireme.Fluid;

/// <summary>Metrics that sum up over batches what a program computed for each: fluid.metrics.</summary>
public static partial class Metrics
{
    /// <summary>A metric: take in the results of each batch with Update, ask with <see cref="Eval"/>, begin anew with <see cref="Reset"/>.</summary>
    /// <remarks>Mirrors fluid.metrics.MetricBase.</remarks>
    public abstract class MetricBase
    {
        /// <summary>A metric.</summary>
        /// <param name="name">What it is called; the class name where null.</param>
        protected MetricBase(string? name = null) => Name = name ?? GetType().Name;

        /// <summary>What it is called.</summary>
        public string Name { get; }

        /// <summary>Forgets all batches.</summary>
        /// <remarks>Mirrors MetricBase.reset.</remarks>
        public abstract void Reset();

        /// <summary>Takes in the results of a batch.</summary>
        /// <param name="results">What the metric sums up; see the metric.</param>
        /// <exception cref="InvalidArgumentException">The results do not fit the metric.</exception>
        /// <remarks>Mirrors MetricBase.update.</remarks>
        public abstract void Update(params Tensor[] results);

        /// <summary>Takes in the results of a batch, where they are predictions and labels.</summary>
        /// <param name="preds">The predictions.</param>
        /// <param name="labels">The labels.</param>
        /// <exception cref="InvalidArgumentException">The metric takes in something else, or they do not fit.</exception>
        /// <remarks>Mirrors MetricBase.update.</remarks>
        public virtual void Update(Tensor preds, Tensor labels) => Update([preds, labels]);

        /// <summary>The metric over all batches since the last reset.</summary>
        /// <returns>One number or several; see the metric.</returns>
        /// <remarks>Mirrors MetricBase.eval.</remarks>
        public abstract double[] Eval();

        /// <summary>The sums so far, by name.</summary>
        /// <remarks>Mirrors MetricBase.get_config.</remarks>
        public abstract IReadOnlyDictionary<string, double> GetConfig();

        private protected void Require(Tensor[] results, int count, string what)
        {
            if (results.Length != count)
                throw new InvalidArgumentException($"{Name}.Update: {results.Length} results came.", $"It takes {count}: {what}.");
        }

        private protected PreconditionNotMetException Empty(string update)
            => new($"There is no data in {GetType().Name} Metrics.", null, $"Call Update({update}) for each batch first.");
    }
}
