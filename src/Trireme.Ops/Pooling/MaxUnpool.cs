using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>
    /// Puts each element of X [N, C, …] where Indices say it stood before pooling, zero elsewhere; where an index occurs twice, the last
    /// element counts.
    /// </summary>
    /// <param name="OutputSize">The spatial size of the result.</param>
    [Op("unpool", "X, Indices -> Out", Saves = "Indices")]
    public sealed record UnpoolOp(Ints OutputSize) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"];
            c.Require(x.DType.IsFloating, "X must be floating point.");
            c.Require(c["Indices"].DType.Kind is DTypeKind.Int32 or DTypeKind.Int64, "Indices must be int32 or int64, as max pooling with returnMask gives them.");
            c.Require(c["Indices"].Shape == x.Shape, "Indices must have the shape of X.");
            foreach (int size in OutputSize)
                c.Require(size > 0, $"the output size {OutputSize} must be positive.");
            c["Out"] = x with { Shape = (int[])[x.Shape[0], x.Shape[1], .. OutputSize] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new PlaneGatherOp().Apply(g.D["Out"], g["Indices"].Cast(DType.Int32));
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>The inverse of 1-D max pooling: each maximum where it stood, zero elsewhere.</summary>
        /// <param name="x">Maxima, [N, C, L].</param>
        /// <param name="indices">Their positions, as max pooling with a mask gives them.</param>
        /// <param name="kernelSize">The size of the pooling's windows.</param>
        /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
        /// <param name="padding">The pooling's padding.</param>
        /// <param name="dataFormat">NCL.</param>
        /// <param name="outputSize">The size before pooling: [L] or [N, C, L]; computed where null.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <exception cref="OutOfRangeException">An index lies outside the result.</exception>
        /// <remarks>Mirrors paddle.nn.functional.max_unpool1d.</remarks>
        public static Tensor MaxUnpool1d(Tensor x, Tensor indices, Ints kernelSize, Ints? stride = null, Ints? padding = null, string dataFormat = "NCL",
            Shape? outputSize = null, string? name = null)
            => MaxUnpool("max_unpool1d", 1, x, indices, kernelSize, stride, padding, dataFormat, "NCL", outputSize);

        /// <summary>The inverse of 2-D max pooling: each maximum where it stood, zero elsewhere.</summary>
        /// <param name="x">Maxima, [N, C, H, W].</param>
        /// <param name="indices">Their positions in the flattened plane.</param>
        /// <param name="kernelSize">The size of the pooling's windows.</param>
        /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
        /// <param name="padding">The pooling's padding.</param>
        /// <param name="dataFormat">NCHW.</param>
        /// <param name="outputSize">The size before pooling: [H, W] or [N, C, H, W]; computed where null.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <exception cref="OutOfRangeException">An index lies outside the result.</exception>
        /// <remarks>Mirrors paddle.nn.functional.max_unpool2d.</remarks>
        public static Tensor MaxUnpool2d(Tensor x, Tensor indices, Ints kernelSize, Ints? stride = null, Ints? padding = null, string dataFormat = "NCHW",
            Shape? outputSize = null, string? name = null)
            => MaxUnpool("max_unpool2d", 2, x, indices, kernelSize, stride, padding, dataFormat, "NCHW", outputSize);

        /// <summary>The inverse of 3-D max pooling: each maximum where it stood, zero elsewhere.</summary>
        /// <param name="x">Maxima, [N, C, D, H, W].</param>
        /// <param name="indices">Their positions in the flattened volume.</param>
        /// <param name="kernelSize">The size of the pooling's windows.</param>
        /// <param name="stride">Their distance; <paramref name="kernelSize"/> where null.</param>
        /// <param name="padding">The pooling's padding.</param>
        /// <param name="dataFormat">NCDHW.</param>
        /// <param name="outputSize">The size before pooling: [D, H, W] or [N, C, D, H, W]; computed where null.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <exception cref="OutOfRangeException">An index lies outside the result.</exception>
        /// <remarks>Mirrors paddle.nn.functional.max_unpool3d.</remarks>
        public static Tensor MaxUnpool3d(Tensor x, Tensor indices, Ints kernelSize, Ints? stride = null, Ints? padding = null, string dataFormat = "NCDHW",
            Shape? outputSize = null, string? name = null)
            => MaxUnpool("max_unpool3d", 3, x, indices, kernelSize, stride, padding, dataFormat, "NCDHW", outputSize);

        private static Tensor MaxUnpool(string function, int spatial, Tensor x, Tensor indices, Ints kernelSize, Ints? stride, Ints? padding, string dataFormat,
            string known, Shape? outputSize)
        {
            DataLayout.IsChannelLast(function, dataFormat, known);
            DataLayout.RequireRank(function, x, spatial + 2);
            Ints kernel = kernelSize.Repeat(spatial, "kernelSize"), strides = (stride ?? kernelSize).Repeat(spatial, "stride"), pads = (padding ?? 0).Repeat(spatial, "padding");
            var size = new int[spatial];
            for (int i = 0; i < spatial; i++)
                size[i] = ((x.Shape[i + 2] - 1) * strides[i]) - (2 * pads[i]) + kernel[i];
            if (outputSize is { } given)
            {
                if (given.Rank != spatial && given.Rank != spatial + 2)
                    throw new InvalidArgumentException($"{function}: outputSize {given} has {given.Rank} values.", $"It must have {spatial} or {spatial + 2}.");
                size = given.ToArray()[^spatial..];
            }
            return new UnpoolOp(new Ints(size)).Apply(x, indices);
        }
    }
}
