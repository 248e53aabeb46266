using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>
    /// Attention of each head: Out = softmax(Query · Keyᵀ / √D + Mask) · Value, for Query [B, M, heads, D], Key and Value [B, N, heads, D]
    /// and a Mask that broadcasts to [B, heads, M, N].
    /// </summary>
    /// <param name="DropoutProb">The probability of dropping a weight; from 0 to 1.</param>
    /// <param name="Causal">Whether a position only sees those up to its own.</param>
    /// <param name="IsTest">Whether nothing is dropped and nothing kept for a gradient.</param>
    /// <remarks>The heads are read where the projections left them: nothing is transposed. Vaswani et al. 2017.</remarks>
    [Op("scaled_dot_product_attention", "Query, Key, Value, Mask? -> Out, Weights~, Kept~", Saves = "Query, Key, Value, Weights, Kept")]
    public sealed record ScaledDotProductAttentionOp(float DropoutProb = 0f, bool Causal = false, bool IsTest = false) : Op
    {
        internal bool Drops => !IsTest && DropoutProb > 0;

        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta q = c["Query"], k = c["Key"], v = c["Value"];
            c.Require(q.DType.IsFloating && q.DType == k.DType && q.DType == v.DType, "Query, Key and Value must have the same floating point type.", "Cast them.");
            c.Require(q.Shape.Rank == 4 && k.Shape.Rank == 4 && v.Shape.Rank == 4, "Query, Key and Value must be [batch, length, heads, size].");
            c.Require(k.Shape[0] == q.Shape[0] && k.Shape[2] == q.Shape[2] && k.Shape[3] == q.Shape[3], "Key must have the batch, heads and size of Query.");
            c.Require(v.Shape[0] == q.Shape[0] && v.Shape[1] == k.Shape[1] && v.Shape[2] == q.Shape[2], "Value must have the batch, length and heads of Key.");
            c.Require(DropoutProb is >= 0 and <= 1, $"the dropout probability {DropoutProb} is outside [0, 1].");
            Shape weights = (q.Shape[0], q.Shape[2], q.Shape[1], k.Shape[1]);
            if (c.Has("Mask"))
            {
                c.Require(c["Mask"].DType == q.DType, "Mask must have the element type of Query.", "It is added: 0 where a position is seen, a large negative number where not.");
                c.Require(Shape.Broadcast(c["Mask"].Shape, weights) == weights, $"Mask {c["Mask"].Shape} does not broadcast to {weights}.");
            }
            c["Out"] = q with { Shape = q.Shape.With(-1, v.Shape[3]) };
            c["Weights"] = q with { Shape = IsTest ? 0 : weights };
            c["Kept"] = new TensorMeta(Drops ? weights : 0, DType.UInt8);
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            if (IsTest)
                throw new PreconditionNotMetException("scaled_dot_product_attention: it ran as inference and kept nothing for a gradient.", null, "Run it with is_test false.");
            bool mask = g.Has("Mask") && g.Needs("Mask");
            Tensor[] grads = new ScaledDotProductAttentionGradOp(DropoutProb, mask).ApplyAll(g["Query"], g["Key"], g["Value"], g["Weights"], g["Kept"], g.D["Out"]);
            if (g.Needs("Query"))
                g.D["Query"] = grads[0];
            if (g.Needs("Key"))
                g.D["Key"] = grads[1];
            if (g.Needs("Value"))
                g.D["Value"] = grads[2];
            if (mask)
                g.D["Mask"] = grads[3];
        }
    }

    /// <summary>The gradients of scaled_dot_product_attention from its inputs, its weights and the gradient of its output.</summary>
    /// <param name="DropoutProb">As there.</param>
    /// <param name="WantsMask">Whether the gradient of Mask is computed, in the shape of the weights.</param>
    [Op("scaled_dot_product_attention_grad", "Query, Key, Value, Weights, Kept, OutGrad -> QueryGrad, KeyGrad, ValueGrad, MaskGrad",
        NoGradient = "Attention that is differentiated twice is written with matmul and softmax.")]
    public sealed record ScaledDotProductAttentionGradOp(float DropoutProb, bool WantsMask) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c["QueryGrad"] = c["Query"];
            c["KeyGrad"] = c["Key"];
            c["ValueGrad"] = c["Value"];
            if (WantsMask)
                c["MaskGrad"] = c["Weights"];
        }
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>Attention: softmax(query · keyᵀ / √D + mask) · value, for each head.</summary>
        /// <param name="query">[B, M, heads, D].</param>
        /// <param name="key">[B, N, heads, D].</param>
        /// <param name="value">[B, N, heads, D].</param>
        /// <param name="attnMask">
        /// Broadcasts to [B, heads, M, N]; added to the products, or, as bool, true where a position is seen. None where null.
        /// </param>
        /// <param name="dropoutP">The probability of dropping a weight in training; from 0 to 1.</param>
        /// <param name="isCausal">Whether a position only sees those up to its own.</param>
        /// <param name="training">Whether weights are dropped.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>[B, M, heads, D].</returns>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <remarks>
        /// Mirrors paddle.nn.functional.scaled_dot_product_attention; Vaswani et al. 2017. One operator; its gradient cannot be differentiated again.
        /// </remarks>
        public static Tensor ScaledDotProductAttention(Tensor query, Tensor key, Tensor value, Tensor? attnMask = null, double dropoutP = 0.0, bool isCausal = false,
            bool training = true, string? name = null)
        {
            Tensor? mask = AttentionMask(attnMask, query.DType);
            if (query.IsSymbolic)
                return Written(query, key, value, mask, dropoutP, isCausal, training);
            bool keeps = GradMode.IsEnabled && !(query.StopGradient && key.StopGradient && value.StopGradient && (mask is null || mask.StopGradient));
            bool drops = training && dropoutP > 0;
            return new ScaledDotProductAttentionOp(drops ? (float)dropoutP : 0f, isCausal, !keeps && !drops).ApplyAll(query, key, value, mask)[0];
        }

        // Programs hold the operators that Paddle itself writes.
        private static Tensor Written(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropoutP, bool isCausal, bool training)
        {
            Tensor q = query.Transpose([0, 2, 1, 3]), k = key.Transpose([0, 2, 1, 3]), v = value.Transpose([0, 2, 1, 3]);
            Tensor products = (q * Math.Pow(query.Shape[-1], -0.5)).Matmul(k, transposeY: true);
            if (isCausal)
                products += Paddle.Full([query.Shape[1], key.Shape[1]], double.NegativeInfinity, query.DType).Triu(1);
            Tensor weights = Dropout(Softmax(mask is null ? products : products + mask), dropoutP, training: training);
            return weights.Matmul(v).Transpose([0, 2, 1, 3]);
        }

        /// <summary>What is added to the products: a mask that is no floating point tensor says where a position is seen.</summary>
        internal static Tensor? AttentionMask(Tensor? mask, DType dtype)
            => mask is null || mask.DType == dtype ? mask : mask.DType.IsFloating ? mask.Cast(dtype) : (mask.Cast(dtype) - 1.0) * (dtype.Size == 2 ? 6e4 : 1e9);
    }
}
