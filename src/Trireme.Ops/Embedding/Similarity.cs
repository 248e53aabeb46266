using Trireme.Operators;

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>The cosine of the angle between vectors along an axis.</summary>
        /// <param name="x1">One side.</param>
        /// <param name="x2">The other; broadcasts.</param>
        /// <param name="axis">The axis of the vectors.</param>
        /// <param name="eps">The least product of norms.</param>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.cosine_similarity.</remarks>
        public static Tensor CosineSimilarity(Tensor x1, Tensor x2, int axis = 1, double eps = 1e-8)
        {
            Tensor dot = (x1 * x2).Sum([axis]), left = (x1 * x1).Sum([axis]), right = (x2 * x2).Sum([axis]);
            Expr product = Expr.Input(1) * Expr.Input(2);
            return Formula.Apply(Expr.Input(0) / Expr.Sqrt(Expr.Max(product, eps * eps)), dot, left, right);
        }

        /// <summary>The p-norm of x − y + epsilon along the last axis.</summary>
        /// <param name="x">[N, D] or [D].</param>
        /// <param name="y">Of the same shape; broadcasts.</param>
        /// <param name="p">The norm; infinities and 0 are allowed.</param>
        /// <param name="epsilon">Added to the differences.</param>
        /// <param name="keepdim">Whether the last axis stays with size 1.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.pairwise_distance.</remarks>
        public static Tensor PairwiseDistance(Tensor x, Tensor y, double p = 2, double epsilon = 1e-6, bool keepdim = false, string? name = null)
            => Formula.Norm(Formula.Apply(Expr.Input(0) - Expr.Input(1) + epsilon, x, y), p, -1, keepdim);

        /// <summary>Labels made softer: (1 − epsilon) · label + epsilon · prior.</summary>
        /// <param name="label">One-hot vectors, [..., C].</param>
        /// <param name="priorDist">[1, C]; even where null.</param>
        /// <param name="epsilon">0 to 1.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException"><paramref name="epsilon"/> is outside 0 to 1.</exception>
        /// <remarks>Mirrors paddle.nn.functional.label_smooth.</remarks>
        public static Tensor LabelSmooth(Tensor label, Tensor? priorDist = null, double epsilon = 0.1, string? name = null)
        {
            if (epsilon is < 0 or > 1)
                throw new InvalidArgumentException($"label_smooth: epsilon is {epsilon}.", "It must be between 0 and 1.");
            return priorDist is null
                ? (label * (1 - epsilon)) + (epsilon / label.Shape[^1])
                : (label * (1 - epsilon)) + (priorDist * epsilon);
        }

        /// <summary>1 where the position is below the length, else 0: x [...] → [..., maxlen].</summary>
        /// <param name="x">Lengths, int64 or int32.</param>
        /// <param name="maxlen">The number of positions; the largest length where null.</param>
        /// <param name="dtype">The element type of the result.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">The lengths are not integers.</exception>
        /// <remarks>Mirrors paddle.nn.functional.sequence_mask.</remarks>
        public static Tensor SequenceMask(Tensor x, int? maxlen = null, DType? dtype = null, string? name = null)
        {
            if (!x.DType.IsInteger)
                throw new InvalidArgumentException($"sequence_mask: the lengths are {x.DType}.", "They must be integers.");
            Tensor lengths = x.Cast(DType.Int64);
            long last = maxlen ?? (lengths.Size == 0 ? 0 : lengths.ToArray<long>().Max());
            var positions = new long[Math.Max(0, last)];
            for (int i = 0; i < positions.Length; i++)
                positions[i] = i;
            return Tensor.From<long>(positions, positions.Length).LessThan(lengths.Unsqueeze(-1)).Cast(dtype ?? DType.Int64);
        }

        /// <summary>The p-norm distance of every pair of rows i &lt; j.</summary>
        /// <param name="x">[N, D].</param>
        /// <param name="p">The norm; infinity and 0 are allowed.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[N · (N − 1) / 2]: pairs (0, 1), (0, 2), …</returns>
        /// <exception cref="InvalidArgumentException"><paramref name="x"/> is not two-dimensional.</exception>
        /// <remarks>Mirrors paddle.nn.functional.pdist.</remarks>
        public static Tensor Pdist(Tensor x, double p = 2, string? name = null) => Paddle.Pdist(x, p, name);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The p-norm distance of every pair of rows i &lt; j.</summary>
        /// <param name="x">[N, D].</param>
        /// <param name="p">The norm; infinity and 0 are allowed.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[N · (N − 1) / 2]: pairs (0, 1), (0, 2), …</returns>
        /// <exception cref="InvalidArgumentException"><paramref name="x"/> is not two-dimensional.</exception>
        /// <remarks>Mirrors paddle.pdist.</remarks>
        public static Tensor Pdist(this Tensor x, double p = 2, string? name = null)
        {
            if (x.Ndim != 2)
                throw new InvalidArgumentException($"pdist: x {x.Shape} must be [N, D].");
            int n = x.Shape[0];
            var first = new List<long>();
            var second = new List<long>();
            for (int i = 0; i < n; i++)
            {
                for (int j = i + 1; j < n; j++)
                {
                    first.Add(i);
                    second.Add(j);
                }
            }
            Tensor Rows(List<long> ids) => new LookupTableOp().Apply(x, Tensor.From<long>(ids.ToArray(), ids.Count));
            return Formula.Norm(Rows(first) - Rows(second), p, -1, keepdim: false);
        }
    }
}
