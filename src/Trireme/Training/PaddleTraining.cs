using Trireme.NN;
using Trireme.Training;

namespace Trireme;

/// <summary>Looking at networks: members of <see cref="Paddle"/> that live above the layers.</summary>
public static class PaddleTraining
{
    extension(Paddle)
    {
        /// <summary>Prints a table of a network's layers and returns the numbers of parameters.</summary>
        /// <param name="net">The network.</param>
        /// <param name="inputSize">The input's dimensions, the batch included; -1 is shown as 1.</param>
        /// <param name="dtypes">The input's element type; float32 where null.</param>
        /// <returns><c>total_params</c> and <c>trainable_params</c>; buffers count as not trainable.</returns>
        /// <remarks>Mirrors paddle.summary. The network runs once on zeros, in inference mode.</remarks>
        public static Dictionary<string, long> Summary(Layer net, Shape inputSize, DType? dtypes = null)
            => NetworkSummary.Print(net, [inputSize], dtypes is { } d ? [d] : null);

        /// <summary>The same for a network with several inputs.</summary>
        /// <param name="net">The network.</param>
        /// <param name="inputSize">The inputs' dimensions.</param>
        /// <param name="dtypes">The inputs' element types; float32 where null.</param>
        public static Dictionary<string, long> Summary(Layer net, IReadOnlyList<Shape> inputSize, IReadOnlyList<DType>? dtypes = null)
            => NetworkSummary.Print(net, inputSize, dtypes);

        /// <summary>Counts the operations of a forward pass: a multiplication and its addition count once.</summary>
        /// <param name="net">The network.</param>
        /// <param name="inputSize">The input's dimensions, the batch included.</param>
        /// <param name="customOps">Rules for layers of your own: the layer, its inputs and outputs give its count.</param>
        /// <param name="printDetail">Whether every layer is printed.</param>
        /// <returns>The count; it is also printed.</returns>
        /// <remarks>Mirrors paddle.flops.</remarks>
        public static long Flops(Layer net, Shape inputSize, IReadOnlyDictionary<Type, Func<Layer, Tensor[], Tensor[], long>>? customOps = null, bool printDetail = false)
            => NetworkFlops.Count(net, inputSize, customOps, printDetail);
    }
}
