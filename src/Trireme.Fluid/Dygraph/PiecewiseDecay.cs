namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>One rate up to each boundary.</summary>
    /// <param name="boundaries">The steps at which the rate changes, rising.</param>
    /// <param name="values">The rates; one more than boundaries.</param>
    /// <param name="begin">The number of the first step.</param>
    /// <param name="step">How much each update adds to the number of the step.</param>
    /// <param name="dtype">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.dygraph.PiecewiseDecay.</remarks>
    public sealed class PiecewiseDecay(IReadOnlyList<int> boundaries, IReadOnlyList<double> values, int begin, int step = 1, DType? dtype = null)
        : LearningRateDecay(First(boundaries, values), begin, step, dtype)
    {
        /// <inheritdoc/>
        public override double GetLr()
        {
            int i = 0;
            while (i < boundaries.Count && StepNum >= boundaries[i])
                i++;
            return values[i];
        }

        private static double First(IReadOnlyList<int> boundaries, IReadOnlyList<double> values)
        {
            Layers.RequirePieces("PiecewiseDecay", boundaries, values);
            return values[0];
        }
    }
}
