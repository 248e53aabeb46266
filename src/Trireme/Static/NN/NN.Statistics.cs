using Trireme.NN.Initializers;
using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static;

/// <content>Normalization with statistics that are gathered elsewhere.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>Features normalized with statistics that are gathered elsewhere: (x − sum / size) · √(size / square sum).</summary>
        /// <param name="input">[N, C] or [N, C, …].</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="epsilon">Kept for files: it belongs to the gathering.</param>
        /// <param name="paramAttr">The first values of the statistics: <c>batch_size</c> (10000 where absent), <c>batch_sum</c> (0), <c>batch_square</c>
        /// (10000); and of <c>scale_w</c> (1) and <c>bias</c> (0).</param>
        /// <param name="dataLayout">NCHW or NHWC.</param>
        /// <param name="inPlace">Kept for Paddle's signature.</param>
        /// <param name="name">What the statistics' names begin with; made unique where null.</param>
        /// <param name="movingMeanName">Kept for Paddle's signature.</param>
        /// <param name="movingVarianceName">Kept for Paddle's signature.</param>
        /// <param name="doModelAverageForMeanAndVar">Kept for Paddle's signature.</param>
        /// <param name="slotDim">Only -1: features are not told apart by slots.</param>
        /// <param name="syncStats">Kept for Paddle's signature: there is one process.</param>
        /// <param name="summaryDecayRate">Kept for Paddle's signature: it belongs to the gathering.</param>
        /// <param name="enableScaleAndShift">Whether trained parameters [C] scale and shift the result.</param>
        /// <exception cref="InvalidArgumentException">The number of features is not known, or <paramref name="slotDim"/> is given.</exception>
        /// <remarks>Mirrors paddle.static.nn.data_norm. Optimizers leave the statistics <c>name.batch_size</c>, <c>name.batch_sum</c> and
        /// <c>name.batch_square_sum</c> as they are; whoever gathers them writes them into the scope.</remarks>
        public static Tensor DataNorm(Tensor input, string? act = null, double epsilon = 1e-5, IReadOnlyDictionary<string, double>? paramAttr = null,
            string dataLayout = "NCHW", bool inPlace = false, string? name = null, string? movingMeanName = null, string? movingVarianceName = null,
            bool doModelAverageForMeanAndVar = true, int slotDim = -1, bool syncStats = false, double summaryDecayRate = 0.9999999,
            bool enableScaleAndShift = false)
        {
            if (slotDim > 0)
                throw new InvalidArgumentException($"data_norm: slotDim is {slotDim}.", "Features are not told apart by slots.", "Leave it out.");
            string prefix = name ?? UniqueName.Generate("data_norm");
            var layer = new LayerParameters("data_norm", prefix);
            int channels = LayerParameters.Channels("data_norm", input, dataLayout);
            Tensor size = Made("batch_size", "batch_size", 1e4, trainable: false), sum = Made("batch_sum", "batch_sum", 0, trainable: false),
                squares = Made("batch_square_sum", "batch_square", 1e4, trainable: false);
            Tensor y = new DataNormOp((float)epsilon, dataLayout).ApplyAll(input, size, sum, squares)[0];
            if (enableScaleAndShift)
            {
                Shape each = DataLayout.IsLast(dataLayout) ? -1 : (int[])[-1, .. Enumerable.Repeat(1, input.Ndim - 2)];
                y = (y * Made("scale_w", "scale_w", 1, trainable: true).Reshape(each)) + Made("bias", "bias", 0, trainable: true).Reshape(each);
            }
            return LayerParameters.Activate(y, act);

            Tensor Made(string suffix, string key, double otherwise, bool trainable)
            {
                double first = paramAttr is not null && paramAttr.TryGetValue(key, out double given) ? given : otherwise;
                return layer.Require(channels, input.DType, new Trireme.NN.ParamAttr($"{prefix}.{suffix}", new Constant(first), trainable: trainable));
            }
        }
    }
}
