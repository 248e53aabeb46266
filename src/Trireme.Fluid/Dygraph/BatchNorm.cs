using Trireme.NN;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>Batch normalization with trained scale and shift, and running statistics.</summary>
    /// <remarks>Mirrors fluid.dygraph.BatchNorm.</remarks>
    public sealed class BatchNorm : NN.BatchNorm
    {
        /// <summary>The layer.</summary>
        /// <param name="nameScope">What the parameters' names begin with.</param>
        /// <param name="numChannels">The number of channels C.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="isTest">Whether the running statistics are always used.</param>
        /// <param name="momentum">new = old · momentum + batch · (1 − momentum).</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale is made; ones where null.</param>
        /// <param name="biasAttr">How the shift is made; zeros where null.</param>
        /// <param name="dtype">The element type; float32 where null.</param>
        /// <param name="dataLayout">NCHW or NHWC.</param>
        /// <param name="inPlace">Kept for Paddle's signature.</param>
        /// <param name="movingMeanName">The name of the running mean; made where null.</param>
        /// <param name="movingVarianceName">The name of the running variance; made where null.</param>
        /// <param name="doModelAverageForMeanAndVar">Kept for Paddle's signature.</param>
        /// <param name="fuseWithRelu">Kept for Paddle's signature.</param>
        /// <param name="useGlobalStats">Whether the running statistics are used in training as well.</param>
        /// <param name="trainableStatistics">Whether the batch's statistics are used outside training as well.</param>
        /// <exception cref="InvalidArgumentException">There is no channel.</exception>
        public BatchNorm(string nameScope, int numChannels, string? act = null, bool isTest = false, double momentum = 0.9, double epsilon = 1e-5,
            ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, DType? dtype = null, string dataLayout = "NCHW", bool inPlace = false,
            string? movingMeanName = null, string? movingVarianceName = null, bool doModelAverageForMeanAndVar = false, bool fuseWithRelu = false,
            bool useGlobalStats = false, bool trainableStatistics = false)
            : base($"{nameScope}/BatchNorm", numChannels, act, isTest, momentum, epsilon, paramAttr, biasAttr, dtype, dataLayout, movingMeanName, movingVarianceName,
                useGlobalStats, trainableStatistics)
        {
        }
    }
}
