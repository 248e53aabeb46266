using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X · Y + Bias, the bias added while the product is still in registers.</summary>
    /// <param name="TransX">Whether X [K, M] is transposed first.</param>
    /// <param name="TransY">Whether Y [N, K] is transposed first.</param>
    /// <param name="Activation">Applied last: none or relu.</param>
    [Op("fused_gemm_epilogue", "X, Y, Bias -> Out", Saves = "X, Y, Out")]
    public sealed record FusedGemmEpilogueOp([Attr("trans_x")] bool TransX = false, [Attr("trans_y")] bool TransY = false, string Activation = "none") : Op
    {
        internal static readonly FusedGemmEpilogueOp Plain = new(), WithRelu = new(Activation: "relu");

        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], y = c["Y"], bias = c["Bias"];
            c.Require(x.DType.IsFloating && x.DType == y.DType && x.DType == bias.DType, "X, Y and Bias must have the same floating point type.", "Cast them.");
            c.Require(Activation is "none" or "relu", $"the activation '{Activation}' is not known.", "Use none or relu.");
            c.Require(y.Shape.Rank == 2, $"Y must be a matrix.");
            c.Require(x.Shape.Rank >= 2 || (x.Shape.Rank == 1 && !TransX), "X must have at least one dimension.");
            c.Require(!TransX || x.Shape.Rank == 2, "only a matrix X can be transposed.");
            int inner = x.Shape[TransX ? 0 : -1], other = y.Shape[TransY ? 1 : 0], n = y.Shape[TransY ? 0 : 1];
            c.Require(inner == other || inner < 0 || other < 0, $"X has {inner} features, Y takes {other}.", "The last dimension of X must be the number of rows of Y.");
            c.Require(bias.Shape.Rank == 1 && (bias.Shape[0] == n || bias.Shape[0] < 0 || n < 0), $"Bias has shape {bias.Shape} instead of [{n}].");
            c["Out"] = x with { Shape = TransX ? (x.Shape[1], n) : x.Shape.With(-1, n) };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["Out"];
            if (Activation == "relu")
                d = ReluOp.Default.GradFromOutput(g["Out"], d);
            Tensor rows = d.Ndim == 2 ? d : Reshape2Op.ViewOf(d, ((int)d.Shape[..^1].Numel, d.Shape[-1]));
            if (g.Needs("X"))
                g.D["X"] = TransX ? new MatmulV2Op(TransY, true).Apply(g["Y"], d) : new MatmulV2Op(false, !TransY).Apply(d, g["Y"]);
            if (g.Needs("Y"))
            {
                Tensor x = g["X"];
                if (x.Ndim != 2)
                    x = Reshape2Op.ViewOf(x, ((int)x.Shape[..^1].Numel, x.Shape[-1]));
                g.D["Y"] = TransY ? new MatmulV2Op(true, TransX).Apply(rows, x) : new MatmulV2Op(!TransX, false).Apply(x, rows);
            }
            if (g.Needs("Bias"))
                g.D["Bias"] = rows.Sum(0);
        }
    }
}

namespace Trireme.NN
{
    /// <summary>The functions of paddle.nn.functional: <c>F.f(x)</c> with <c>using F = Trireme.NN.Functional</c>.</summary>
    public static partial class Functional
    {
        /// <summary>x · weight + bias over the last dimension of x.</summary>
        /// <param name="x">[.., In].</param>
        /// <param name="weight">[In, Out].</param>
        /// <param name="bias">[Out]; none where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>[.., Out].</returns>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.linear.</remarks>
        public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null, string? name = null)
        {
            if (bias is null)
                return new MatmulV2Op().Apply(x, weight);
            // Programs keep the two operators that Paddle itself writes, so that their files are the same.
            bool fused = !x.IsSymbolic && !weight.IsSymbolic && weight.Ndim == 2 && bias.Ndim == 1 && x.Ndim >= 1 && x.DType.IsFloating
                && x.DType == weight.DType && x.DType == bias.DType;
            return fused ? FusedGemmEpilogueOp.Plain.Apply(x, weight, bias) : new MatmulV2Op().Apply(x, weight) + bias;
        }
    }
}
