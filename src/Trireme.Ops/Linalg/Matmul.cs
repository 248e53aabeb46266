using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X · Y over the last two dimensions; the dimensions before them broadcast. A vector is a row at the left and a column at the right.</summary>
    /// <param name="TransX">Whether X's last two dimensions are exchanged first.</param>
    /// <param name="TransY">Whether Y's last two dimensions are exchanged first.</param>
    [Op("matmul_v2", "X, Y -> Out", Saves = "X, Y")]
    public sealed record MatmulV2Op([Attr("trans_x")] bool TransX = false, [Attr("trans_y")] bool TransY = false) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], y = c["Y"];
            c.Require(x.DType == y.DType, "the element types differ.", "Cast one of them.");
            c.Require(x.Shape.Rank > 0 && y.Shape.Rank > 0, "a tensor without dimensions cannot be multiplied as a matrix.", "Use *, or Reshape it.");
            (int inner, int innerAxis) = Inner(x.Shape, TransX, rowVector: true);
            (int other, int otherAxis) = Inner(y.Shape, TransY, rowVector: false);
            c.Require(inner == other || inner < 0 || other < 0,
                $"the inner dimensions differ: X's dimension {innerAxis} is {inner}, so Y's dimension {otherAxis} must be {inner}, not {other}.",
                TransX || TransY ? null : "Pass transposeY: true if Y holds one row per output feature.");
            Shape? batch = Shape.Broadcast(Batch(x.Shape), Batch(y.Shape));
            c.Require(batch is not null, $"the dimensions before the matrices, {Batch(x.Shape)} and {Batch(y.Shape)}, do not broadcast.");
            var dims = new List<int>(batch.Value.ToArray());
            if (x.Shape.Rank > 1)
                dims.Add(x.Shape[TransX ? -1 : -2]);
            if (y.Shape.Rank > 1)
                dims.Add(y.Shape[TransY ? -2 : -1]);
            c["Out"] = x with { Shape = dims.ToArray() };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Shape xs = g.Meta("X").Shape, ys = g.Meta("Y").Shape;
            Tensor d = g.D["Out"];
            // Vectors are matrices with one row or column meanwhile.
            if (xs.Rank == 1)
                d = d.Unsqueeze(ys.Rank == 1 ? 0 : -2);
            if (ys.Rank == 1)
                d = d.Unsqueeze(-1);
            if (g.Needs("X"))
            {
                Tensor y = ys.Rank == 1 ? g["Y"].Unsqueeze(-1) : g["Y"];
                bool transY = ys.Rank > 1 && TransY;
                Tensor dx = TransX && xs.Rank > 1 ? Product(y, d, transY, true) : Product(d, y, false, !transY);
                g.D["X"] = xs.Rank == 1 ? Vector(dx, xs[0], -2) : dx;
            }
            if (g.Needs("Y"))
            {
                Tensor x = xs.Rank == 1 ? g["X"].Unsqueeze(0) : g["X"];
                bool transX = xs.Rank > 1 && TransX;
                Tensor dy;
                if (ys.Rank <= 2 && x.Ndim > 2 && !transX && d.Ndim == x.Ndim)
                {
                    // One Y for all matrices of X: a single product over all rows instead of one a matrix and their sum.
                    Tensor rows = Reshape2Op.ViewOf(x, (Rows(x.Shape), x.Shape[-1])), drows = Reshape2Op.ViewOf(d, (Rows(d.Shape), d.Shape[-1]));
                    dy = ys.Rank > 1 && TransY ? Product(drows, rows, true, false) : Product(rows, drows, true, false);
                }
                else
                {
                    dy = ys.Rank > 1 && TransY ? Product(d, x, true, transX) : Product(x, d, !transX, false);
                }
                g.D["Y"] = ys.Rank == 1 ? Vector(dy, ys[0], -1) : dy;
            }
        }

        internal static Shape Batch(Shape shape) => shape.Rank > 2 ? shape[..^2] : [];

        private static (int Size, int Axis) Inner(Shape shape, bool transposed, bool rowVector)
        {
            int axis = shape.Rank == 1 || transposed != rowVector ? -1 : -2;
            return (shape[axis], axis);
        }

        private static Tensor Product(Tensor x, Tensor y, bool transX, bool transY) => new MatmulV2Op(transX, transY).Apply(x, y);

        // Where a vector met several matrices, its gradient is the sum over them.
        private static Tensor Vector(Tensor d, int length, int axis)
        {
            d = d.Squeeze(axis);
            return d.Ndim == 1 ? d : Reshape2Op.ViewOf(d, (Rows(d.Shape), length)).Sum(0);
        }

        private static int Rows(Shape shape) => (int)shape[..^1].Numel;
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The matrix product over the last two dimensions; the dimensions before them broadcast.</summary>
        /// <param name="x">[.., M, K], or a vector [K] that is a row.</param>
        /// <param name="y">[.., K, N], or a vector [K] that is a column.</param>
        /// <param name="transposeX">Whether x's last two dimensions are exchanged first; costs nothing.</param>
        /// <param name="transposeY">Whether y's last two dimensions are exchanged first; costs nothing.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>[.., M, N]; a vector's dimension is absent.</returns>
        /// <exception cref="InvalidArgumentException">The inner dimensions differ, or the others do not broadcast.</exception>
        /// <remarks>Mirrors paddle.matmul.</remarks>
        public static Tensor Matmul(this Tensor x, Tensor y, bool transposeX = false, bool transposeY = false, string? name = null)
        {
            (x, y) = Promotion.Pair(x, y);
            return new MatmulV2Op(transposeX, transposeY).Apply(x, y);
        }

        /// <summary>The matrix product; the same as <see cref="Matmul"/> without transpositions.</summary>
        /// <param name="input">[.., M, K].</param>
        /// <param name="mat2">[.., K, N].</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The inner dimensions differ.</exception>
        /// <remarks>Mirrors paddle.mm.</remarks>
        public static Tensor Mm(this Tensor input, Tensor mat2, string? name = null) => Matmul(input, mat2);

        /// <summary>One matrix product for each entry of a batch.</summary>
        /// <param name="x">[B, M, K].</param>
        /// <param name="y">[B, K, N].</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">They have not three dimensions each, or sizes differ.</exception>
        /// <remarks>Mirrors paddle.bmm.</remarks>
        public static Tensor Bmm(this Tensor x, Tensor y, string? name = null)
        {
            if (x.Ndim != 3 || y.Ndim != 3 || x.Shape[0] != y.Shape[0])
                throw new InvalidArgumentException("Bmm: x and y must be batches of matrices of the same length.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}", "Use Matmul to broadcast.");
            return Matmul(x, y);
        }

        /// <summary>A matrix times a vector.</summary>
        /// <param name="x">[M, K].</param>
        /// <param name="vec">[K].</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>[M].</returns>
        /// <exception cref="InvalidArgumentException">They are no matrix and vector of fitting sizes.</exception>
        /// <remarks>Mirrors paddle.mv.</remarks>
        public static Tensor Mv(this Tensor x, Tensor vec, string? name = null)
            => x.Ndim == 2 && vec.Ndim == 1 ? Matmul(x, vec)
                : throw new InvalidArgumentException("Mv: x must be a matrix and vec a vector.", $"x {x.Shape} {x.DType}, vec {vec.Shape} {vec.DType}");

        /// <summary>The sum of the products of two vectors; for matrices, row by row.</summary>
        /// <param name="x">[N] or [B, N].</param>
        /// <param name="y">Of the same shape.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>A scalar, or [B].</returns>
        /// <exception cref="InvalidArgumentException">The shapes differ, or have not one or two dimensions.</exception>
        /// <remarks>Mirrors paddle.dot.</remarks>
        public static Tensor Dot(this Tensor x, Tensor y, string? name = null)
        {
            if (x.Ndim is not (1 or 2) || x.Shape != y.Shape)
                throw new InvalidArgumentException("Dot: x and y must be vectors, or batches of them, of the same shape.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}");
            return x.Ndim == 1 ? Matmul(x, y) : Matmul(x.Unsqueeze(1), y.Unsqueeze(2)).Flatten();
        }

        /// <summary>beta · input + alpha · (x · y).</summary>
        /// <param name="input">[M, N], or a shape that broadcasts to it.</param>
        /// <param name="x">[M, K].</param>
        /// <param name="y">[K, N].</param>
        /// <param name="beta">The factor of <paramref name="input"/>.</param>
        /// <param name="alpha">The factor of the product.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.addmm.</remarks>
        public static Tensor Addmm(this Tensor input, Tensor x, Tensor y, double beta = 1.0, double alpha = 1.0, string? name = null)
        {
            if (x.Ndim != 2 || y.Ndim != 2)
                throw new InvalidArgumentException("Addmm: x and y must be matrices.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}");
            Tensor product = Matmul(x, y), scaled = alpha == 1 ? product : product * alpha;
            if (Trireme.Shape.Broadcast(input.Shape, product.Shape) != product.Shape)
                throw new InvalidArgumentException($"Addmm: input {input.Shape} does not broadcast to the product's shape {product.Shape}.");
            return (beta == 1 ? input : input * beta) + scaled;
        }

        /// <summary>input = beta · input + alpha · (x · y), in place.</summary>
        /// <param name="input">[M, N].</param>
        /// <param name="x">[M, K].</param>
        /// <param name="y">[K, N].</param>
        /// <param name="beta">The factor of <paramref name="input"/>.</param>
        /// <param name="alpha">The factor of the product.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.addmm_.</remarks>
        public static Tensor Addmm_(this Tensor input, Tensor x, Tensor y, double beta = 1.0, double alpha = 1.0, string? name = null)
            => InPlace.Run(input, alias => alias.Addmm(x, y, beta, alpha));
    }
}
