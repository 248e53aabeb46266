using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>out = how many of count trials succeed, each with probability prob.</summary>
    [Op("binomial", "count, prob -> out", NoGradient = "Its result is random.")]
    public sealed record BinomialOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["count"].DType == DType.Float64 && c["prob"].DType == DType.Float64, "count and prob must be float64.", "Cast them.");
            c.Require(c["count"].Shape == c["prob"].Shape, "count and prob differ in shape.");
            c["out"] = c["count"] with { DType = DType.Int64 };
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Binomially distributed numbers: how many of count trials succeed.</summary>
        /// <param name="count">How many trials; whole numbers that are not negative.</param>
        /// <param name="prob">The probability of success, from 0 to 1; broadcast with <paramref name="count"/>.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>int64.</returns>
        /// <exception cref="InvalidArgumentException">A count or a probability is out of range, or the shapes do not broadcast.</exception>
        /// <remarks>
        /// Mirrors paddle.binomial. The waiting times between the rarer outcomes are drawn (Devroye 1986, chapter X.4.3): exact, in a time that grows with
        /// count · min(prob, 1 − prob).
        /// </remarks>
        public static Tensor Binomial(Tensor count, Tensor prob, string? name = null)
        {
            Tensor[] both = [.. BroadcastTensors([count.Cast(DType.Float64), prob.Cast(DType.Float64)])];
            return new BinomialOp().Apply(both[0], both[1]);
        }
    }
}
