using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>X = Mantissa · 2 to the power Exponent, with the mantissa's size from 0.5 to below 1.</summary>
    [Op("frexp", "X -> Mantissa, Exponent", Saves = "Exponent")]
    public sealed record FrexpOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["X"].DType.IsFloating, "X must be floating point.");
            c["Mantissa"] = c["X"];
            c["Exponent"] = c["X"];
        }

        // The exponent is constant between powers of two.
        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = LdexpOp.Default.Apply(g.D["Mantissa"], -g["Exponent"]);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Each number as a mantissa, whose size is from 0.5 to below 1, times a power of two.</summary>
        /// <param name="x">The numbers; integers are taken as default floating point numbers.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>Mantissas and exponents of x's type: exact, also for subnormal numbers. For 0, infinities and NaN the number itself and
        /// exponent 0.</returns>
        /// <remarks>Mirrors paddle.frexp.</remarks>
        public static (Tensor Mantissa, Tensor Exponent) Frexp(this Tensor x, string? name = null)
        {
            Tensor[] parts = new FrexpOp().ApplyAll(Promotion.ToFloating(x));
            return (parts[0], parts[1]);
        }
    }
}
