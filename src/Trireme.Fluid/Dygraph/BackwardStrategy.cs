namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>How gradients are computed.</summary>
    /// <remarks>Mirrors fluid.dygraph.BackwardStrategy.</remarks>
    public sealed class BackwardStrategy
    {
        /// <summary>
        /// Whether gradients that arrive at a tensor from several users are added in an order that does not depend on the run. It never does here; the setting
        /// changes nothing.
        /// </summary>
        public bool SortSumGradient { get; set; }
    }
}
