using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Static;

/// <content>Losses over many classes that look only at some of them.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>Noise-contrastive estimation: each row's own class is told apart from classes drawn at random.</summary>
        /// <param name="input">[N, D].</param>
        /// <param name="label">The own classes: int64 [N, true classes].</param>
        /// <param name="numTotalClasses">The number of classes.</param>
        /// <param name="sampleWeight">Factors of the rows' losses [N, 1]; 1 where null.</param>
        /// <param name="paramAttr">How the weights [classes, D] are made.</param>
        /// <param name="biasAttr">How the bias [classes, 1] is made; false for none.</param>
        /// <param name="numNegSamples">How many classes are drawn for each row; 10 where null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="sampler"><c>uniform</c>, <c>log_uniform</c> (lower numbers more often) or <c>custom_dist</c>.</param>
        /// <param name="customDist">With <c>custom_dist</c> the probability of each class.</param>
        /// <param name="seed">Where the draws begin; 0 takes the generator's, and draws others in each run.</param>
        /// <param name="isSparse">Whether gradients are sparse; they are dense here either way.</param>
        /// <returns>The losses [N, 1].</returns>
        /// <exception cref="InvalidArgumentException">The sampler is not known, or a number does not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.nce; Gutmann and Hyvärinen 2010.</remarks>
        public static Tensor Nce(Tensor input, Tensor label, int numTotalClasses, Tensor? sampleWeight = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, int? numNegSamples = null,
            string? name = null, string sampler = "uniform", IReadOnlyList<double>? customDist = null, int seed = 0, bool isSparse = false)
        {
            int kind = sampler switch
            {
                "uniform" => 0,
                "log_uniform" => 1,
                "custom_dist" => 2,
                _ => throw new InvalidArgumentException($"nce: the sampler '{sampler}' is not known.", "It is uniform, log_uniform or custom_dist."),
            };
            int samples = numNegSamples ?? 10;
            if (numTotalClasses < 1 || samples < 1)
                throw new InvalidArgumentException($"nce: {samples} samples of {numTotalClasses} classes are impossible.", null, "Both must be at least 1.");
            if (kind == 2 && (customDist is null || customDist.Count != numTotalClasses || customDist.Any(p => !(p >= 0)) || Math.Abs(customDist.Sum() - 1) > 1e-4))
                throw new InvalidArgumentException("nce: customDist is no distribution over the classes.", $"It has {customDist?.Count ?? 0} values with the sum {customDist?.Sum() ?? 0}; there are {numTotalClasses} classes.", "Give each class a probability; their sum is 1.");
            var layer = new LayerParameters("nce", name);
            Tensor weight = layer.Require((numTotalClasses, Features("nce", input)), input.DType, paramAttr);
            Tensor? bias = layer.Create((numTotalClasses, 1), input.DType, biasAttr, isBias: true);
            (Tensor Probabilities, Tensor Other, Tensor Own)? tables = kind == 2 ? AliasTables(customDist!) : null;
            Tensor cost = new NceOp(numTotalClasses, samples, seed, kind, isSparse)
                .ApplyAll(input, label, weight, bias, sampleWeight, tables?.Probabilities, tables?.Other, tables?.Own)[0];
            return cost / (samples + 1);
        }

        // Walker's tables: each class gives its own column, and what its probability leaves of the column goes to one other class.
        private static (Tensor Probabilities, Tensor Other, Tensor Own) AliasTables(IReadOnlyList<double> distribution)
        {
            int count = distribution.Count;
            double[] share = distribution.Select(p => p * count).ToArray();
            var other = new int[count];
            Array.Fill(other, -1);
            var low = new Stack<int>(Enumerable.Range(0, count).Where(i => share[i] < 1));
            var high = new Stack<int>(Enumerable.Range(0, count).Where(i => share[i] > 1));
            while (low.Count > 0 && high.Count > 0)
            {
                int small = low.Pop(), large = high.Peek();
                other[small] = large;
                share[large] -= 1 - share[small];
                if (share[large] <= 1)
                {
                    high.Pop();
                    if (share[large] < 1)
                        low.Push(large);
                }
            }
            // What rounding left over keeps its column whole.
            for (int i = 0; i < count; i++)
            {
                if (other[i] < 0)
                    share[i] = 1;
            }
            return (Tensor.From<float>(distribution.Select(p => (float)p).ToArray(), count), Tensor.From<int>(other, count),
                Tensor.From<float>(Array.ConvertAll(share, s => (float)s), count));
        }
    }
}
